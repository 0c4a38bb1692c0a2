/**
 * Words as they are compared: NFKC, without accents, lower case, anything but letters and digits as one space, with a
 * space before and after. So "Vertrouwelijk!" and "VERTROUWELIJK" are one, and "art" is not in "start".
 */
export function fold(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}]+/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return plain === "" ? "" : ` ${plain} `;
}

/** Text beyond this is not looked through, in UTF-16 units. */
const mostText = 4_000_000;

/** Those keywords that occur in the texts as whole words, as they are written in the agreements. */
export function matchKeywords(keywords: Iterable<string>, texts: readonly string[]): string[] {
  const wanted = [...new Set(keywords)].map((word) => ({ word, key: fold(word) })).filter(({ key }) => key !== "");
  if (wanted.length === 0) return [];
  const folded = texts.map((text) => fold(text.slice(0, mostText)));
  return wanted.filter(({ key }) => folded.some((text) => text.includes(key))).map(({ word }) => word);
}
