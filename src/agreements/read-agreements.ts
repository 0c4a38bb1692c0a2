import { type Agreements, agreementsSchema } from "#/contract/index.ts";
import { checkReferences } from "./check-references.ts";
import type { Problem } from "./problems.ts";
import { readYaml } from "./read-yaml.ts";
import { problemOfIssue } from "./schema-problem.ts";

export type AgreementsRead =
  | { readonly agreements: Agreements; readonly problems?: undefined }
  | { readonly agreements?: undefined; readonly problems: readonly Problem[] };

/** More than this many at once help nobody. */
const mostProblems = 20;

/**
 * Understands a document of working agreements (docs/spec/agreements.md): all of it, or nothing and what is wrong, in
 * the order of its lines. Whatever the text, it takes a bounded time and memory, and never throws.
 */
export function readAgreements(text: string): AgreementsRead {
  const read = readYaml(text);
  if (!("value" in read)) return { problems: [read] };
  const parsed = agreementsSchema.safeParse(read.value);
  const problems = parsed.success
    ? checkReferences(parsed.data, read)
    : parsed.error.issues.flatMap((issue) => problemOfIssue(issue, read));
  if (parsed.success && problems.length === 0) return { agreements: parsed.data };
  return { problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, mostProblems) };
}
