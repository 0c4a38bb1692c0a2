import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import { numberLabels } from "../surroundings.ts";
import { sayOf } from "./say.ts";
import { isBegin, isCapital, isDigit, isEnd } from "./signs.ts";

/** ICD-10: letter, two digits, a point and one or two more perhaps. Rooms and versions look alike: only beside words of diagnosis. */
export function readDiagnosisCode(reading: Reading, start: number, line: number): void {
  const { codes } = reading.window;
  if (!isCapital(codes[start]!) || !isDigit(codes[start + 1]!) || !isDigit(codes[start + 2]!) || !isBegin(codes, start))
    return;
  let end = start + 3;
  if (codes[end] === 0x2e && isDigit(codes[end + 1]!)) end += isDigit(codes[end + 2]!) ? 3 : 2;
  if (isDigit(codes[end]!) || !isEnd(codes, end)) return;
  const say = sayOf(reading, start, end, line, contextBit.diagnosis, numberLabels | contextBit.thing);
  if (say && say.confidence >= 0.9) reading.add("icd10", start, end, say.confidence - 0.05, [say.reason, "form"]);
}
