import { type Bytes, Refusal } from "#/kernel/index.ts";

export const damaged = (): Refusal => new Refusal("invalid", "vault.context_wrong");

/** Bytes that grow; whole numbers as LEB128 up to 2^53. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  number(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Characters up to U+00FF, one byte each. */
  text(latin1: string): void {
    this.#room(latin1.length);
    this.#length += this.#bytes.write(latin1, this.#length, "latin1");
  }

  bytes(part: Bytes): void {
    this.#room(part.byteLength);
    this.#bytes.set(part, this.#length);
    this.#length += part.byteLength;
  }

  /** A copy of everything written so far. */
  taken(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }
}

/** Reads what `ByteWriter` wrote; past the end, or a number too large, is a refusal. */
export class ByteReader {
  #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 8; count += 1) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw damaged();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) throw damaged();
        return value;
      }
      scale *= 128;
    }
    throw damaged();
  }

  text(length: number): string {
    return this.part(length).toString("latin1");
  }

  part(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw damaged();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
