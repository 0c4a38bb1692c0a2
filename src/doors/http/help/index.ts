import type { FastifyInstance } from "fastify";
import { type Language, languageSchema } from "#/contract/index.ts";
import { say } from "#/words/index.ts";
import { sendAbsentPage } from "../absent-page.ts";
import type { HttpApp } from "../app.ts";
import { languageFor } from "../language.ts";
import { escapeHtml, sendPlainPage } from "../plain-page.ts";
import { pagePolicy } from "../security-headers.ts";
import {
  audiences,
  type Guide,
  guideLanguage,
  helpPath,
  pictures,
  readGuides,
  readPicture,
  readSheet,
} from "./guides.ts";
import { searchGuides } from "./search-guides.ts";

const longestQuestion = 200;
const picturesKeptSeconds = 86_400;
/** As every page, and its search may be sent to the page itself. */
const policy = pagePolicy.replace("form-action 'none'", "form-action 'self'");

const linkTo = ({ name, title }: Guide): string => `<a href="${helpPath}/${name}">${escapeHtml(title)}</a>`;

const searchForm = (language: Language, q: string): string =>
  `<form class="help-search" role="search" action="${helpPath}"><label for="q">${escapeHtml(say(language, "help.search"))}</label>
<input id="q" name="q" type="search" maxlength="${longestQuestion}" value="${escapeHtml(q)}"><button>${escapeHtml(say(language, "help.look"))}</button></form>`;

const listOf = (language: Language, guides: readonly Guide[]): string =>
  audiences
    .map((audience) => {
      const items = guides.filter((guide) => guide.audience === audience).map((guide) => `<li>${linkTo(guide)}</li>`);
      if (audience === "guest")
        items.push(`<li><a href="${sheetPath}">${escapeHtml(say(language, "help.sheet"))}</a></li>`);
      return `<h2>${escapeHtml(say(language, `help.for_${audience}`))}</h2><ul>${items.join("")}</ul>`;
    })
    .join("\n");

function foundOf(language: Language, guides: readonly Guide[], q: string): string {
  const found = searchGuides(guides, q);
  if (found.length === 0)
    return `<p>${escapeHtml(say(language, "help.nothing", { q }))}</p>${listOf(language, guides)}`;
  return found
    .map(({ guide, section, excerpt: [before, word, after] }) => {
      const place = `${helpPath}/${guide.name}${section.id && `#${section.id}`}`;
      return `<article><h2><a href="${place}">${escapeHtml(section.heading)}</a></h2>
<p class="soft">${escapeHtml(guide.title)}</p><p>${escapeHtml(before)}<mark>${escapeHtml(word)}</mark>${escapeHtml(after)}</p></article>`;
    })
    .join("\n");
}

const wayBack = (language: Language): string =>
  `<p><a href="${helpPath}">${escapeHtml(say(language, "help.all"))}</a> · <a href="/">${escapeHtml(say(language, "page.start"))}</a></p>`;

const sheetPath = `${helpPath}/sheet`;
const sheetNames = { nl: "Nederlands", fr: "Français", de: "Deutsch", en: "English" } as const satisfies Record<
  Language,
  string
>;

/** In which languages the sheet for recipients is; left out when it is printed. */
const sheetLinks = (): string =>
  `<p class="not-printed">${Object.entries(sheetNames)
    .map(([language, name]) => `<a href="${sheetPath}?language=${language}" lang="${language}">${name}</a>`)
    .join(" · ")}</p>`;

function registerSheet(server: FastifyInstance): void {
  server.get<{ Querystring: { language?: unknown } }>(sheetPath, (request, reply) => {
    const wished = languageSchema.safeParse(request.query.language).data;
    const language = wished ?? languageFor(request.headers["accept-language"]);
    const { title, body } = readSheet(language);
    return sendPlainPage(reply, { status: 200, language, title, body: `${sheetLinks()}${body}` });
  });
}

/** The guides, with this installation's own address and ports; they open without logging in, and can be searched. */
export function registerHelp(server: FastifyInstance, { config }: Pick<HttpApp, "config">): void {
  const fill = (text: string): string =>
    text
      .replaceAll("mail.example.com", new URL(config.publicUrl).hostname)
      .replaceAll("`2465`", `\`${config.smtpsPort}\``)
      .replaceAll("`2587`", `\`${config.smtpPort}\``);
  const guides = { nl: readGuides("nl", fill), en: readGuides("en", fill) };
  const asked = (header: string | undefined): { language: Language; all: Guide[] } => {
    const language = languageFor(header);
    return { language, all: guides[guideLanguage(language)] };
  };

  server.get<{ Querystring: { q?: unknown } }>(helpPath, (request, reply) => {
    const { language, all } = asked(request.headers["accept-language"]);
    const q = String(request.query.q ?? "")
      .slice(0, longestQuestion)
      .trim();
    const below = q === "" ? listOf(language, all) : foundOf(language, all, q);
    const body = `${searchForm(language, q)}${below}${q === "" ? "" : wayBack(language)}`;
    return sendPlainPage(reply, { status: 200, language, title: say(language, "help.title"), body, policy });
  });
  registerSheet(server);
  server.get<{ Params: { name: string } }>(`${helpPath}/:name`, (request, reply) => {
    const { language, all } = asked(request.headers["accept-language"]);
    const guide = all.find(({ name }) => name === request.params.name);
    if (!guide) return sendAbsentPage(request, reply);
    const body = `${searchForm(language, "")}${guide.body}${wayBack(language)}`;
    const lang = guideLanguage(language);
    return sendPlainPage(reply, { status: 200, language: lang, title: guide.title, body, policy });
  });
  server.get<{ Params: { name: string } }>(`${helpPath}/pictures/:name`, (request, reply) => {
    const { name } = request.params;
    if (!pictures.has(name)) return sendAbsentPage(request, reply);
    return reply
      .header("content-type", "image/png")
      .header("cache-control", `public, max-age=${picturesKeptSeconds}`)
      .send(readPicture(name));
  });
}
