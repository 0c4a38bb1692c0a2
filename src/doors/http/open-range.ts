import type { FastifyRequest } from "fastify";
import { type ByteRange, chosenRange } from "./download.ts";
import type { Download } from "./handler.ts";

/**
 * Opens a file for what the request asks: a part of it by `Range`, the whole when the part was to be of another version
 * (`If-Range`, RFC 9110, section 13.1.5).
 */
export async function openedFor(
  request: FastifyRequest,
  open: (range?: (sizeBytes: number) => ByteRange | undefined) => Promise<Download>,
): Promise<Download> {
  const { range } = request.headers;
  if (range === undefined) return open();
  const file = await open((sizeBytes) => chosenRange(range, sizeBytes));
  const condition = request.headers["if-range"];
  return condition === undefined || condition === file.etag ? file : open();
}
