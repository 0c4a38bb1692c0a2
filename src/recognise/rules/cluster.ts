import type { Reading } from "../reading.ts";
import { tokenKind } from "../window.ts";

const mostGroups = 8;
const mostDigits = 24;

/**
 * Groups of digits that one separator each holds together, beginning at a token: `85.07.30-033.28`. Filled anew for each
 * token; a rule looks at the first groups of it.
 */
export class Cluster {
  readonly digits = new Uint8Array(mostDigits + 32);
  readonly groupLengths = new Uint8Array(mostGroups);
  /** Unit before each group; 0 before the first. */
  readonly separators = new Uint16Array(mostGroups + 1);
  readonly ends = new Int32Array(mostGroups);
  groups = 0;
  start = 0;
  line = 0;
  /** Unit before the first digit, 0 at the very beginning. */
  before = 0;
  firstToken = 0;

  /** False where a number can't begin: within a word, a larger number, an amount. */
  read(reading: Reading, token: number): boolean {
    const { starts, ends, kinds, codes, lines } = reading.window;
    this.start = starts[token]!;
    this.line = lines[token]!;
    this.firstToken = token;
    this.before = this.start === 0 ? 0 : codes[this.start - 1]!;
    this.groups = 0;
    let digits = 0;
    for (let next = token; this.groups < mostGroups && kinds[next] === tokenKind.digits; next += 1) {
      const from = starts[next]!;
      const to = ends[next]!;
      if (to - from > mostDigits - digits) break;
      if (next > token) {
        const separator = jointBetween(codes, ends[next - 1]!, from);
        // `0475 / 12 34 56`; other numbers stand beside each other so.
        const isBeside = separator === 0x2f && 3 === from - ends[next - 1]!;
        if (separator === 0 || (isBeside && (this.digits[0] !== 0 || this.groupLengths[0]! > 4))) break;
        this.separators[this.groups] = separator;
      } else this.separators[0] = 0;
      for (let at = from; at < to; at += 1) {
        this.digits[digits] = codes[at]! - 0x30;
        digits += 1;
      }
      this.groupLengths[this.groups] = to - from;
      this.ends[this.groups] = to;
      this.groups += 1;
    }
    this.separators[this.groups] = 0;
    return this.groups > 0;
  }

  /** Whether the first `count` groups all have this separator between them. */
  isAllJoinedBy(count: number, separator: number): boolean {
    for (let group = 1; group < count; group += 1) if (this.separators[group] !== separator) return false;
    return true;
  }
}

/** What joins two groups, with a space on both sides perhaps where it is a hyphen; else 0. */
function jointBetween(codes: Uint16Array, from: number, to: number): number {
  if (to - from === 1) return isJoint(codes[from]!) ? codes[from]! : 0;
  const middle = codes[from + 1]!;
  const isSpaced = to - from === 3 && codes[from] === 0x20 && codes[from + 2] === 0x20;
  return isSpaced && (middle === 0x2d || middle === 0x2f) ? middle : 0;
}

/** Space, point, hyphen, slash. */
const isJoint = (code: number): boolean => code === 0x20 || code === 0x2e || code === 0x2d || code === 0x2f;
