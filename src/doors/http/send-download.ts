import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { contentDisposition, safeType } from "./download.ts";
import type { Download, StreamedDownload } from "./handler.ts";

/**
 * Streams a download at the client's pace. A whole file is 200, a part 206. Saved, never shown (but for
 * pictures, whose bytes were looked at): `attachment`, no sniffing, and (but for a logo) kept in no cache. For HEAD there is no content to stream, and the length stays that of the file.
 */
export function sendDownload(reply: FastifyReply, file: Download | StreamedDownload): FastifyReply {
  if ("stream" in file)
    return reply
      .header("content-type", safeType(file.type))
      .header("content-disposition", contentDisposition(file.name, "attachment"))
      .header("cache-control", "no-store")
      .send(Readable.from(file.stream, { objectMode: false }));
  const { start, end } = file.range;
  const isWhole = start === 0 && end === file.sizeBytes;
  reply
    .code(isWhole ? 200 : 206)
    .header("content-type", safeType(file.type))
    .header("content-disposition", contentDisposition(file.name, file.shown ? "inline" : "attachment"))
    .header("content-length", end - start)
    .header("accept-ranges", "bytes")
    .header("etag", file.etag)
    .header("cache-control", file.keptSeconds === undefined ? "no-store" : `private, max-age=${file.keptSeconds}`);
  if (!isWhole) reply.header("content-range", `bytes ${start}-${end - 1}/${file.sizeBytes}`);
  return reply.send(Readable.from(file.content, { objectMode: false }));
}
