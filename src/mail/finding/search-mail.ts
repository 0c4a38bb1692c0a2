import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import {
  eachSegment,
  eraseSegments,
  findItems,
  folded,
  holds,
  mergedNewestFirst,
  type SegmentItem,
  storedSegments,
  unmergedItems,
} from "#/segments/index.ts";
import type { ListEntry, MailApp } from "../types.ts";
import { cursorAfter, decodeCursor, type EntryRow, entryRows, type Wanted } from "./entry-rows.ts";
import { labelsIn } from "./labels.ts";
import { entriesOf, summariesOf } from "./list-entries.ts";
import { mergeMailbox } from "./merge-mailbox.ts";
import { holdsPhrases, openedOf, termsOfMessage } from "./message-terms.ts";
import { nearly, parseQuery, type Query } from "./parse-query.ts";

type SearchApp = Pick<MailApp, "clock" | "database" | "blobs" | "secrets" | "log">;

const directRows = 250;
const candidatesAtOnce = 100;
const mostNamed = 2000;
const mostPhraseCandidates = 500;
const mergingMs = 1000;

interface Walk {
  readonly rows: readonly EntryRow[];
  /** Where looking stopped before the end; older ones were not looked at. */
  readonly stoppedAt?: string | undefined;
}

const newestFirst = (a: EntryRow, b: EntryRow): number =>
  b.entry_at.getTime() - a.entry_at.getTime() || (a.message_id < b.message_id ? 1 : -1);

/** Few are named, as is the rule: the database then goes straight to them. */
async function unmergedOf(tx: Transaction, actor: MemberActor, besides: readonly Id[]): Promise<Partial<Wanted>> {
  const messageIds = await unmergedItems(tx, actor.mailboxSpaceId, besides, mostNamed + 1);
  return messageIds.length > mostNamed ? { unmerged: { besides } } : { messageIds };
}

/** What is in no segment that the actor can read: the messages themselves are looked into. */
async function direct(
  app: SearchApp,
  tx: Transaction,
  actor: MemberActor,
  query: Query,
  wanted: Wanted,
): Promise<Walk> {
  if (wanted.messageIds?.length === 0) return { rows: [] };
  const rows = await entryRows(tx, actor.mailboxSpaceId, wanted, directRows);
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
  { wanted, candidates, limit }: { wanted: Wanted; candidates: Iterator<SegmentItem, void>; limit: number },
): Promise<Walk> {
  const found: EntryRow[] = [];
  for (let looked = 0; ; looked += candidatesAtOnce) {
    const messageIds = take(candidates, candidatesAtOnce).map(({ itemId }) => itemId);
    if (messageIds.length === 0) return { rows: found };
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
    if (query.phrases.length > 0 && looked + candidatesAtOnce >= mostPhraseCandidates && rows.length > 0)
      return { rows: found, stoppedAt: cursorAfter(rows.at(-1)!) };
  }
}

function take(candidates: Iterator<SegmentItem, void>, count: number): SegmentItem[] {
  const taken: SegmentItem[] = [];
  while (taken.length < count) {
    const next = candidates.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

/** What segments say, and which of them said nothing. A damaged one is erased: what it held waits to be merged anew. */
async function candidatesOf(app: SearchApp, tx: Transaction, actor: MemberActor, query: Query, cursor?: string) {
  const { mailboxSpaceId } = actor;
  const stored = await storedSegments(app, tx, readerOf(actor), mailboxSpaceId);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const before = after && { itemId: after.messageId, atMs: after.at.getTime() };
  const found = await eachSegment(app, stored.readable, (segment) => findItems(segment, query.conditions, before));
  const damaged = [...stored.damaged, ...found.damaged];
  await eraseSegments(tx, mailboxSpaceId, damaged);
  const silent = stored.unread.filter((segmentId) => !damaged.includes(segmentId));
  return { candidates: mergedNewestFirst(found.results), silent };
}

async function page(
  app: SearchApp,
  tx: Transaction,
  actor: MemberActor,
  query: Query,
  { cursor, limit, labelId }: { cursor?: string | undefined; limit: number; labelId: Id | undefined },
): Promise<{ rows: EntryRow[]; next: string | null }> {
  const { folder, unread, hasAttachment, from, until } = query;
  const wanted: Wanted = { folder, labelId, unread, hasAttachment, from, until, cursor };
  const { candidates, silent } = await candidatesOf(app, tx, actor, query, cursor);
  const unmerged = await direct(app, tx, actor, query, { ...wanted, ...(await unmergedOf(tx, actor, silent)) });
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

/** The label that is meant by a name or its beginning; null when there is none. */
async function labelOf(app: SearchApp, tx: Transaction, actor: MemberActor, name: string): Promise<Id | null> {
  const labels = (await labelsIn(app, tx, actor)).map((label) => ({ ...label, name: folded(label.name) }));
  const found = labels.find((label) => label.name === name) ?? labels.find((label) => label.name.startsWith(name));
  return found?.labelId ?? null;
}

/**
 * Messages of the actor's mailbox, newest first, by what `parseQuery` understands; where nothing is found, by words of
 * which one letter differs. What came in is looked into directly; when much did, it is merged first, for a second at most:
 * `next` goes on where that stopped, also when a page is empty. @throws Refusal `mail.search_empty`.
 */
export async function searchMail(
  app: SearchApp,
  actor: MemberActor,
  { q, cursor, limit }: { readonly q: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ entries: ListEntry[]; next: string | null }> {
  const query = parseQuery(q);
  if (cursor === undefined) await mergeMailbox(app, actor, { atLeast: directRows, budgetMs: mergingMs });
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const labelId = query.label === undefined ? undefined : await labelOf(app, tx, actor, query.label);
    if (labelId === null) return { entries: [], next: null };
    const exact = await page(app, tx, actor, query, { cursor, limit, labelId });
    const isNothing =
      exact.rows.length === 0 && exact.next === null && cursor === undefined && query.phrases.length === 0;
    const { rows, next } = isNothing ? await page(app, tx, actor, nearly(query), { limit, labelId }) : exact;
    const summaries = await summariesOf(app, tx, actor, rows);
    const readable = rows.filter((row) => summaries.has(row.message_id));
    return { entries: await entriesOf(tx, actor, readable, summaries), next };
  });
}
