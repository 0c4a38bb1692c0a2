import { createHash } from "node:crypto";
import type { Bytes } from "#/kernel/index.ts";
import type { Download } from "./handler.ts";

async function* once(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** Pages ask for it with a name that changes when the picture does, so browsers may keep it. */
const keptSeconds = 86_400;

export const logoDownload = (png: Bytes): Download => ({
  name: "logo.png",
  type: "image/png",
  shown: true,
  keptSeconds,
  sizeBytes: png.byteLength,
  etag: `"${createHash("sha256").update(png).digest("base64url").slice(0, 22)}"`,
  range: { start: 0, end: png.byteLength },
  content: once(png),
});
