import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { programDirectory } from "#/config.ts";

type Catalogue = { readonly [key: string]: string | Catalogue };
type PageLanguage = "nl" | "fr" | "en" | "de";

const flatten = (catalogue: Catalogue): string[] =>
  Object.values(catalogue).flatMap((value) => (typeof value === "string" ? [value] : flatten(value)));

const sentencesOf = (language: PageLanguage): string[] =>
  flatten(JSON.parse(readFileSync(join(programDirectory, "web/words", `${language}.json`), "utf8")) as Catalogue);

/** As it looks with its gaps filled in; a sentence that is hardly more than its gaps could be anything. */
function looks(sentences: readonly string[]): RegExp[] {
  return sentences
    .filter((sentence) => !sentence.includes("{{") || sentence.replaceAll(/\{\{\w+\}\}|\P{L}/gu, "").length > 5)
    .map((sentence) => {
      const parts = sentence
        .split(/\{\{\w+\}\}/)
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
      return new RegExp(`^${parts.join(".+")}$`, "s");
    });
}

/** All that a person reads or hears on a page, but for the names of languages and what people wrote. */
const readAll = `(() => {
  const said = [document.title];
  const skipped = "[lang]:not(html), script, style, noscript, .list a, .letter, .help-people, [contenteditable]";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(skipped)) said.push(walker.currentNode.data);
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const each of document.querySelectorAll("[" + name + "]"))
      if (!each.closest(skipped)) said.push(each.getAttribute(name));
  return said.map((text) => text.trim()).filter((text) => text !== "");
})()`;

/** Gives what finds, on a page that should speak `language`, the sentences of the other languages. */
export function listenFor(language: PageLanguage): (page: Page) => Promise<string[]> {
  const own = looks(sentencesOf(language));
  const others = (["nl", "fr", "en", "de"] as const).filter((each) => each !== language);
  const foreign = others.flatMap((each) => looks(sentencesOf(each)));
  return async (page) => {
    const said = await page.evaluate<string[]>(readAll);
    const fits = (text: string, patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(text));
    return [...new Set(said)].filter((text) => fits(text, foreign) && !fits(text, own));
  };
}
