const opening =
  /^\s*(?:beste|dag|hallo|hoi|lieve|geachte|goedemorgen|goedemiddag|goedenavond|dear|hello|hi|good morning|bonjour|bonsoir|chère?|monsieur|madame|sehr geehrter?|guten tag|liebe[r]?)\s+(?<rest>[^\n,!:.;–-]{2,80})\s*[,!:\n]/iu;
const titles = new Set(
  "heer mevrouw de het dhr mevr mw mr mrs ms miss dr drs prof ir ing monsieur madame mademoiselle herr frau meneer van den der la le du des t en et und and of".split(
    " ",
  ),
);
const collective = new Set(
  "allen allemaal iedereen collega collegas team klant relatie heren dames all everybody everyone colleagues team customer sir madam sirs tous toutes collegues equipe client messieurs mesdames alle zusammen kollegen kolleginnen kunde damen herren lezer reader".split(
    " ",
  ),
);

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[\p{M}'’]+/gu, "")
    .toLowerCase();
const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}]{2,}/gu) ?? [];

/** The names in the first line's salutation; empty where it greets nobody by name. */
export function greetedNames(beginning: string): string[] {
  const rest = opening.exec(beginning.slice(0, 300))?.groups?.["rest"];
  const words = rest === undefined ? [] : wordsOf(rest);
  return words.some((word) => collective.has(word)) ? [] : words.filter((word) => !titles.has(word));
}

/** Whether one of the names may be this person's, by display name or by what stands before the @. */
export function mayBe(names: readonly string[], email: string, name: string | undefined): boolean {
  const local = plain(email.slice(0, email.lastIndexOf("@")));
  const known = wordsOf(name ?? "");
  return names.some((each) => local.includes(each) || known.some((word) => word === each || word.startsWith(each)));
}

/** Where neither display name nor address has a name in it, nobody can say who it is. */
export const isNamed = (email: string, name: string | undefined): boolean =>
  wordsOf(name ?? "").length > 0 ||
  /^[\p{L}]{2,}[._-][\p{L}]{2,}$/u.test(plain(email.slice(0, email.lastIndexOf("@"))));
