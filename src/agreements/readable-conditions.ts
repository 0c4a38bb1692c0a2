import type { AgreementCondition, Agreements, Language } from "#/contract/index.ts";
import { isWordKey, say } from "#/words/index.ts";

const lists = new Map<Language, Intl.ListFormat>();

/** "a, b of c", as the language joins alternatives. */
export function listOf(language: Language, values: readonly string[]): string {
  const format = lists.get(language) ?? new Intl.ListFormat(language, { type: "unit", style: "long" });
  lists.set(language, format);
  return format.format(values);
}

const nameOf = (language: Language, group: string, name: string): string =>
  say(language, `agreement-${group}.${name.replaceAll("-", "_")}`);

function processName(language: Language, agreements: Agreements, name: string): string {
  const own = Object.hasOwn(agreements.processes, name) ? agreements.processes[name] : undefined;
  return (
    own ?? (isWordKey(`agreement-process.${name.replaceAll("-", "_")}`) ? nameOf(language, "process", name) : name)
  );
}

/** What has to hold, one phrase for each part of the condition. */
export function conditionLines(language: Language, agreements: Agreements, when: AgreementCondition): string[] {
  const { findings = [], labels, keywords, senders, recipients, attachments, process } = when;
  const part = (key: string, values: readonly string[] | undefined): string[] =>
    values ? [say(language, `agreement-text.when_${key}`, { values: listOf(language, values) })] : [];
  const found = findings.map(({ kinds, atLeast }) =>
    say(language, atLeast === 1 ? "agreement-text.when_finding" : "agreement-text.when_findings", {
      kinds: listOf(
        language,
        kinds.map((kind) => nameOf(language, "kind", kind)),
      ),
      count: atLeast,
    }),
  );
  const size = attachments?.largerThanMb;
  return [
    // One entry of the list is enough.
    ...(found.length > 0 ? [found.join(" / ")] : []),
    ...part("labels", labels),
    ...part("keywords", keywords),
    ...part("senders", senders),
    ...part("domains", recipients?.domains),
    ...part("other", recipients?.otherThan),
    ...part(
      "attachments",
      attachments?.kinds?.map((kind) => nameOf(language, "attachment", kind)),
    ),
    ...(size === undefined ? [] : [say(language, "agreement-text.when_larger", { size })]),
    ...part(
      "process",
      process?.map((name) => processName(language, agreements, name)),
    ),
  ];
}
