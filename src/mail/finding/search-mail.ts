import type { MemberActor } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { MessageSummary } from "../content.ts";
import type { ListEntry, MailApp } from "../types.ts";
import { cursorAfter, type EntryRow, entryRows } from "./entry-rows.ts";
import { entriesOf, summariesOf } from "./list-entries.ts";

const rowsAtOnce = 250;
const mostRows = 1000;

/** Without accents and capitals: "Café" is found by "cafe". */
const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Words, and what stands between quotation marks as one. */
export function wordsOf(query: string): string[] {
  const parts = [...query.matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => folded(phrase ?? word ?? "").trim());
  return parts.filter((part) => part !== "").slice(0, 20);
}

function textOf({ subject, preview, from, to }: MessageSummary): string {
  const people = [from, ...to].flatMap(({ email, name }) => [email, name ?? ""]);
  return folded([subject, preview, ...people].join("\n"));
}

/**
 * Messages of the actor's mailbox in whose subject, people or first words all words of the query occur. Looks at a bounded
 * number of them per call, newest first: `next` goes on where it stopped, also when a page is empty.
 */
export function searchMail(
  app: Pick<MailApp, "database" | "blobs" | "secrets" | "log">,
  actor: MemberActor,
  { q, cursor, limit }: { readonly q: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ entries: ListEntry[]; next: string | null }> {
  const words = wordsOf(q);
  if (words.length === 0) throw new Refusal("invalid", "mail.search_empty");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found: EntryRow[] = [];
    const summaries = new Map<string, MessageSummary>();
    let from = cursor;
    for (let seen = 0; seen < mostRows; seen += rowsAtOnce) {
      const rows = await entryRows(tx, actor.mailboxSpaceId, { folder: "all", cursor: from }, rowsAtOnce);
      const opened = await summariesOf(app, tx, actor, rows);
      for (const row of rows) {
        from = cursorAfter(row);
        const summary = opened.get(row.message_id);
        if (!summary) continue;
        const text = textOf(summary);
        if (!words.every((word) => text.includes(word))) continue;
        found.push(row);
        summaries.set(row.message_id, summary);
        if (found.length === limit) break;
      }
      if (found.length === limit) break;
      if (rows.length < rowsAtOnce) {
        from = undefined;
        break;
      }
    }
    return { entries: await entriesOf(tx, actor, found, summaries), next: from ?? null };
  });
}
