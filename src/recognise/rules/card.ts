import { passesLuhn, valueOf } from "../checksums.ts";
import { contextBit } from "../context-kinds.ts";
import type { Reading } from "../reading.ts";
import type { Cluster } from "./cluster.ts";
import type { Layouts } from "./layouts.ts";
import { sayOf } from "./say.ts";

/** Whether a beginning belongs to an issuer that gives out cards of this length (ISO 7812 registrations in common use). */
function isIssued(digits: Uint8Array, length: number): boolean {
  const two = valueOf(digits, 0, 2);
  const three = valueOf(digits, 0, 3);
  const four = valueOf(digits, 0, 4);
  if (digits[0] === 4) return length === 13 || length === 16 || length === 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16;
  if (two === 34 || two === 37) return length === 15;
  if (two === 36 || two === 38 || two === 39 || (three >= 300 && three <= 305)) return length === 14;
  if (four >= 3528 && four <= 3589) return length >= 16;
  if (four === 6011 || two === 65 || (three >= 644 && three <= 649) || two === 62) return length >= 16;
  return (two === 50 || (two >= 56 && two <= 59) || two === 67 || two === 63) && length >= 12;
}

function readCard(reading: Reading, cluster: Cluster, count: number): void {
  let length = 0;
  for (let group = 0; group < count; group += 1) length += cluster.groupLengths[group]!;
  if (count > 1 && !cluster.isAllJoinedBy(count, cluster.separators[1]!)) return;
  if (!isIssued(cluster.digits, length) || !passesLuhn(cluster.digits, length)) return;
  if (cluster.digits.subarray(0, length).every((digit) => digit === cluster.digits[0])) return;
  const end = cluster.ends[count - 1]!;
  const say = sayOf(reading, cluster.start, end, cluster.line, contextBit.card);
  if (say && say.confidence > 0)
    reading.add("card", cluster.start, end, Math.max(0.9, say.confidence), [say.reason, "checksum"]);
  else if (say) reading.add("card", cluster.start, end, count > 1 ? 0.85 : 0.6, ["checksum", "form"]);
}

export const card: Layouts = [
  [
    readCard,
    [13],
    [14],
    [15],
    [16],
    [19],
    [4, 4, 4, 4],
    [4, 6, 5],
    [4, 6, 4],
    [4, 4, 4, 4, 3],
    [4, 4, 4, 1],
    [4, 4, 5],
  ],
];
