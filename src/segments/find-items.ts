import { afterAllTerms, inSlices } from "./merge-segments.ts";
import type { Segment, TermEntry } from "./read-segment.ts";
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

/** Items of a segment for which all conditions hold, oldest first. Nothing but what is asked for is decrypted. */
export async function findItems(segment: Segment, conditions: readonly Condition[]): Promise<SegmentItem[]> {
  let numbers: Set<number> | undefined;
  for (const condition of conditions) {
    const found = new Set<number>();
    for (const postings of await segment.postings(await entriesFor(segment, condition)))
      for (const { number, mask } of postings)
        if ((mask & condition.mask) !== 0 && (numbers?.has(number) ?? true)) found.add(number);
    numbers = found;
    if (found.size === 0) return [];
  }
  if (!numbers) return [];
  const items = await segment.items();
  return [...numbers].toSorted((a, b) => a - b).map((number) => items[number]!);
}
