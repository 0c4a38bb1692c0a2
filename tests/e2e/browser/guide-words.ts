import { readFileSync } from "node:fs";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";

type Catalogue = { readonly [key: string]: string | Catalogue };
export type GuideLanguage = "nl" | "en";

/** What a key of the pages' catalogue says in a language: guides point at what their reader sees. */
export function wordsIn(language: GuideLanguage): (key: string) => string {
  const path = join(programDirectory, "web/words", `${language}.json`);
  const catalogue = JSON.parse(readFileSync(path, "utf8")) as Catalogue;
  return (key) => {
    const found = key
      .split(".")
      .reduce<string | Catalogue | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), catalogue);
    if (typeof found !== "string") throw new Error(`${key} is not in the catalogue`);
    return found;
  };
}
