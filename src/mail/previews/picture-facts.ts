import { type Bytes, view } from "#/kernel/index.ts";

/** What a picture is, by its own bytes and not by what somebody called it. */
export interface PictureFacts {
  readonly type: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  readonly widthPx: number;
  readonly heightPx: number;
}

const ascii = (head: Buffer, start: number, end: number): string => head.toString("latin1", start, end);

function webp(head: Buffer): Omit<PictureFacts, "type"> | undefined {
  if (head.byteLength < 30) return undefined;
  switch (ascii(head, 12, 16)) {
    case "VP8X":
      return { widthPx: head.readUIntLE(24, 3) + 1, heightPx: head.readUIntLE(27, 3) + 1 };
    case "VP8 ":
      return { widthPx: head.readUInt16LE(26) & 0x3fff, heightPx: head.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = head.readUInt32LE(21);
      return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
    }
    default:
      return undefined;
  }
}

/** Frame headers (ITU-T T.81, B.2.2): all SOFn but DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpeg(head: Buffer): Omit<PictureFacts, "type"> | undefined {
  let at = 2;
  while (at + 9 < head.byteLength && head[at] === 0xff) {
    const marker = head[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return { heightPx: head.readUInt16BE(at + 5), widthPx: head.readUInt16BE(at + 7) };
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Reads the beginning of a file; undefined when it is no picture that we show, or does not say how large it is. */
export function pictureFacts(bytes: Bytes): PictureFacts | undefined {
  const head = view(bytes);
  if (head.byteLength < 24) return undefined;
  const found = (type: PictureFacts["type"], size: Omit<PictureFacts, "type"> | undefined) =>
    size && size.widthPx > 0 && size.heightPx > 0 ? { type, ...size } : undefined;
  if (ascii(head, 0, 8) === "\x89PNG\r\n\x1a\n" && ascii(head, 12, 16) === "IHDR")
    return found("image/png", { widthPx: head.readUInt32BE(16), heightPx: head.readUInt32BE(20) });
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6)))
    return found("image/gif", { widthPx: head.readUInt16LE(6), heightPx: head.readUInt16LE(8) });
  if (head[0] === 0xff && head[1] === 0xd8) return found("image/jpeg", jpeg(head));
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return found("image/webp", webp(head));
  return undefined;
}
