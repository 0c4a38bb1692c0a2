import type { FastifyRequest } from "fastify";
import type { Language } from "#/contract/index.ts";
import { languageFor } from "./language.ts";

const languages = new WeakMap<FastifyRequest, Language>();

/** The person's own language, once it is known who asks; it goes before what the browser says. */
export const rememberLanguage = (request: FastifyRequest, language: Language): void =>
  void languages.set(request, language);

/** In which language to answer this request. */
export const languageOf = (request: FastifyRequest): Language =>
  languages.get(request) ?? languageFor(request.headers["accept-language"]);
