import type { ExtractedPart, ExtractionLimits, NestedOutcome, Outcome } from "./types.ts";

/** Why reading one file stopped. */
export class Unreadable extends Error {
  readonly outcome: Exclude<Outcome, "text" | "off">;

  constructor(outcome: Exclude<Outcome, "text" | "off">) {
    super(outcome);
    this.outcome = outcome;
  }
}

/** The bound on text is reached: all that was read stays, nothing more is. */
export class Enough extends Error {}

/** Counts what a file asks for, however its parts are nested, and takes the text. */
export class Reading {
  readonly unread: NestedOutcome[] = [];
  readonly #limits: ExtractionLimits;
  #textLeft: number;
  #inflatedLeft: number;
  #entriesLeft: number;
  partCount = 0;
  readonly #onPart: (part: ExtractedPart) => void;

  constructor(limits: ExtractionLimits, onPart: (part: ExtractedPart) => void) {
    this.#limits = limits;
    this.#onPart = onPart;
    this.#textLeft = limits.textLength;
    this.#inflatedLeft = limits.inflatedBytes;
    this.#entriesLeft = limits.entries;
  }

  /** What may still be decompressed. */
  get inflatedLeft(): number {
    return this.#inflatedLeft;
  }

  countInflated(sizeBytes: number): void {
    this.#inflatedLeft -= sizeBytes;
    if (this.#inflatedLeft < 0) throw new Unreadable("too-large");
  }

  countEntry(): void {
    this.#entriesLeft -= 1;
    if (this.#entriesLeft < 0) throw new Unreadable("too-large");
  }

  assertDepth(depth: number): void {
    if (depth > this.#limits.depth) throw new Unreadable("too-large");
  }

  /** @throws Enough at the bound, after taking what still fits. */
  take(name: string, text: string): void {
    const tidy = text.trim();
    if (tidy === "") return;
    const fits = tidy.slice(0, this.#textLeft);
    this.#textLeft -= fits.length;
    if (fits !== "") {
      this.partCount += 1;
      this.#onPart({ name, text: fits });
    }
    if (this.#textLeft <= 0 || this.partCount >= this.#limits.parts) throw new Enough();
  }

  note(name: string, outcome: NestedOutcome["outcome"]): void {
    if (this.unread.length < this.#limits.entries) this.unread.push({ name, outcome });
  }
}

/** A file, or one within a file. */
export interface Source {
  readonly bytes: Buffer;
  /** Path as people would write it; empty for the file itself. */
  readonly path: string;
  readonly depth: number;
}

export const within = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

/** Reads one file into the reading; `nested` reads what is in it, whatever that is. */
export type Reader = (
  source: Source,
  reading: Reading,
  nested: (inner: Source & { readonly name: string; readonly mediaType?: string }) => Promise<void>,
) => void | Promise<void>;
