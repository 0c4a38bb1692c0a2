import { BlockList, isIPv4 } from "node:net";
import type { FastifyRequest } from "fastify";
import { type Config, isLoopbackHost } from "#/config.ts";
import { Refusal } from "#/kernel/index.ts";

const forwardingHeaders = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via"] as const;

const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** The client's address; behind a trusted proxy the one that the proxy saw. */
export const addressOf = (request: FastifyRequest): string => withoutMapping(request.ip);

/** True when this very machine asks, and no proxy stands in between that might ask for somebody else. */
export function isFromLoopback(request: FastifyRequest): boolean {
  const direct = forwardingHeaders.every((name) => request.headers[name] === undefined);
  const address = withoutMapping(request.raw.socket.remoteAddress ?? "");
  return direct && isLoopbackHost(address) && isLoopbackHost(request.hostname);
}

/** This machine, or an address that the operator named; never through a proxy, which might ask for anybody. */
export function mayReadMetrics(config: Pick<Config, "metricsFrom">, request: FastifyRequest): boolean {
  if (isFromLoopback(request)) return true;
  if (forwardingHeaders.some((name) => request.headers[name] !== undefined)) return false;
  const address = withoutMapping(request.raw.socket.remoteAddress ?? "");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  return config.metricsFrom.some((range) => {
    const [network = "", bits] = range.split("/");
    if ((isIPv4(network) ? "ipv4" : "ipv6") !== family) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits ?? (family === "ipv4" ? 32 : 128)), family);
    return list.check(address, family);
  });
}

/** True when nobody between client and server can read along: TLS, up to us or to a trusted proxy. */
export const isEncrypted = (request: FastifyRequest): boolean => request.protocol === "https";

/** One host, one way to say where the body ends, and an address of ours: what a proxy before us could read otherwise. */
function isUnambiguous(request: FastifyRequest): boolean {
  const { rawHeaders, httpVersion, headers } = request.raw;
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === "host").length;
  const encoding = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  return hosts <= 1 && (hosts === 1 || httpVersion === "1.0") && encoding === "chunked" && isOurForm(request);
}

/** A whole address in place of a path is what one says to a proxy; then it must name the host that the header names. */
function isOurForm({ raw }: FastifyRequest): boolean {
  const target = raw.url ?? "";
  if (target.startsWith("/") || target === "*") return true;
  return URL.canParse(target) && new URL(target).host === raw.headers.host?.toLowerCase();
}

/**
 * While the installation is local it answers to names of this machine only: a foreign name that was made to point here
 * (DNS rebinding) must not read `/outbox`. Refuses with `http.misdirected`.
 */
export function checkHost(config: Pick<Config, "isLocal">, request: FastifyRequest): void {
  if (!isUnambiguous(request)) throw new Refusal("invalid", "http.malformed");
  if (config.isLocal && !isLoopbackHost(request.hostname)) throw new Refusal("invalid", "http.misdirected");
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** Origins that are ours: the public address, and on this machine whatever loopback name was used. */
function isOwnOrigin(config: Pick<Config, "publicUrl" | "isLocal">, request: FastifyRequest, origin: string): boolean {
  if (origin === config.publicUrl) return true;
  return config.isLocal && origin === originOf(`${request.protocol}://${request.host}`);
}

/**
 * Refuses with `http.cross_site` unless a browser says that the request comes from our own pages: by `Origin`, or where it
 * sends none by `Sec-Fetch-Site`.
 */
export function checkSameOrigin(config: Pick<Config, "publicUrl" | "isLocal">, request: FastifyRequest): void {
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const ownSite = site === undefined || site === "same-origin";
  const own = origin === undefined ? site === "same-origin" : isOwnOrigin(config, request, origin) && ownSite;
  if (!own) throw new Refusal("forbidden", "http.cross_site");
}

/** Refuses with `http.cross_site` what another website loads with the cookie of ours, such as a download by a link. */
export function checkNotFromElsewhere(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    throw new Refusal("forbidden", "http.cross_site");
}

/** True when a browser vouches that a script of our own page asks; other websites and programs can't say so. */
export const isFetchedByOwnPage = (request: FastifyRequest): boolean =>
  request.headers["sec-fetch-site"] === "same-origin" && request.headers["sec-fetch-dest"] === "empty";
