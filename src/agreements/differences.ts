import type { Agreements, Language } from "#/contract/index.ts";
import { say } from "#/words/index.ts";
import { exceptionLine, readableAgreements, triggerLine } from "./readable.ts";

interface Line {
  readonly key: string;
  readonly line: string;
}

/** The readable lines under names by which they are found again in another version. */
function linesOf(language: Language, agreements: Agreements): Line[] {
  const named = [
    ...agreements.triggers.map((trigger) => ({
      key: `trigger ${trigger.name}`,
      line: triggerLine(language, agreements, trigger),
    })),
    ...agreements.exceptions.map((exception) => ({
      key: `exception ${exception.name}`,
      line: exceptionLine(language, exception),
    })),
  ];
  // What has no name of its own is compared by its place: these sections say one thing after the other.
  const bare = { ...agreements, triggers: [], exceptions: [], support: [], groups: {} };
  const placed = readableAgreements(language, bare).flatMap(({ heading, lines }) =>
    lines.map((line, index) => ({ key: `${heading} ${index}`, line })),
  );
  const rest = readableAgreements(language, { ...bare, groups: agreements.groups, support: agreements.support })
    .flatMap(({ lines }) => lines)
    .filter((line) => !placed.some((other) => other.line === line))
    .map((line) => ({ key: line, line }));
  return [...placed, ...named, ...rest];
}

/**
 * What changed, in the words of the readable agreements: so nothing that people read can change without being named here,
 * and what changes in the document without changing what they read is no change.
 */
export function differences(language: Language, before: Agreements, after: Agreements): string[] {
  const old = new Map(linesOf(language, before).map(({ key, line }) => [key, line]));
  const now = linesOf(language, after);
  const kept = new Set(now.map(({ key }) => key));
  const phrase = (key: string, details: Record<string, string>): string =>
    say(language, `agreement-text.${key}`, details);
  const changes = now.flatMap(({ key, line }) => {
    const was = old.get(key);
    if (was === line) return [];
    return [was === undefined ? phrase("added", { what: line }) : phrase("was_now", { before: was, after: line })];
  });
  const gone = [...old].filter(([key]) => !kept.has(key)).map(([, line]) => phrase("gone", { what: line }));
  const all = [...changes, ...gone];
  return all.length === 0 ? [phrase("no_changes", {})] : all;
}
