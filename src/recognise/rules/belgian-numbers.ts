import { passesBelgianTwelve, passesEnterprise, passesNationalNumber, rizivModulus } from "../checksums.ts";
import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import type { Cluster } from "./cluster.ts";
import type { Layouts } from "./layouts.ts";
import { sayOf } from "./say.ts";

/** Date and remainder together pass once in some 1,300 numbers: enough with the usual points and hyphens, else with words. */
function nationalNumber(reading: Reading, cluster: Cluster, count: number): void {
  if (!passesNationalNumber(cluster.digits)) return;
  const end = cluster.ends[count - 1]!;
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.nationalNumber);
  const isForm = count === 5 && cluster.separators[1] === 0x2e && cluster.separators[3] === 0x2d;
  if (say && say.confidence > 0)
    reading.add("national-number-be", cluster.start, end, Math.max(say.confidence, 0.95), [say.reason, "checksum"]);
  // With a label of something else too: a file is often named after its person.
  else if (isForm) reading.add("national-number-be", cluster.start, end, 0.9, ["checksum", "form"]);
  else if (say) reading.add("national-number-be", cluster.start, end, 0.7, ["checksum"]);
}

/** `BE` in front or `0123.456.789` say enough; ten bare digits need words, since phones have as many. */
function enterprise(reading: Reading, cluster: Cluster, count: number): void {
  if (!passesEnterprise(cluster.digits)) return;
  const { codes } = reading.window;
  const end = cluster.ends[count - 1]!;
  const start = countryBefore(codes, cluster.start);
  if (start < cluster.start) return reading.add("enterprise-be", start, end, 0.99, ["checksum", "form"]);
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.enterprise);
  if (say && say.confidence > 0)
    return reading.add("enterprise-be", start, end, Math.max(0.9, say.confidence), [say.reason, "checksum"]);
  const isForm = count === 3 && cluster.groupLengths[0] === 4 && cluster.isAllJoinedBy(count, 0x2e);
  if (isForm && say) reading.add("enterprise-be", start, end, 0.85, ["checksum", "form"]);
}

/** Where `BE`, with a space, point or hyphen perhaps, begins before a number. */
function countryBefore(codes: Uint16Array, start: number): number {
  const gap = codes[start - 1] === 0x20 || codes[start - 1] === 0x2e || codes[start - 1] === 0x2d ? 1 : 0;
  const at = start - gap - 2;
  if (at < 0 || (codes[at]! | 0x20) !== 0x62 || (codes[at + 1]! | 0x20) !== 0x65) return start;
  const before = codes[at - 1] ?? 0x20;
  const isWord = (before | 0x20) >= 0x61 && (before | 0x20) <= 0x7a;
  return isWord ? start : at;
}

/** The remainder is that of the bank accounts of before IBAN, so words have to tell which. */
function identityCard(reading: Reading, cluster: Cluster, count: number): void {
  if (!passesBelgianTwelve(cluster.digits) || cluster.separators[1] === 0x2f) return;
  const end = cluster.ends[count - 1]!;
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.identityCard);
  if (say && say.confidence > 0)
    reading.add("eid-be", cluster.start, end, Math.max(say.confidence, 0.85), [say.reason, "checksum"]);
}

/** Series with 89 are not described in public: the words decide, the remainder makes it surer. */
function riziv(reading: Reading, cluster: Cluster, count: number): void {
  const end = cluster.ends[count - 1]!;
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.riziv);
  if (!say || say.confidence === 0) return;
  const passes = rizivModulus(cluster.digits) !== undefined;
  if (passes || say.confidence > 0.9)
    reading.add(
      "riziv",
      cluster.start,
      end,
      say.confidence - (passes ? 0 : 0.2),
      passes ? [say.reason, "checksum"] : [say.reason],
    );
}

export const belgianNumbers: Layouts = [
  [nationalNumber, [11], [2, 2, 2, 3, 2], [6, 3, 2], [6, 5], [2, 2, 2, 5], [9, 2]],
  [enterprise, [10], [4, 3, 3], [4, 6], [1, 3, 3, 3], [2, 4, 4], [3, 3, 4]],
  [identityCard, [12], [3, 7, 2], [3, 4, 3, 2], [4, 4, 4]],
  [riziv, [11], [1, 5, 2, 3], [6, 2, 3], [8, 3]],
];
