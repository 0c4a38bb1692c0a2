import { createHash } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";
import type { Download } from "./handler.ts";

const etagOf = (bytes: Bytes): string => `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;

async function* once(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

export const pdfDownload = (name: string, bytes: Bytes): Download => ({
  name,
  type: "application/pdf",
  sizeBytes: bytes.byteLength,
  etag: etagOf(bytes),
  range: { start: 0, end: bytes.byteLength },
  content: once(bytes),
});

/** Pages ask for it with a name that changes when the picture does, so browsers may keep it. */
const keptSeconds = 86_400;

export const logoDownload = (png: Bytes): Download => ({
  name: "logo.png",
  type: "image/png",
  shown: true,
  keptSeconds,
  sizeBytes: png.byteLength,
  etag: etagOf(png),
  range: { start: 0, end: png.byteLength },
  content: once(png),
});
