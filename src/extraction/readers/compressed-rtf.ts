const dictionary = Buffer.from(
  String.raw`{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
    "\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx",
  "latin1",
);
const largestBytes = 32 * 2 ** 20;
const uncompressed = 0x414c454d;

/** The window of 4 KiB that begins with common words of RTF, and what came out of it. */
class Window {
  readonly #window = Buffer.alloc(4096);
  readonly #out: Buffer;
  #at = dictionary.length;
  #written = 0;

  constructor(sizeBytes: number) {
    this.#out = Buffer.alloc(sizeBytes);
    dictionary.copy(this.#window);
  }

  get isFull(): boolean {
    return this.#written >= this.#out.length;
  }

  get result(): Buffer {
    return this.#out.subarray(0, this.#written);
  }

  put(byte: number): void {
    this.#window[this.#at] = byte;
    this.#at = (this.#at + 1) & 4095;
    if (!this.isFull) this.#out[this.#written++] = byte;
  }

  /** Gives false at the mark of the end: a reference to where the window stands. */
  repeat(reference: number): boolean {
    const begin = reference >> 4;
    if (begin === this.#at) return false;
    for (let step = 0; step < (reference & 15) + 2; step++) this.put(this.#window[(begin + step) & 4095]!);
    return true;
  }
}

/** RTF as Outlook keeps it ([MS-OXRTFCP]); what is broken gives what came before. */
export function decompressRtf(bytes: Buffer): Buffer {
  if (bytes.length < 16) return Buffer.alloc(0);
  const sizeBytes = Math.min(bytes.readUInt32LE(4), largestBytes);
  if (bytes.readUInt32LE(8) === uncompressed) return bytes.subarray(16, 16 + sizeBytes);
  const window = new Window(sizeBytes);
  let from = 16;
  while (from < bytes.length && !window.isFull) {
    const control = bytes[from++]!;
    for (let bit = 0; bit < 8 && from < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) window.put(bytes[from++]!);
      else {
        if (from + 2 > bytes.length || !window.repeat(bytes.readUInt16BE(from))) return window.result;
        from += 2;
      }
    }
  }
  return window.result;
}
