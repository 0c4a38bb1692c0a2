import { charClass, classOf } from "../characters.ts";
import { contextName } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { numberLabels } from "../surroundings.ts";
import type { Cluster } from "./cluster.ts";

/** How sure the words around a value make it. */
export interface Say {
  readonly confidence: number;
  readonly reason: string;
}

const nothing: Say = { confidence: 0, reason: "" };

/**
 * What the surroundings say of a value: the label that governs it, else the head of its column, else words nearby.
 * `undefined` where something else governs it; confidence 0 where nothing speaks.
 */
export function sayOf(
  { near }: Reading,
  start: number,
  end: number,
  line: number,
  wanted: number,
  relevant = numberLabels,
): Say | undefined {
  const before = near.labelBefore(start, line, relevant | wanted);
  const found = (bits: number): string => contextName(bits & wanted);
  if ((before.bits & wanted) !== 0)
    return { confidence: before.tight ? 0.98 : 0.92, reason: `label:${found(before.bits)}` };
  const after = near.labelAfter(end, line, relevant | wanted);
  if ((after.bits & wanted) !== 0 && after.tight && after.gap < before.gap && after.gap <= 20)
    return { confidence: 0.93, reason: `label:${found(after.bits)}` };
  if (before.tight) return undefined;
  const column = near.column(start, line);
  if ((column & wanted) !== 0) return { confidence: 0.95, reason: `column:${found(column)}` };
  if ((column & relevant) !== 0) return undefined;
  const around = near.around(start, end);
  if ((around & wanted) !== 0) return { confidence: 0.75, reason: `near:${found(around)}` };
  return before.bits === 0 && after.bits === 0 ? nothing : undefined;
}

const isDigit = (code: number): boolean => classOf[code] === charClass.digit;
const isJoint = (code: number): boolean =>
  code === 0x2e || code === 0x2d || code === 0x2f || code === 0x5f || code === 0x2c;
const isCurrency = (code: number): boolean => code === 0x20_ac || code === 0x24 || code === 0xa3;

/** `euro`, `EUR`. */
const isEuro = (codes: Uint16Array, at: number): boolean =>
  (codes[at + 1]! | 0x20) === 0x75 && (codes[at + 2]! | 0x20) === 0x72;

/** Whether the first groups of a cluster stand for themselves: no part of a longer number, an amount or a percentage. */
export function isWhole({ window }: Reading, cluster: Cluster, count: number): boolean {
  const { codes } = window;
  const { start } = cluster;
  const end = cluster.ends[count - 1]!;
  const isSpaced = count > 1 && cluster.separators[1] === 0x20;
  const before = codes[start - 1] ?? 0;
  const farther = codes[start - 2] ?? 0;
  if (isCurrency(before) || (before === 0x20 && isCurrency(farther))) return false;
  if (isDigit(farther) && (before === 0x2e || before === 0x2d || before === 0x2f || before === 0x5f)) return false;
  if (isSpaced && before === 0x20 && isDigit(farther)) return false;
  const next = codes[end]!;
  const after = codes[end + 1] ?? 0;
  if (next === 0x25 || next === 0x40 || isCurrency(next) || (next === 0x20 && isCurrency(after))) return false;
  if (
    (next === 0x20 && (after | 0x20) === 0x65 && isEuro(codes, end + 1)) ||
    (isJoint(next) && next !== 0x2c && isDigit(after))
  )
    return false;
  return !(isSpaced && next === 0x20 && isDigit(after));
}

const farthestScheme = 300;

/** Whether a place lies within an address of the web. */
export function isInUrl(codes: Uint16Array, place: number): boolean {
  for (let at = place - 1; at > 0 && at > place - farthestScheme; at -= 1) {
    const code = codes[at]!;
    if (code <= 0x20 || code === 0x22 || code === 0x3c || code === 0x3e) return false;
    if (code === 0x2f && codes[at - 1] === 0x2f && codes[at - 2] === 0x3a) return true;
    if (code === 0x77 && codes[at - 1] === 0x77 && codes[at + 1] === 0x2e) return true;
  }
  return false;
}
