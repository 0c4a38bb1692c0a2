/*
 * Relaxed canonicalization of DKIM (RFC 6376, section 3.4). Bytes are read as latin1: what is signed are bytes.
 */

const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];
const blockBytes = 65_536;

/** Takes a body in pieces of any size, and gives its relaxed form to `onBlock`; flat in memory whatever its lines are. */
export class RelaxedBody {
  readonly #onBlock: (block: Uint8Array) => void;
  #block = new Uint8Array(blockBytes);
  #length = 0;
  #emptyLines = 0;
  #hasContent = false;
  #hasBlank = false;
  #hasReturn = false;

  /** A block is only valid during the call. */
  constructor(onBlock: (block: Uint8Array) => void) {
    this.#onBlock = onBlock;
  }

  add(piece: Uint8Array): void {
    for (const byte of piece) {
      if (this.#hasReturn) {
        this.#hasReturn = false;
        if (byte === lineFeed) {
          this.#endLine();
          continue;
        }
        this.#content(carriageReturn);
      }
      if (byte === carriageReturn) this.#hasReturn = true;
      else if (byte === space || byte === tab) this.#hasBlank = true;
      else this.#content(byte);
    }
  }

  /** A last line without an end gets one; empty lines at the end do not count. */
  end(): void {
    if (this.#hasReturn) this.#content(carriageReturn);
    if (this.#hasContent) this.#lineEnd();
    this.#flush();
  }

  #endLine(): void {
    if (this.#hasContent) this.#lineEnd();
    else this.#emptyLines += 1;
    this.#hasContent = false;
    this.#hasBlank = false;
  }

  #content(byte: number): void {
    for (; this.#emptyLines > 0; this.#emptyLines -= 1) this.#lineEnd();
    if (this.#hasBlank) this.#put(space);
    this.#hasBlank = false;
    this.#hasContent = true;
    this.#put(byte);
  }

  #lineEnd(): void {
    this.#put(carriageReturn);
    this.#put(lineFeed);
  }

  #put(byte: number): void {
    this.#block[this.#length++] = byte;
    if (this.#length === blockBytes) this.#flush();
  }

  #flush(): void {
    if (this.#length > 0) this.#onBlock(this.#block.subarray(0, this.#length));
    this.#length = 0;
  }
}

export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** With its line end, as it came. */
  readonly raw: string;
}

/** The fields of a header, in order; what is no field is left out. */
export function headerFields(header: string): HeaderField[] {
  return [...header.matchAll(/^([!-9;-~]+)[ \t]*:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*/gm)].map((match) => ({
    name: match[1]!.toLowerCase(),
    raw: match[0],
  }));
}

/** One field in relaxed form, without its line end. */
export function relaxedField(raw: string): string {
  const colon = raw.indexOf(":");
  const value = raw
    .slice(colon + 1)
    .replaceAll("\r\n", "")
    .replaceAll(/[ \t]+/g, " ")
    .trim();
  return `${raw.slice(0, colon).trim().toLowerCase()}:${value}`;
}
