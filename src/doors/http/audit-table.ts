import type { NamedEntry } from "#/identity/index.ts";

const columns = ["at", "actor_kind", "actor", "act", "subject_kind", "subject_id", "details", "entry_id"] as const;

/** A field of RFC 4180. What a spreadsheet would take for a formula is text behind an apostrophe. */
function field(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (values: readonly string[]): string => `${values.map(field).join(",")}\r\n`;

/** Entries of the audit log as a table (CSV in UTF-8 with a mark, so that Excel reads it). */
export async function* auditTable(pages: AsyncIterable<readonly NamedEntry[]>): AsyncGenerator<string, void> {
  yield `\uFEFF${line(columns)}`;
  for await (const entries of pages) {
    if (entries.length > 0)
      yield entries
        .map(({ entryId, at, actor, actorName, act, subject, details }) =>
          line([
            at.toISOString(),
            actor.kind,
            actorName ?? "",
            act,
            subject?.kind ?? "",
            subject?.id ?? "",
            JSON.stringify(details ?? {}),
            entryId,
          ]),
        )
        .join("");
  }
}
