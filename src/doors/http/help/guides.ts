import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import type { Language } from "#/contract/index.ts";
import { type RenderedGuide, renderGuide } from "./render-guide.ts";

export const helpPath = "/help";

/** For whom a guide is, in the order in which they are listed. */
export const audiences = ["member", "guest", "admin", "operator"] as const;

interface Source {
  readonly name: string;
  readonly audience: (typeof audiences)[number];
  readonly nl: string;
  readonly en: string;
}

/** A guide that is not named here is not shown; `name` is its address below `/help`. */
const sources: readonly Source[] = [
  { name: "member", audience: "member", nl: "medewerker", en: "member" },
  { name: "mail-program", audience: "member", nl: "mailprogramma", en: "mail-program" },
  { name: "files", audience: "member", nl: "bestanden", en: "files" },
  { name: "guest", audience: "guest", nl: "gast", en: "guest" },
  { name: "administration", audience: "admin", nl: "beheer", en: "administration" },
  { name: "personal-data", audience: "admin", nl: "persoonsgegevens", en: "personal-data" },
  { name: "api", audience: "admin", nl: "api", en: "api" },
  { name: "online", audience: "operator", nl: "online", en: "online" },
  { name: "audit-log", audience: "operator", nl: "auditlog", en: "audit-log" },
  { name: "recovery", audience: "operator", nl: "herstel", en: "recovery" },
];

export interface Guide extends RenderedGuide {
  readonly name: string;
  readonly audience: Source["audience"];
}

type GuideLanguage = "nl" | "en";

/** Guides are in Dutch and English. */
export const guideLanguage = (language: Language): GuideLanguage => (language === "nl" ? "nl" : "en");

const picturesDirectory = join(programDirectory, "docs/pictures");

/** The pictures that guides show, by their file names. */
export const pictures: ReadonlySet<string> = new Set(
  readdirSync(picturesDirectory).filter((name) => /^[a-z0-9-]+\.png$/.test(name)),
);

export const readPicture = (name: string): Buffer => readFileSync(join(picturesDirectory, name));

/** From how guides refer to each other in the repository to where they are here. */
function leadFrom(language: GuideLanguage) {
  return (target: string): string | undefined => {
    if (/^https?:/.test(target)) return target;
    const picture = /^\.\.\/pictures\/([^/]+)$/.exec(target)?.[1];
    if (picture !== undefined) return pictures.has(picture) ? `${helpPath}/pictures/${picture}` : undefined;
    const [, file, fragment = ""] = /^([a-z-]+)\.md(#.*)?$/.exec(target) ?? [];
    const guide = sources.find((source) => source[language] === file);
    return guide && `${helpPath}/${guide.name}${fragment}`;
  };
}

/** All guides of a language; `fill` puts this installation's own names and numbers in. */
export function readGuides(language: GuideLanguage, fill: (text: string) => string): Guide[] {
  const to = leadFrom(language);
  return sources.map((source) => {
    const file = join(programDirectory, "docs", language, `${source[language]}.md`);
    const { name, audience } = source;
    return { name, audience, ...renderGuide(fill(readFileSync(file, "utf8")), to) };
  });
}

const sheetFiles: Readonly<Record<Language, string>> = {
  nl: "docs/nl/blad.md",
  fr: "docs/fr/feuille.md",
  de: "docs/de/blatt.md",
  en: "docs/en/sheet.md",
};

/** A sheet for recipients, to print and hand out, in each language. */
export const readSheet = (language: Language): RenderedGuide =>
  renderGuide(readFileSync(join(programDirectory, sheetFiles[language]), "utf8"), () => undefined);
