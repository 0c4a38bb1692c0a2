/** How far behind the newest unit a finding may begin: more than the recogniser holds back. */
const keptUnits = 512 * 1024;

export interface Place {
  /** From 1, as editors count. */
  readonly line: number;
  readonly column: number;
}

/** The end of a text that goes by, to say of findings in it what they are and where. */
export class RecentText {
  #text = "";
  #base = 0;
  /** Ends of lines before `#base`, and where the line begins that `#base` is in. */
  #lines = 0;
  #lineStart = 0;

  push(text: string): void {
    this.#text += text;
    const over = this.#text.length - keptUnits * 2;
    if (over <= 0) return;
    const cut = this.#text.length - keptUnits;
    for (let at = this.#text.indexOf("\n"); at >= 0 && at < cut; at = this.#text.indexOf("\n", at + 1)) {
      this.#lines += 1;
      this.#lineStart = this.#base + at + 1;
    }
    this.#text = this.#text.slice(cut);
    this.#base += cut;
  }

  slice(start: number, end: number): string {
    return this.#text.slice(Math.max(0, start - this.#base), Math.max(0, end - this.#base));
  }

  /** Of places that ascend; one before what is kept counts as the beginning of that. */
  placeOf(unit: number): Place {
    const wanted = Math.max(0, unit - this.#base);
    let line = this.#lines;
    let lineStart = this.#lineStart;
    for (let at = this.#text.indexOf("\n"); at >= 0 && at < wanted; at = this.#text.indexOf("\n", at + 1)) {
      line += 1;
      lineStart = this.#base + at + 1;
    }
    return { line: line + 1, column: Math.max(unit, this.#base) - lineStart + 1 };
  }
}
