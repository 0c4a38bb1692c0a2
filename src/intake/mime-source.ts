import type { Bytes } from "#/kernel/index.ts";
import { view } from "#/kernel/index.ts";
import type { Budget } from "./limits.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dash = 0x2d;
const nothing = Buffer.alloc(0);
const delimiterStart = Buffer.from("\n--", "latin1");
/** RFC 2046 allows 70 characters; the rest is for those who do not care, and for padding behind it. */
const delimiterLineBytes = 1_000;

/** Small pieces of a slow network are gathered up to this, so that each costs little. */
const minimumFillBytes = 16_384;

/** Where a body ended: at a delimiter of the multipart at `level` (0 is the outermost), or with the mail. */
export interface Stop {
  readonly level: number;
  readonly closed: boolean;
}

export type Stopped = Stop | "end";

/**
 * Reads a mail once, from front to back, and holds no more of it than a header block or a chunk.
 * Bodies are cut at the delimiter lines of the multiparts that are open (RFC 2046, section 5.1.1).
 */
export class MimeSource {
  readonly #source: AsyncIterator<Bytes>;
  readonly #budget: Budget;
  readonly boundaries: string[] = [];
  #held: Buffer = nothing;
  #ended = false;

  constructor(source: AsyncIterable<Bytes>, budget: Budget) {
    this.#source = source[Symbol.asyncIterator]();
    this.#budget = budget;
  }

  /** Lets go of the source in the middle. */
  async giveUp(): Promise<void> {
    await this.#source.return?.();
  }

