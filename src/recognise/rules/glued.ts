import { passesElevenTest } from "../checksums.ts";
import type { Reading } from "../reading.ts";
import { isDigit } from "./signs.ts";

const longestLabel = 4;
const digits = new Uint8Array(16);

/** `KVK12345678`, `BSN123456782`, `GSM0475123456`: a label with its number behind it, nothing between. */
export function readGlued(reading: Reading, token: number): void {
  const { codes, starts, ends } = reading.window;
  const [start, end] = [starts[token]!, ends[token]!];
  let at = start;
  while (at < end && !isDigit(codes[at]!)) at += 1;
  const count = end - at;
  if (at - start < 2 || at - start > longestLabel || count < 8 || count > 12) return;
  for (let place = at; place < end; place += 1) {
    if (!isDigit(codes[place]!)) return;
    digits[place - at] = codes[place]! - 0x30;
  }
  switch (reading.window.slice(start, at).toLowerCase()) {
    case "kvk":
      if (count === 8 || count === 12) reading.add("kvk", at, end, 0.9, ["label:kvk"]);
      return;
    case "bsn":
      if (count === 9 && passesElevenTest(digits)) reading.add("bsn", at, end, 0.95, ["label:bsn", "checksum"]);
      return;
    case "tel":
    case "gsm":
    case "fax":
    case "mob":
      if (digits[0] === 0 && (count === 9 || count === 10)) reading.add("phone", at, end, 0.85, ["label:phone"]);
  }
}
