import { passesElevenTest } from "../checksums.ts";
import { contextBit, contextName } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { numberLabels } from "../surroundings.ts";
import type { ValueKind } from "../types.ts";
import { Cluster } from "./cluster.ts";

/** How sure the words around a value make it. */
export interface Say {
  readonly confidence: number;
  readonly reason: string;
}

/**
 * What the surroundings say of a value: the label that governs it, else the head of its column, else words nearby.
 * `undefined` where another label governs it; confidence 0 where nothing speaks.
 */
export function sayOf(
  { near }: Reading,
  start: number,
  end: number,
  line: number,
  wanted: number,
  relevant = numberLabels,
): Say | undefined {
  const name = contextName(wanted);
  const before = near.labelBefore(start, line, relevant | wanted);
  if ((before.bits & wanted) !== 0) return { confidence: before.tight ? 0.98 : 0.92, reason: `label:${name}` };
  const after = near.labelAfter(end, line, relevant | wanted);
  if ((after.bits & wanted) !== 0 && after.gap < before.gap && after.gap <= 20)
    return { confidence: 0.93, reason: `label:${name}` };
  if (before.tight) return undefined;
  const column = near.column(start, line);
  if ((column & wanted) !== 0) return { confidence: 0.95, reason: `column:${name}` };
  if ((column & relevant) !== 0 && (column & wanted) === 0) return undefined;
  if ((near.around(start, end) & wanted) !== 0) return { confidence: 0.75, reason: `near:${name}` };
  return before.bits === 0 && after.bits === 0 ? { confidence: 0, reason: "" } : undefined;
}

type Rule = (reading: Reading, cluster: Cluster, count: number) => void;

function bsn(reading: Reading, cluster: Cluster, count: number): void {
  if (!passesElevenTest(cluster.digits)) return;
  const end = cluster.ends[count - 1]!;
  for (const [kind, wanted] of [
    ["bsn", contextBit.bsn],
    ["rsin", contextBit.rsin],
  ] as const satisfies readonly (readonly [ValueKind, number])[]) {
    const say = sayOf(reading, cluster.start, end, cluster.line, wanted, numberLabels);
    if (say && say.confidence > 0) reading.add(kind, cluster.start, end, say.confidence, [say.reason, "checksum"]);
  }
}

/** Lengths of groups, as digits of a number in base 32, to what they may be. */
const layouts = new Map<number, readonly Rule[]>();
const key = (lengths: readonly number[]): number => lengths.reduce((all, each) => all * 32 + each, 0);
const register = (rule: Rule, ...all: readonly (readonly number[])[]): void => {
  for (const lengths of all) layouts.set(key(lengths), [...(layouts.get(key(lengths)) ?? []), rule]);
};
register(bsn, [9], [3, 3, 3], [4, 2, 3], [2, 2, 2, 3], [4, 3, 2]);

const cluster = new Cluster();

/** Everything that begins with a group of digits. */
export function readNumber(reading: Reading, token: number): void {
  if (!cluster.read(reading, token)) return;
  let lengths = 0;
  for (let group = 0; group < cluster.groups; group += 1) {
    lengths = lengths * 32 + cluster.groupLengths[group]!;
    for (const rule of layouts.get(lengths) ?? []) rule(reading, cluster, group + 1);
  }
}
