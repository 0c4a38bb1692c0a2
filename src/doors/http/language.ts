import { type Language, languageSchema } from "#/contract/index.ts";

const isLanguage = (text: string): text is Language => languageSchema.safeParse(text).success;

/**
 * The language that a browser asks for (RFC 9110, section 12.5.4), as far as we have it. Dutch where nothing is asked,
 * English where only others are.
 */
export function languageFor(acceptLanguage: string | undefined): Language {
  if (!acceptLanguage) return "nl";
  const wished = acceptLanguage
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = Number(
        parameters
          .find((each) => each.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.trim().split("-")[0]!, quality: Number.isFinite(quality) ? quality : 0 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return wished.map(({ language }) => language).find(isLanguage) ?? "en";
}
