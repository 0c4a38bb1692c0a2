import type { Bytes } from "#/kernel/index.ts";
import { view } from "#/kernel/index.ts";

type Note = (anomaly: string) => void;

/** Undoes a content transfer encoding (RFC 2045, section 6) as the bytes come by. Broken input gives what can be had. */
export function decodeTransfer(encoding: string, source: AsyncIterable<Bytes>, note: Note): AsyncIterable<Bytes> {
  if (encoding === "base64") return decodeBase64(source, note);
  if (encoding === "quoted-printable") return decodeQuotedPrintable(source, note);
  if (!["", "7bit", "8bit", "binary"].includes(encoding)) note("transfer-encoding-unknown");
  return source;
}

const base64Value = new Uint8Array(256);
for (const [value, character] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries()) {
  base64Value[character.charCodeAt(0)] = value + 1;
}
base64Value["-".charCodeAt(0)] = 63;
base64Value["_".charCodeAt(0)] = 64;

async function* decodeBase64(source: AsyncIterable<Bytes>, note: Note): AsyncGenerator<Bytes> {
  let bits = 0;
  let bitCount = 0;
  let broken = false;
  for await (const piece of source) {
    const out = Buffer.allocUnsafe(Math.ceil((piece.byteLength * 3) / 4) + 3);
    let length = 0;
    for (const byte of piece) {
      const value = base64Value[byte]!;
      if (value === 0) {
        if (byte === 0x3d) {
          // Padding ends a run: what follows, if anything does, begins anew.
          bits = 0;
          bitCount = 0;
        } else if (byte > 0x20) broken = true;
        continue;
      }
      bits = ((bits << 6) | (value - 1)) & 0xff_ffff;
      bitCount += 6;
      if (bitCount >= 8) {
        bitCount -= 8;
        out[length] = (bits >> bitCount) & 0xff;
        length += 1;
      }
    }
    if (length > 0) yield out.subarray(0, length);
  }
  if (broken) note("base64-broken");
  else if (bitCount >= 6) note("base64-truncated");
}

const hexValue = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/** An escape or the white space before a line end may be cut by the edge of a piece; that much is carried over. */
const carriedBytes = 1_000;

/** True when what stands at `end` can't be told yet: nothing is there, or a carriage return whose line feed may follow. */
const isCut = (input: Buffer, end: number): boolean =>
  end >= input.length || (input[end] === 0x0d && end + 1 === input.length);

async function* decodeQuotedPrintable(source: AsyncIterable<Bytes>, note: Note): AsyncGenerator<Bytes> {
  let carried: Buffer = Buffer.alloc(0);
  let broken = false;
  const decode = (input: Buffer, final: boolean): Buffer => {
    const out = Buffer.allocUnsafe(input.length);
    let length = 0;
    let at = 0;
    carried = Buffer.alloc(0);
    while (at < input.length) {
      const byte = input[at]!;
      if (byte === 0x20 || byte === 0x09) {
        let end = at;
        while (input[end] === 0x20 || input[end] === 0x09) end += 1;
        if (isCut(input, end) && !final && end - at < carriedBytes) {
          carried = input.subarray(at);
          break;
        }
        const atLineEnd =
          input[end] === 0x0a || (input[end] === 0x0d && input[end + 1] === 0x0a) || (final && end === input.length);
        if (!atLineEnd) length += input.copy(out, length, at, end);
        at = end;
      } else if (byte !== 0x3d) {
        out[length] = byte;
        length += 1;
        at += 1;
      } else {
        let end = at + 1;
        while (input[end] === 0x20 || input[end] === 0x09) end += 1;
        const incomplete = isCut(input, end) || (end === at + 1 && end + 1 === input.length && input[end] !== 0x0a);
        if (incomplete && !final && input.length - at < carriedBytes) {
          carried = input.subarray(at);
          break;
        }
        const high = hexValue(input[at + 1]);
        const low = hexValue(input[at + 2]);
        if (high >= 0 && low >= 0) {
          out[length] = high * 16 + low;
          length += 1;
          at += 3;
        } else if (input[end] === 0x0a) at = end + 1;
        else if (input[end] === 0x0d) at = end + (input[end + 1] === 0x0a ? 2 : 1);
        else if (end >= input.length) at = end;
        else {
          broken = true;
          out[length] = byte;
          length += 1;
          at += 1;
        }
      }
    }
    return out.subarray(0, length);
  };
  for await (const piece of source) {
    const decoded = decode(carried.length > 0 ? Buffer.concat([carried, piece]) : view(piece), false);
    if (decoded.length > 0) yield decoded;
  }
  const last = decode(carried, true);
  if (last.length > 0) yield last;
  if (broken) note("quoted-printable-broken");
}
