import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";
import { languageFor } from "./language.ts";
import { escapeHtml, sendPlainPage } from "./plain-page.ts";

/** Browsers ask for pages; programs do not. */
export const wantsPage = (request: FastifyRequest): boolean => /\btext\/html\b/.test(request.headers.accept ?? "");

/** That there is nothing at an address, and where to go: as a page to browsers, as a problem to programs. */
export function sendAbsentPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!wantsPage(request)) throw new Refusal("absent", "http.absent");
  const language = languageFor(request.headers["accept-language"]);
  return sendPlainPage(reply, {
    status: 404,
    language,
    title: say(language, "page.absent_title"),
    body: `<p>${escapeHtml(say(language, "page.absent_text"))}</p>
<p><a href="/">${escapeHtml(say(language, "page.start"))}</a></p>`,
  });
}
