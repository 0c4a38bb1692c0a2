import type { z } from "zod";
import type { Expected, Problem } from "./problems.ts";
import type { ReadYaml } from "./read-yaml.ts";

const kinds: Readonly<Record<string, Expected>> = {
  string: "text",
  number: "number",
  int: "whole-number",
  boolean: "yes-no",
  array: "list",
  object: "mapping",
  record: "mapping",
};

/** What a text has to look like, by the key it stands under. */
function formAt(path: readonly PropertyKey[]): Expected {
  const key = path.findLast((part) => typeof part === "string");
  if (key === "until") return "day";
  if (key === "domains" || key === "otherThan") return "domain";
  const people = ["approvers", "standIns", "addresses", "email"];
  if (people.includes(String(key)) || (path[0] === "groups" && path.length === 3)) return "address";
  const isNamed = (path[0] === "triggers" || path[0] === "exceptions") && key === "name";
  return isNamed || ["senders", "triggers", "process"].includes(String(key)) ? "short-name" : "plain-text";
}

type Issue = z.core.$ZodIssue;

/** What went wrong in the form that was meant: the one that got furthest. */
function branchesOf(issue: Issue & { code: "invalid_union" }): Issue[] {
  const branches = issue.errors as readonly (readonly Issue[])[];
  const meant = branches.find((branch) => branch.some(({ path, code }) => path.length > 0 || code !== "invalid_type"));
  return (meant ?? branches[0] ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** An issue of the schema as a place in the text and what was expected there. */
export function problemOfIssue(issue: Issue, yaml: ReadYaml): Problem[] {
  const place = yaml.placeOf(issue.path);
  const written = yaml.writtenAt(issue.path);
  const here = { ...place, ...(written !== undefined && { found: written }) };
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        ...yaml.placeOf([...issue.path, key]),
        code: "key_unknown",
        found: key.slice(0, 60),
      }));
    case "invalid_value":
      return [{ ...here, code: "not_one_of", choices: issue.values.map(String) }];
    case "invalid_type": {
      const isMissing = issue.input === undefined && written === undefined;
      return [{ ...here, code: isMissing ? "key_missing" : "wrong_kind", expected: kinds[issue.expected] ?? "text" }];
    }
    case "too_small":
    case "too_big": {
      const isNumber = ["number", "int"].includes(issue.origin);
      const bound = issue.code === "too_small" ? { least: Number(issue.minimum) } : { most: Number(issue.maximum) };
      return [{ ...here, code: isNumber ? "out_of_bounds" : "wrong_length", ...bound }];
    }
    case "invalid_key":
      return [{ ...here, code: "wrong_form", expected: "short-name" }];
    case "invalid_union":
      return branchesOf(issue).flatMap((inner) => problemOfIssue(inner, yaml));
    default:
      return [{ ...here, code: "wrong_form", expected: formAt(issue.path) }];
  }
}
