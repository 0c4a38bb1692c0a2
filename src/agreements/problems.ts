import type { Language } from "#/contract/index.ts";
import { say } from "#/words/index.ts";

/** Where in a document, counted from 1; `path` as in `triggers[2].when`. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly path: string;
}

export type ProblemCode =
  | "too_large"
  | "too_many_lines"
  | "line_too_long"
  | "too_deep"
  | "no_yaml"
  | "key_twice"
  | "one_document"
  | "no_anchors"
  | "key_missing"
  | "key_unknown"
  | "not_one_of"
  | "wrong_kind"
  | "out_of_bounds"
  | "wrong_length"
  | "wrong_form"
  | "name_twice"
  | "name_unknown"
  | "condition_missing"
  | "check_out_of_place"
  | "approver_missing"
  | "standin_is_approver";

/** What should have been there, where a word for it is needed. */
export type Expected =
  | "text"
  | "number"
  | "whole-number"
  | "yes-no"
  | "list"
  | "mapping"
  | "day"
  | "address"
  | "domain"
  | "short-name"
  | "plain-text";

/** What is wrong with a document: data, so that every door says it in its reader's language. */
export interface Problem extends Place {
  readonly code: ProblemCode;
  /** As written. */
  readonly found?: string;
  /** A kind of thing, to be said; or what may stand there, as it has to be written. */
  readonly expected?: Expected;
  readonly choices?: readonly string[];
  readonly least?: number;
  readonly most?: number;
  readonly limit?: number;
}

/** One sentence: the line, what is wrong there, and what was expected. */
export function sayProblem(language: Language, problem: Problem): string {
  const { line, path, code, found, expected, choices, least, most, limit } = problem;
  return say(language, `agreements.problem_${code}`, {
    line,
    path: path === "" ? "—" : path,
    found: found === undefined || found === "" ? "—" : found,
    ...(expected && { expected: say(language, `agreements.expected_${expected.replaceAll("-", "_")}`) }),
    ...(choices && { choices: choices.join(", ") }),
    ...(least !== undefined && { bounds: say(language, "agreements.problem_at_least", { least }) }),
    ...(most !== undefined && { bounds: say(language, "agreements.problem_at_most", { most }) }),
    ...(limit !== undefined && { limit }),
  });
}
