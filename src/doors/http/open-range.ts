import type { FastifyRequest } from "fastify";
import type { OpenedFile, Opening } from "#/mail/index.ts";
import { chosenRange } from "./download.ts";

/** What a request may ask of a file that can't be read in parts: all, or only what it is (HEAD). */
export const openingOf = (request: FastifyRequest): Pick<Opening, "peek"> => ({ peek: request.method === "HEAD" });

/**
 * Opens a file for what the request asks: a part of it by `Range`, the whole when the part was to be of another version
 * (`If-Range`, RFC 9110, section 13.1.5), only what it is by HEAD.
 */
export async function openedFor(
  request: FastifyRequest,
  open: (opening: Opening) => Promise<OpenedFile>,
): Promise<OpenedFile> {
  const { range, "if-range": condition } = request.headers;
  const opening = openingOf(request);
  if (range === undefined || opening.peek) return open(opening);
  const file = await open({ range: (sizeBytes) => chosenRange(range, sizeBytes) });
  return condition === undefined || condition === file.etag ? file : open(opening);
}