  /** Fetches at least as much as is held, so that small pieces cost no quadratic copying. */
  async #fill(): Promise<boolean> {
    if (this.#ended) return false;
    const pieces = [this.#held];
    let gatheredBytes = 0;
    while (gatheredBytes < Math.max(minimumFillBytes, this.#held.length)) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
        break;
      }
      this.#budget.countBytes(next.value.byteLength);
      gatheredBytes += next.value.byteLength;
      pieces.push(view(next.value));
    }
    if (gatheredBytes > 0)
      this.#held = pieces.length === 2 && this.#held.length === 0 ? pieces[1]! : Buffer.concat(pieces);
    return gatheredBytes > 0;
  }

  /** The next line with its end, or undefined at the end of the mail. Refuses lines over the header's bound. */
  async #line(usedBytes: number): Promise<Buffer | undefined> {
    let from = 0;
    for (;;) {
      const end = this.#held.indexOf(lineFeed, from);
      if (end >= 0) {
        const line = this.#held.subarray(0, end + 1);
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      from = this.#held.length;
      this.#budget.checkHeader(usedBytes + this.#held.length, 0);
      if (!(await this.#fill())) break;
    }
    if (this.#held.length === 0) return undefined;
    const line = this.#held;
    this.#held = nothing;
    return line;
  }

  /**
   * The lines of a header block up to the empty line, without it. `stopped` is set when a delimiter or the end came
   * first. A line that cannot be of a header starts the body at once: nothing of it is lost.
   */
  async header(): Promise<{ lines: Buffer[]; stopped: Stopped | undefined }> {
    const lines: Buffer[] = [];
    let sizeBytes = 0;
    for (;;) {
      const line = await this.#line(sizeBytes);
      if (line === undefined) return { lines, stopped: "end" };
      const stop = this.#stopAt(line);
      if (stop !== undefined) return { lines, stopped: stop };
      if (line[0] === lineFeed || (line[0] === carriageReturn && line[1] === lineFeed))
        return { lines, stopped: undefined };
      if (!couldBeHeader(line, lines.length > 0) && !(isLoneName(line) && (await this.#nextIsFolded()))) {
        this.#budget.note("header-without-end");
        this.#held = Buffer.concat([line, this.#held]);
        return { lines, stopped: undefined };
      }
      sizeBytes += line.length;
      lines.push(line);
      this.#budget.checkHeader(sizeBytes, lines.length);
    }
  }

  async #nextIsFolded(): Promise<boolean> {
    if (this.#held.length === 0) await this.#fill();
    return this.#held[0] === 0x20 || this.#held[0] === 0x09;
  }

  /** The bytes of a body. The line end before a delimiter belongs to the delimiter. */
  async *body(): AsyncGenerator<Bytes, Stopped> {
    if (this.boundaries.length === 0) return yield* this.#rest();
    let atStart = true;
    let searched = 0;
    for (;;) {
      const found = atStart && startsDelimiter(this.#held) ? -1 : this.#held.indexOf(delimiterStart, searched);
      if (found < 0 && !(atStart && startsDelimiter(this.#held))) {
        const keepBytes = this.#ended ? 0 : tailThatMayDelimit(this.#held, atStart);
        const safe = this.#held.subarray(0, this.#held.length - keepBytes);
        if (safe.length > 0) {
          this.#held = this.#held.subarray(safe.length);
          atStart = false;
          yield safe;
        }
        searched = 0;
        if (this.#ended && this.#held.length === 0) return "end";
        if (!(await this.#fill()) && this.#held.length === 0) return "end";
        continue;
      }
      const lineStart = found + 1;
      const lineEnd = this.#held.indexOf(lineFeed, lineStart);
      const length = (lineEnd < 0 ? this.#held.length : lineEnd + 1) - lineStart;
      if (lineEnd < 0 && length <= delimiterLineBytes && !this.#ended) {
        const bodyEnd = Math.max(0, endBefore(this.#held, found));
        if (bodyEnd > 0) {
          const safe = this.#held.subarray(0, bodyEnd);
          this.#held = this.#held.subarray(bodyEnd);
          yield safe;
          atStart = false;
        }
        searched = 0;
        await this.#fill();
        continue;
      }
      const stop =
        length <= delimiterLineBytes ? this.#stopAt(this.#held.subarray(lineStart, lineStart + length)) : undefined;
      if (stop === undefined) {
        searched = lineStart;
        if (found < 0) atStart = false;
        continue;
      }
      const last = this.#held.subarray(0, Math.max(0, endBefore(this.#held, found)));
      this.#held = this.#held.subarray(lineStart + length);
      if (last.length > 0) yield last;
      return stop;
    }
  }

  async *#rest(): AsyncGenerator<Bytes, Stopped> {
    do {
      const piece = this.#held;
      this.#held = nothing;
      if (piece.length > 0) yield piece;
    } while (await this.#fill());
    return "end";
  }

  #stopAt(line: Buffer): Stop | undefined {
    if (line[0] !== dash || line[1] !== dash || line.length > delimiterLineBytes) return undefined;
    const text = line.toString("latin1", 2).trimEnd();
    for (let level = this.boundaries.length - 1; level >= 0; level -= 1) {
      const boundary = this.boundaries[level]!;
      if (text === boundary) return { level, closed: false };
      if (text.length === boundary.length + 2 && text.endsWith("--") && text.startsWith(boundary))
        return { level, closed: true };
    }
    return undefined;
  }
}

const startsDelimiter = (held: Buffer): boolean => held[0] === dash && held[1] === dash;

/** Where the body ends when its last line feed is at `found`. */
const endBefore = (held: Buffer, found: number): number =>
  found > 0 && held[found - 1] === carriageReturn ? found - 1 : found;

function tailThatMayDelimit(held: Buffer, atStart: boolean): number {
  const tail = held.toString("latin1", Math.max(0, held.length - 3));
  if (atStart && held.length < 2 && (tail === "" || tail === "-")) return held.length;
  for (const candidate of ["\r\n-", "\n-", "\r\n", "\n", "\r"]) if (tail.endsWith(candidate)) return candidate.length;
  return 0;
}

/** A name whose colon may stand in the folded line below (RFC 5322, section 4.5): a trick to hide a second From. */
const isLoneName = (line: Buffer): boolean =>
  line.length < 80 && /^[\x21-\x39\x3b-\x7e]+[ \t]*\r?\n$/.test(line.toString("latin1"));

/** A field name and a colon, a folded line, or the `From ` line of a mailbox file (which is put up with). */
function couldBeHeader(line: Buffer, hasPrevious: boolean): boolean {
  const first = line[0];
  if (first === 0x20 || first === 0x09) return hasPrevious;
  const colon = line.indexOf(0x3a);
  if (colon > 0) {
    const name = line.toString("latin1", 0, Math.min(colon, 200));
    if (/^[\x21-\x39\x3b-\x7e\x80-\xff]+[ \t]*$/.test(name)) return true;
  }
  return /^>?From /.test(line.toString("latin1", 0, 6));
}
