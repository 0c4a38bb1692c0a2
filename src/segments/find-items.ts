import type { Id } from "#/kernel/index.ts";
import { afterAllTerms, inSlices } from "./merge-segments.ts";
import type { ItemTable, Segment, TermEntry } from "./read-segment.ts";
import { fields, fromBytesOrder, type TermList, toBytesOrder } from "./terms.ts";
import type { SegmentItem } from "./write-segment.ts";

/** A word that has to occur. */
export interface Condition {
  /** Folded, as `termsOf` gives it. */
  readonly term: string;
  /** `start`: the word may go on. `near`: one letter may differ, though not the first. */
  readonly match: "whole" | "start" | "near";
  /** Fields that count, as a mask. */
  readonly mask: number;
}

export const anyField = Object.values(fields).reduce((sum, bit) => sum | bit, 0);
const mostTermsPerWord = 5000;
const shortestNear = 5;

/** Whether one insertion, omission or replacement makes the words equal. */
export function differsByOne(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  const rest = long.slice(at + 1);
  return rest === (long.length === short.length ? short.slice(at + 1) : short.slice(at));
}

/** Numbers are meant as they are written. */
const mayDiffer = ({ term, match }: Condition): boolean =>
  match === "near" && term.length >= shortestNear && !/\p{N}/u.test(term);

function fits(term: string, condition: Condition): boolean {
  const { term: wanted, match } = condition;
  if (match === "start") return term.startsWith(wanted);
  if (term === wanted) return true;
  return mayDiffer(condition) && term[0] === wanted[0] && differsByOne(term, wanted);
}

/** Whether all conditions hold for one item's terms. */
export const holds = (terms: TermList, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => {
    if (condition.match === "whole") return ((terms.get(condition.term) ?? 0) & condition.mask) !== 0;
    return [...terms].some(([term, mask]) => (mask & condition.mask) !== 0 && fits(term, condition));
  });

async function entriesFor(segment: Segment, condition: Condition): Promise<TermEntry[]> {
  const wanted = toBytesOrder(condition.term);
  const isNear = mayDiffer(condition);
  const beginning = isNear ? toBytesOrder(String.fromCodePoint(condition.term.codePointAt(0)!)) : wanted;
  const below = condition.match === "start" || isNear ? beginning + afterAllTerms : `${wanted}\0`;
  const pause = inSlices();
  const entries: TermEntry[] = [];
  for await (const entry of segment.terms(beginning, below)) {
    if (!isNear || fits(fromBytesOrder(entry.term), condition)) entries.push(entry);
    if (entries.length >= mostTermsPerWord) break;
    await pause();
  }
  return entries;
}

/** Where a list of what was found goes on; newest first, and of the same time the greater id. */
const isOlder = (a: SegmentItem, b: SegmentItem): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.itemId < b.itemId);

/** From the last number of those that met all conditions to the first, each decoded when it is asked for. */
function* newestFirst(table: ItemTable, met: Uint8Array, conditions: number, before?: SegmentItem) {
  for (let number = table.count - 1; number >= 0; number -= 1) {
    if (met[number] !== conditions) continue;
    const item = table.at(number);
    if (!before || isOlder(item, before)) yield item;
  }
}

/**
 * Items of a segment for which all conditions hold, newest first, and older than `before` where that is given. Nothing
 * but what is asked for is decrypted. At most 250 conditions.
 */
export async function findItems(
  segment: Segment,
  conditions: readonly Condition[],
  before?: SegmentItem,
): Promise<Iterator<SegmentItem, void>> {
  const met = new Uint8Array(segment.itemCount);
  for (const [step, condition] of conditions.entries()) {
    let isAny = false;
    for (const postings of await segment.postings(await entriesFor(segment, condition)))
      for (const { number, mask } of postings)
        if (met[number] === step && (mask & condition.mask) !== 0) {
          met[number] = step + 1;
          isAny = true;
        }
    if (!isAny) return [].values();
  }
  return newestFirst(await segment.items(), met, conditions.length, before);
}

/** Several lists, each newest first, as one. An item that two of them have comes once. */
export function* mergedNewestFirst(lists: readonly Iterator<SegmentItem, void>[]): Generator<SegmentItem, void> {
  const heads = lists.map((list) => list.next());
  let last: Id | undefined;
  for (;;) {
    let newest = -1;
    for (const [at, head] of heads.entries()) {
      const best = heads[newest];
      if (!head.done && (!best || best.done || isOlder(best.value, head.value))) newest = at;
    }
    const head = heads[newest];
    if (!head || head.done) return;
    heads[newest] = lists[newest]!.next();
    if (head.value.itemId !== last) yield head.value;
    last = head.value.itemId;
  }
}
