import type { FastifyRequest } from "fastify";
import { type Bytes, collect, fromUtf8, Refusal } from "#/kernel/index.ts";
import { namesOf } from "./tree.ts";
import { DavStatus } from "./types.ts";
import { malformed, parseXml, type XmlElement, xmlLimits } from "./xml.ts";

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

/** The body as XML; undefined when there is none. @throws Refusal `http.malformed`, `http.too_large`. */
export async function xmlBody(request: FastifyRequest): Promise<XmlElement | undefined> {
  const bytes = await collect(request.raw as AsyncIterable<Bytes>, xmlLimits.bytes);
  if (!bytes) throw new Refusal("too-large", "http.too_large", { limitBytes: xmlLimits.bytes });
  if (bytes.byteLength === 0) return undefined;
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch {
    throw malformed();
  }
  return parseXml(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

/** Reads and drops a body that nobody asked for; one that says something is refused (RFC 4918, section 9.3). */
export async function assertNoBody(request: FastifyRequest): Promise<void> {
  const bytes = await collect(request.raw as AsyncIterable<Bytes>, xmlLimits.bytes);
  if (!bytes || bytes.byteLength > 0) throw new DavStatus(415);
}

export type Depth = "0" | "1" | "infinity";

/** @throws Refusal `http.malformed` for what is no depth. */
export function depthOf(request: FastifyRequest, otherwise: Depth): Depth {
  const text = headerOf(request, "depth")?.trim().toLowerCase();
  if (text === undefined) return otherwise;
  if (text !== "0" && text !== "1" && text !== "infinity") throw malformed();
  return text;
}

/** Whether what is there may be replaced: yes, unless the client says no. */
export const overwrites = (request: FastifyRequest): boolean =>
  headerOf(request, "overwrite")?.trim().toUpperCase() !== "F";

/** Path of an absolute address on this server, or of a bare path. @throws DavStatus 502 for another server. */
export function pathIn(request: FastifyRequest, address: string): string {
  if (address.startsWith("/")) return address.split(/[?#]/)[0]!;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw malformed();
  }
  if (url.host !== request.host) throw new DavStatus(502);
  return url.pathname;
}

/** Names of where a copy or move goes. @throws Refusal `http.malformed`, DavStatus 502. */
export function destinationOf(request: FastifyRequest): string[] {
  const address = headerOf(request, "destination");
  if (address === undefined) throw malformed();
  return namesOf(pathIn(request, address));
}

/** For how long a lock is wished: the first of `Timeout` that is understood, at most an hour. */
export function secondsOf(request: FastifyRequest): number {
  const match = /second-(\d{1,9})/i.exec(headerOf(request, "timeout") ?? "");
  return match ? Number(match[1]) : 3600;
}
