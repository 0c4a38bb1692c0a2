import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, utf8 } from "#/kernel/index.ts";
import { type Condition, differsByOne, findItems, holds, mergedNewestFirst } from "./find-items.ts";
import { anyField, addTerms, type ListedItem, termsOf } from "./index.ts";
import { mergeSegments } from "./merge-segments.ts";
import { openSegment, type Segment } from "./read-segment.ts";
import { fields, type TermList } from "./terms.ts";
import { byTime, segmentOf, type SegmentItem } from "./write-segment.ts";

const open = (bytes: Uint8Array) =>
  openSegment({ sizeBytes: bytes.byteLength, read: async (start, end) => bytes.subarray(start, end) });

/** The same numbers each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) yield state;
}

const syllables = ["be", "las", "ting", "é", "zwaan", "x", "笔记", "ω", "42", "ß"];

function someItems(seed: number, count: number): ListedItem[] {
  const random = numbers(seed);
  const below = (limit: number): number => Math.floor((random.next().value / 2_147_483_648) * limit);
  return Array.from({ length: count }, () => {
    const terms: TermList = new Map();
    for (const field of ["subject", "body"] as const) {
      const words = Array.from({ length: 1 + below(30) }, () =>
        Array.from({ length: 1 + below(3) }, () => syllables[below(syllables.length)]).join(""),
      );
      addTerms(terms, field, words.join(" "));
    }
    return { itemId: newId(), atMs: 1_700_000_000_000 + below(1000), terms };
  });
}

const found = async (segment: Segment, conditions: readonly Condition[]): Promise<SegmentItem[]> => [
  ...mergedNewestFirst([await findItems(segment, conditions)]),
];

const idsOf = (items: readonly { itemId: string }[]): string[] => items.map(({ itemId }) => itemId).toSorted();

test("A segment finds exactly the items in which a word occurs, as merged segments do", async () => {
  const parts = [someItems(1, 40), someItems(2, 90), someItems(3, 1)];
  const items = parts.flat();
  const gone = items[5]!.itemId;
  const whole = await open(segmentOf(items));
  const merged = await open(await mergeSegments(parts.map(segmentOf), (id) => id !== gone));
  const vocabulary = [...new Set(items.flatMap(({ terms }) => [...terms.keys()]))];
  assert.ok(vocabulary.length > 300);
  for (const term of vocabulary.filter((_, at) => at % 31 === 0))
    for (const match of ["whole", "start", "near"] as const)
      for (const mask of [anyField, fields.subject]) {
        const conditions = [{ term, match, mask }];
        const expected = idsOf(items.filter(({ terms }) => holds(terms, conditions)));
        assert.deepEqual(idsOf(await found(whole, conditions)), expected, `${term} ${match}`);
        const left = expected.filter((id) => id !== gone);
        assert.deepEqual(idsOf(await found(merged, conditions)), left, `${term} ${match}`);
      }
});

test("A segment that was cut off or is none is refused, and never a wrong answer", async () => {
  const bytes = Buffer.from(segmentOf(someItems(4, 20)));
  const refused = { code: "vault.context_wrong" };
  await assert.rejects(open(bytes.subarray(0, 100)), refused);
  await assert.rejects(open(Buffer.concat([bytes, utf8("x")])), refused);
  const other = Buffer.from(bytes);
  other.write("zegelpac", "latin1");
  await assert.rejects(open(other), refused);
});

test("Words are found without capitals and accents, and addresses whole and by their parts", () => {
  assert.deepEqual(termsOf("Café ＡＢＣ, dossier 2024/17"), ["cafe", "abc", "dossier", "2024", "17"]);
  assert.deepEqual(termsOf("Jan.Piet@Tulp.example"), ["jan", "piet", "tulp", "example", "jan.piet@tulp.example"]);
  assert.ok(utf8(termsOf("é".repeat(500))[0]!).byteLength <= 64);
});

test("One letter may be missing, too many or wrong, and no more", () => {
  for (const near of ["zwan", "zwaaan", "zwaam"]) assert.ok(differsByOne("zwaan", near), near);
  for (const far of ["zwn", "zwaanen", "zvaam"]) assert.ok(!differsByOne("zwaan", far), far);
});

test("What several segments find comes newest first, each once, and goes on where a page ended", async () => {
  const parts = [someItems(1, 40), someItems(2, 90)];
  const conditions = [{ term: "be", match: "start" as const, mask: anyField }];
  const segments = await Promise.all([...parts, parts[0]!].map((items) => open(segmentOf(items))));
  const search = async (before?: SegmentItem) => [
    ...mergedNewestFirst(await Promise.all(segments.map((segment) => findItems(segment, conditions, before)))),
  ];
  const all = await search();
  const expected = parts
    .flat()
    .filter(({ terms }) => holds(terms, conditions))
    .toSorted(byTime)
    .toReversed();
  assert.ok(expected.length > 20);
  assert.deepEqual(
    all.map(({ itemId }) => itemId),
    expected.map(({ itemId }) => itemId),
  );
  assert.deepEqual(await search(all[9]), all.slice(10));
});
