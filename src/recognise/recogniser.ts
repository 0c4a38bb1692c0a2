import { type Candidate, type Reading, settle } from "./reading.ts";
import { Passages } from "./passages.ts";
import { readEmails } from "./rules/email.ts";
import { type KnownNames, knownNamesOf, readKnownName } from "./rules/known-names.ts";
import { readName, readReversedName, readSignature } from "./rules/names.ts";
import { readLabelledSecrets } from "./rules/labelled-secrets.ts";
import { readUrlSecrets } from "./rules/secrets.ts";
import { readToken } from "./rules/tokens.ts";
import { Surroundings } from "./surroundings.ts";
import type { TableHead } from "./table-heads.ts";
import type { Finding, RecogniseOptions } from "./types.ts";
import { vocabulary } from "./vocabulary/index.ts";
import { casing, marginAfter, marginBefore, ownedUnits, TextWindow, tokenKind } from "./window.ts";

/** Longer than anything that is found: what lies farther off can't be laid over what a window owns. */
const reachUnits = 1_024;

/** Reading a window is one synchronous act that leaves nothing behind, so all recognisers share one. */
const sharedWindow = new TextWindow();

/**
 * Reads a text of any length in windows of 64 Ki units that overlap; each finding belongs to the window that its first unit
 * lies in. Where the windows are cut does not depend on how the text arrives. Memory and time a unit are bounded.
 */
export class Recogniser {
  readonly #dictionary = vocabulary();
  readonly #minimum: number;
  readonly #names: KnownNames;
  readonly #passages = new Passages(this.#dictionary);
  #text = "";
  /** Where `#text` begins, and where what is not yet read begins, in the whole. */
  #base = 0;
  #owned = 0;
  #end = 0;
  #head: TableHead | undefined;

  constructor(options: RecogniseOptions = {}) {
    this.#minimum = options.minimumConfidence ?? 0.5;
    this.#names = knownNamesOf(options.names ?? []);
  }

  /** More of the text. @returns what became certain with it; values in the order of the text, passages when they are over */
  push(text: string): Finding[] {
    this.#text += text;
    this.#end += text.length;
    const found: Finding[] = [];
    while (this.#end - this.#owned >= ownedUnits + marginAfter) found.push(...this.#read());
    return found;
  }

  /** The text is complete. */
  end(): Finding[] {
    const found: Finding[] = [];
    while (this.#owned < this.#end) found.push(...this.#read());
    found.push(...this.#passages.end().filter((each) => each.confidence >= this.#minimum));
    return found;
  }

  #read(): Finding[] {
    const window = sharedWindow;
    const from = Math.max(0, this.#owned - marginBefore);
    const ownedEnd = Math.min(this.#owned + ownedUnits, this.#end);
    const to = Math.min(ownedEnd + marginAfter, this.#end);
    window.isFirst = from === 0;
    window.read(this.#text, from - this.#base, to - this.#base, this.#base, this.#dictionary);
    const near = new Surroundings(window, this.#dictionary, this.#head);
    const candidates: Candidate[] = [];
    const reading: Reading = {
      window,
      near,
      dictionary: this.#dictionary,
      knownNames: this.#names,
      lastBirth: 0,
      add: (kind, start, end, confidence, reasons) => {
        if (confidence >= this.#minimum) candidates.push({ kind, start, end, confidence, reasons });
      },
    };
    const last = window.tokenAt(window.placeOf(ownedEnd + reachUnits));
    let nextName = 0;
    for (let token = window.tokenAt(window.placeOf(this.#owned - reachUnits)); token < last; token += 1) {
      readToken(reading, token);
      if (window.kinds[token] !== tokenKind.word || window.casings[token] === casing.lower) continue;
      if (this.#names.size > 0) readKnownName(reading, token);
      if (token >= nextName) nextName = readName(reading, token);
      readReversedName(reading, token);
    }
    for (const token of near.closings) readSignature(reading, token);
    readEmails(reading);
    readUrlSecrets(reading);
    readLabelledSecrets(reading, window.placeOf(this.#owned - reachUnits), window.placeOf(ownedEnd));
    const first = this.#owned;
    const about = this.#passages
      .read(window, near.topics, window.placeOf(this.#owned), window.placeOf(ownedEnd))
      .filter((each) => each.confidence >= this.#minimum);
    const found = settle(candidates)
      .map(({ kind, start, end, confidence, reasons }) => ({
        kind,
        start: window.startOf(start),
        end: window.endOf(end),
        confidence: Math.round(confidence * 100) / 100,
        reasons,
      }))
      .filter(({ start }) => start >= first && start < ownedEnd);
    const nextFrom = ownedEnd - marginBefore;
    this.#head = near.headAt(window.placeOf(nextFrom));
    this.#owned = ownedEnd;
    if (nextFrom > this.#base) {
      this.#text = this.#text.slice(nextFrom - this.#base);
      this.#base = nextFrom;
    }
    return [...found, ...about];
  }
}

/** All findings in a text, in its order. Time grows with its length alone. */
export function recognise(text: string, options: RecogniseOptions = {}): Finding[] {
  const recogniser = new Recogniser(options);
  const found = recogniser.push(text);
  found.push(...recogniser.end());
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end);
}
