import type { FastifyRequest } from "fastify";
import type { Language } from "#/contract/index.ts";
import type { Speech } from "#/words/index.ts";
import { languageFor } from "./language.ts";

const languages = new WeakMap<FastifyRequest, Language>();

/** The person's own language, once it is known who asks; it goes before what the browser says. */
export const rememberLanguage = (request: FastifyRequest, language: Language): void =>
  void languages.set(request, language);

/** In which language to answer this request. */
export const languageOf = (request: FastifyRequest): Language =>
  languages.get(request) ?? languageFor(request.headers["accept-language"]);

/** The same, in the Belgian variant where the browser asks for that. */
export function speechFor(request: FastifyRequest): Speech {
  const language = languageOf(request);
  const isBelgian = /(?:^|[,\s])nl-be\b/i.test(request.headers["accept-language"]?.slice(0, 500) ?? "");
  return language === "nl" && isBelgian ? "nl-BE" : language;
}
