/** Charsets that `TextDecoder` does not know and that still come in mail. */

/** RFC 2152. What is no base64 between `+` and `-` stays as it is. */
export function decodeUtf7(bytes: Buffer): string {
  return bytes.toString("latin1").replaceAll(/\+([A-Za-z0-9+/]*)-?/g, (whole: string, encoded: string) => {
    if (encoded === "") return whole === "+-" ? "+" : whole;
    const units = Buffer.from(encoded, "base64");
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString("utf16le");
  });
}

const korean = new TextDecoder("euc-kr");
const chinese = new TextDecoder("gbk");

/** RFC 1557: SO and SI switch between ASCII and KS X 1001, which is EUC-KR without its high bits. */
export function decodeIso2022Kr(bytes: Buffer): string {
  const plain: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0x0e) shifted = true;
    else if (byte === 0x0f) shifted = false;
    else if (byte === 0x1b && bytes[at + 1] === 0x24 && bytes[at + 2] === 0x29 && bytes[at + 3] === 0x43) at += 3;
    else {
      if (byte === 0x0a) shifted = false;
      plain.push(shifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte);
    }
  }
  return korean.decode(Uint8Array.from(plain));
}

/** RFC 1843: `~{` and `~}` switch between ASCII and GB 2312. */
export function decodeHz(bytes: Buffer): string {
  const plain: number[] = [];
  let shifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    const next = bytes[at + 1];
    if (byte === 0x7e && next === 0x7b) {
      shifted = true;
      at += 1;
    } else if (byte === 0x7e && next === 0x7d) {
      shifted = false;
      at += 1;
    } else if (byte === 0x7e && next === 0x7e && !shifted) {
      plain.push(byte);
      at += 1;
    } else {
      if (byte === 0x0a) shifted = false;
      plain.push(shifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte);
    }
  }
  return chinese.decode(Uint8Array.from(plain));
}

export function decodeUtf32(bytes: Buffer, name: string): string {
  const marked = bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfeff;
  const little = name.endsWith("le") || (name === "utf-32" && marked);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    pieces.push(point <= 0x10_ffff ? String.fromCodePoint(point) : "\uFFFD");
  }
  return pieces.join("");
}
