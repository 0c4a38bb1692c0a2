import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { programDirectory } from "#/config.ts";
import { say } from "#/words/index.ts";
import { sendAbsentPage, wantsPage } from "./absent-page.ts";
import { languageFor } from "./language.ts";
import { type PageFile, readPageFiles } from "./page-files.ts";
import { escapeHtml, plainStyles, plainStylesPath, sendPlainPage } from "./plain-page.ts";
import { pagePolicy, previewPolicy } from "./security-headers.ts";

/** Where `node web/build.ts` puts the pages. */
export const builtPages = join(programDirectory, "web/dist");

type Encoding = "br" | "gzip";

function encodingFor(header: string | undefined, file: PageFile): Encoding | undefined {
  const accepted = new Set(
    (header ?? "")
      .toLowerCase()
      .split(",")
      .map((part) => part.trim().split(/\s*;\s*/))
      .filter(([, quality]) => !quality || Number(quality.replace(/^q=/, "")) > 0)
      .map(([name]) => name),
  );
  if (file.brotli && accepted.has("br")) return "br";
  return file.gzip && accepted.has("gzip") ? "gzip" : undefined;
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
  policy: string = pagePolicy,
): FastifyReply {
  const isPage = file.type.startsWith("text/html");
  reply.header("content-type", file.type).header("etag", file.etag).header("vary", "accept-encoding");
  reply.header(
    "cache-control",
    isPage ? "no-store" : file.immutable ? "public, max-age=31536000, immutable" : "public, max-age=3600",
  );
  if (isPage) reply.header("content-security-policy", policy);
  if (isPage && policy === previewPolicy) reply.header("x-frame-options", "SAMEORIGIN");
  if (!isPage && request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  const encoding = encodingFor(request.headers["accept-encoding"], file);
  if (encoding) reply.header("content-encoding", encoding);
  return reply.send(encoding === "br" ? file.brotli : encoding === "gzip" ? file.gzip : file.plain);
}

function sendUnbuilt(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageFor(request.headers["accept-language"]);
  return sendPlainPage(reply, {
    status: 503,
    language,
    title: say(language, "page.unbuilt_title"),
    body: `<p>${escapeHtml(say(language, "page.unbuilt_text"))}</p>`,
  });
}

/** Paths that never belong to the members' pages, whatever asks. */
const notPages = /^\/(?:api|dav|health|metrics|outbox|m|guest|preview|assets)(?:\/|$)/;

/**
 * The built pages: the guest's at `/m/<id>` and `/check`, the members' at every other address that a browser opens, and their files.
 * A page is the same for everybody and knows nothing: opening one reads no database and marks nothing.
 */
export async function registerPages(server: FastifyInstance, directory: string): Promise<void> {
  const app = await readPageFiles(join(directory, "app"));
  const guest = await readPageFiles(join(directory, "guest"));
  const preview = await readPageFiles(join(directory, "preview"));
  const index = (files: ReadonlyMap<string, PageFile>) => (request: FastifyRequest, reply: FastifyReply) => {
    const file = files.get("index.html");
    return file ? sendFile(request, reply, file) : sendUnbuilt(request, reply);
  };

  server.get("/m", index(guest));
  server.get("/check", index(guest));
  server.get("/m/:linkId", index(guest));
  server.get(plainStylesPath, (_request, reply) =>
    reply
      .header("content-type", "text/css; charset=utf-8")
      .header("cache-control", "public, max-age=31536000, immutable")
      .send(plainStyles),
  );
  server.get("/guest/*", (request, reply) => {
    const file = guest.get((request.params as { "*": string })["*"]);
    return file && !file.type.startsWith("text/html") ? sendFile(request, reply, file) : sendAbsentPage(request, reply);
  });
  server.get("/preview/*", (request, reply) => {
    const file = preview.get((request.params as { "*": string })["*"]);
    if (!file) return sendAbsentPage(request, reply);
    // A frame without an origin asks as a stranger: what it loads is program, the same for everybody.
    reply.header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");
    return sendFile(request, reply, file, previewPolicy);
  });
  server.get("/*", (request, reply) => {
    const path = (request.params as { "*": string })["*"];
    const file = app.get(path);
    if (file && path !== "index.html") return sendFile(request, reply, file);
    const isPage = path === "" || (!notPages.test(`/${path}`) && !path.includes(".") && wantsPage(request));
    return isPage ? index(app)(request, reply) : sendAbsentPage(request, reply);
  });
}
