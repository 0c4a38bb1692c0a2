import { setImmediate } from "node:timers/promises";
import type { Bytes, Id } from "#/kernel/index.ts";
import type { Posting } from "./postings.ts";
import { type ItemTable, openSegment, type TermEntry } from "./read-segment.ts";
import { byTime, type SegmentItem, SegmentWriter } from "./write-segment.ts";

const sliceMs = 10;

/** After the last term there is: no UTF-8 has this byte. */
export const afterAllTerms = "\u00FF";

/** Lets others have their turn when it has been going on for long. */
export function inSlices(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await setImmediate();
    since = performance.now();
  };
}

const allOf = (table: ItemTable): SegmentItem[] => Array.from({ length: table.count }, (_, at) => table.at(at));

/** One segment of several, without what `isKept` refuses; an item that two of them have counts once. */
export async function mergeSegments(contents: readonly Bytes[], isKept: (itemId: Id) => boolean): Promise<Bytes> {
  const pause = inSlices();
  const segments = await Promise.all(
    contents.map((bytes) =>
      openSegment({ sizeBytes: bytes.byteLength, read: async (start, end) => bytes.subarray(start, end) }),
    ),
  );
  const lists = await Promise.all(segments.map(async (segment) => allOf(await segment.items())));
  const owner = new Map<Id, number>();
  lists.forEach((items, from) => {
    for (const { itemId } of items) if (!owner.has(itemId) && isKept(itemId)) owner.set(itemId, from);
  });
  const kept: SegmentItem[] = lists.flatMap((items, from) => items.filter(({ itemId }) => owner.get(itemId) === from));
  kept.sort(byTime);
  const numbers = new Map(kept.map(({ itemId }, number) => [itemId, number]));
  const renumbered = lists.map((items, from) =>
    items.map(({ itemId }) => (owner.get(itemId) === from ? numbers.get(itemId) : undefined)),
  );

  const streams = segments.map((segment) => segment.terms("", afterAllTerms));
  const heads = await Promise.all(streams.map((stream) => stream.next()));
  const writer = new SegmentWriter(kept);
  for (;;) {
    const open = heads.flatMap((head) => (head.done ? [] : [head.value.term]));
    if (open.length === 0) return writer.finish();
    const term = open.reduce((least, each) => (each < least ? each : least));
    const merged: Posting[] = [];
    for (const [from, head] of heads.entries()) {
      if (head.done || head.value.term !== term) continue;
      for (const { number, mask } of (await segments[from]!.postings([head.value as TermEntry]))[0]!) {
        const now = renumbered[from]![number];
        if (now !== undefined) merged.push({ number: now, mask });
      }
      heads[from] = await streams[from]!.next();
    }
    if (merged.length > 0)
      writer.add(
        term,
        merged.toSorted((a, b) => a.number - b.number),
      );
    await pause();
  }
}
