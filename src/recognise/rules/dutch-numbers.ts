import { passesElevenTest } from "../checksums.ts";
import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import type { ValueKind } from "../types.ts";
import type { Cluster } from "./cluster.ts";
import type { Layouts } from "./layouts.ts";
import { sayOf } from "./say.ts";

const space = 0x20;
const point = 0x2e;

/** Separators that the number is written with in the Netherlands; `none` where there is one group. */
const isOneOf = (cluster: Cluster, count: number, ...separators: readonly number[]): boolean =>
  count === 1 || separators.some((separator) => cluster.isAllJoinedBy(count, separator));

/** Nine digits; without a label the checksum passes by chance too often. Nine and not eight: leading zeros are written. */
function bsn(reading: Reading, cluster: Cluster, count: number): void {
  if (!isOneOf(cluster, count, space, point, 0x2d) || !passesElevenTest(cluster.digits)) return;
  addBsn(reading, cluster, count);
}

/** Eight digits: a BSN whose leading zero was lost. */
function shortBsn(reading: Reading, cluster: Cluster, count: number): void {
  const padded = new Uint8Array(9);
  padded.set(cluster.digits.subarray(0, 8), 1);
  if (cluster.digits[0] === 0 || !passesElevenTest(padded)) return;
  const end = cluster.ends[count - 1]!;
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.bsn);
  if (say && say.confidence > 0.9)
    reading.add("bsn", cluster.start, end, say.confidence - 0.05, [say.reason, "checksum"]);
}

function addBsn(reading: Reading, cluster: Cluster, count: number): void {
  const end = cluster.ends[count - 1]!;
  for (const kind of ["bsn", "rsin"] as const) {
    const say = sayOf(reading, cluster.start, end, cluster.line, contextBit[kind]);
    if (say && say.confidence > 0) reading.add(kind, cluster.start, end, say.confidence, [say.reason, "checksum"]);
  }
}

/** Numbers that nothing but their label tells. */
const labelled =
  (kind: ValueKind, wanted: number, least: number) =>
  (reading: Reading, cluster: Cluster, count: number): void => {
    if (!isOneOf(cluster, count, space, point, 0x2d) || isAllZero(cluster)) return;
    const end = cluster.ends[count - 1]!;
    const say = sayOf(reading, cluster.start, end, cluster.line, wanted);
    if (say && say.confidence >= least) reading.add(kind, cluster.start, end, say.confidence - 0.03, [say.reason]);
  };

const isAllZero = ({ digits, groupLengths }: Cluster): boolean =>
  digits.subarray(0, groupLengths[0]!).every((digit) => digit === 0) && groupLengths[0]! > 2;

export const dutchNumbers: Layouts = [
  [bsn, [9], [3, 3, 3], [4, 2, 3], [2, 2, 2, 3], [4, 3, 2], [3, 2, 2, 2]],
  [shortBsn, [8]],
  [labelled("kvk", contextBit.kvk, 0.9), [8], [2, 2, 2, 2], [2, 3, 3], [4, 4], [12], [3, 3, 2], [2, 6]],
  [labelled("agb", contextBit.agb, 0.9), [8], [2, 6], [2, 2, 2, 2], [4, 4], [2, 3, 3]],
  [
    labelled("big", contextBit.big, 0.9),
    [11],
    [1, 8, 2],
    [9, 2],
    [2, 3, 3, 3],
    [8, 3],
    [1, 2, 3, 3, 2],
    [4, 4, 3],
    [3, 4, 4],
  ],
  [
    labelled("driving-licence", contextBit.drivingLicence, 0.9),
    [10],
    [5, 5],
    [4, 3, 3],
    [3, 3, 4],
    [2, 4, 4],
    [4, 4, 2],
    [1, 3, 3, 3],
    [2, 2, 2, 2, 2],
  ],
];
