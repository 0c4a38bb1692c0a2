import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { eachSegment, findItems, holds, type SegmentItem, storedSegments } from "#/segments/index.ts";
import type { ListEntry, MailApp } from "../types.ts";
import { cursorAfter, decodeCursor, type EntryRow, entryRows, type Wanted } from "./entry-rows.ts";
import { entriesOf, summariesOf } from "./list-entries.ts";
import { mergeMailbox } from "./merge-mailbox.ts";
import { holdsPhrases, openedOf, termsOfMessage } from "./message-terms.ts";
import { nearly, parseQuery, type Query } from "./parse-query.ts";

type SearchApp = Pick<MailApp, "clock" | "database" | "blobs" | "secrets" | "log">;

const directRows = 250;
const candidatesAtOnce = 100;
const mostPhraseCandidates = 500;
const mergingMs = 1000;

interface Walk {
  readonly rows: readonly EntryRow[];
  /** Where looking stopped before the end; older ones were not looked at. */
  readonly stoppedAt?: string | undefined;
}

const newestFirst = (a: EntryRow, b: EntryRow): number =>
  b.entry_at.getTime() - a.entry_at.getTime() || (a.message_id < b.message_id ? 1 : -1);

/** What is in no segment that the actor can read: the messages themselves are looked into. */
async function direct(
  app: SearchApp,
  tx: Transaction,
  actor: MemberActor,
  query: Query,
  wanted: Wanted,
): Promise<Walk> {
  const rows = await entryRows(tx, actor.mailboxSpaceId, { ...wanted, isRecalled: false }, directRows);
  const opened = await openedOf(app, tx, actor, rows);
  const found = rows.filter((row) => {
    const message = opened.get(row.message_id);
    if (!message) return false;
    return holds(termsOfMessage(message.body), query.conditions) && holdsPhrases(message, query.phrases);
  });
  return { rows: found, stoppedAt: rows.length === directRows ? cursorAfter(rows.at(-1)!) : undefined };
}

/** Rows of what segments say, newest first, until there are enough. */
async function rowsOf(
  app: SearchApp,
  tx: Transaction,
  actor: MemberActor,
  query: Query,
  { wanted, candidates, limit }: { wanted: Wanted; candidates: readonly SegmentItem[]; limit: number },
): Promise<Walk> {
  const found: EntryRow[] = [];
  for (let from = 0; from < candidates.length; from += candidatesAtOnce) {
    const messageIds = candidates.slice(from, from + candidatesAtOnce).map(({ itemId }) => itemId);
    const rows = await entryRows(tx, actor.mailboxSpaceId, { ...wanted, messageIds }, candidatesAtOnce);
    if (query.phrases.length === 0) found.push(...rows);
    else {
      const opened = await openedOf(app, tx, actor, rows);
      found.push(
        ...rows.filter((row) => {
          const message = opened.get(row.message_id);
          return message !== undefined && holdsPhrases(message, query.phrases);
        }),
      );
    }
    if (found.length >= limit) return { rows: found };
    if (query.phrases.length > 0 && from + candidatesAtOnce >= mostPhraseCandidates && rows.length > 0)
      return { rows: found, stoppedAt: cursorAfter(rows.at(-1)!) };
  }
  return { rows: found };
}

async function candidatesOf(app: SearchApp, tx: Transaction, actor: MemberActor, query: Query, cursor?: string) {
  const stored = await storedSegments(app, tx, readerOf(actor), actor.mailboxSpaceId);
  const found = await eachSegment(app, stored, (segment) =>
    query.conditions.length > 0 ? findItems(segment, query.conditions) : segment.items(),
  );
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const isAfter = ({ atMs, itemId }: SegmentItem): boolean =>
    after === undefined || atMs < after.at.getTime() || (atMs === after.at.getTime() && itemId < after.messageId);
  const candidates = [...found.values()]
    .flat()
    .filter(isAfter)
    .toSorted((a, b) => b.atMs - a.atMs || (a.itemId < b.itemId ? 1 : -1));
  return { candidates, segmentIds: [...found.keys()] };
}

async function page(
  app: SearchApp,
  tx: Transaction,
  actor: MemberActor,
  query: Query,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: EntryRow[]; next: string | null }> {
  const { hasAttachment, from, until } = query;
  const wanted: Wanted = { folder: "all", hasAttachment, from, until, cursor };
  const { candidates, segmentIds } = await candidatesOf(app, tx, actor, query, cursor);
  const unmerged = await direct(app, tx, actor, query, { ...wanted, notInSegments: segmentIds });
  const merged = await rowsOf(app, tx, actor, query, { wanted, candidates, limit: limit + 1 });
  // Nothing is shown that is older than where either of the two stopped: else the next page would miss what lies between.
  const stops = [unmerged.stoppedAt, merged.stoppedAt]
    .filter((stop) => stop !== undefined)
    .map((stop) => ({
      stop,
      ...decodeCursor(stop),
    }));
  const first = stops.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.messageId < b.messageId ? 1 : -1))[0];
  const isReached = (row: EntryRow): boolean =>
    !first ||
    row.entry_at > first.at ||
    (row.entry_at.getTime() === first.at.getTime() && row.message_id >= first.messageId);
  const found = [...unmerged.rows, ...merged.rows].filter(isReached).toSorted(newestFirst);
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? cursorAfter(rows.at(-1)!) : (first?.stop ?? null) };
}

/**
 * Messages of the actor's mailbox, newest first, by what `parseQuery` understands; where nothing is found, by words of
 * which one letter differs. What came in is merged first, for a second at most, and what is left is looked into directly:
 * `next` goes on where that stopped, also when a page is empty. @throws Refusal `mail.search_empty`.
 */
export async function searchMail(
  app: SearchApp,
  actor: MemberActor,
  { q, cursor, limit }: { readonly q: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ entries: ListEntry[]; next: string | null }> {
  const query = parseQuery(q);
  await mergeMailbox(app, actor, mergingMs);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const exact = await page(app, tx, actor, query, { cursor, limit });
    const isNothing =
      exact.rows.length === 0 && exact.next === null && cursor === undefined && query.phrases.length === 0;
    const { rows, next } = isNothing ? await page(app, tx, actor, nearly(query), { limit }) : exact;
    const summaries = await summariesOf(app, tx, actor, rows);
    const readable = rows.filter((row) => summaries.has(row.message_id));
    return { entries: await entriesOf(tx, actor, readable, summaries), next };
  });
}
