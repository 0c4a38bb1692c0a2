import type { Guide } from "./guides.ts";
import type { GuideSection } from "./render-guide.ts";

export interface FoundSection {
  readonly guide: Guide;
  readonly section: GuideSection;
  /** Text around the first word that was found, cut where the word begins and ends. */
  readonly excerpt: readonly [before: string, found: string, after: string];
}

const mostFound = 10;
const mostWords = 8;
const aroundLetters = 90;

/** Letters without marks, one for one, so that places in it are places in the text. */
const folded = (text: string): string =>
  Array.from(text, (letter) => {
    const plain = letter.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join("");

const timesIn = (text: string, word: string): number => text.split(word).length - 1;
const headingWeight = 5;

function excerptOf(text: string, words: readonly string[]): FoundSection["excerpt"] {
  const plain = folded(text);
  const word = words.find((each) => plain.includes(each));
  if (word === undefined) return [text.slice(0, 2 * aroundLetters), "", ""];
  const at = plain.indexOf(word);
  const [from, end] = [Math.max(0, at - aroundLetters), at + word.length];
  const before = (from > 0 ? "… " : "") + text.slice(from, at);
  return [
    before,
    text.slice(at, end),
    text.slice(end, end + aroundLetters) + (end + aroundLetters < text.length ? " …" : ""),
  ];
}

/** The sections in which every word stands, the best first: a heading says more than the text below it. */
export function searchGuides(guides: readonly Guide[], q: string): FoundSection[] {
  const words = folded(q).split(/\s+/).filter(Boolean).slice(0, mostWords);
  if (words.length === 0) return [];
  return guides
    .flatMap((guide) => guide.sections.map((section) => ({ guide, section })))
    .map(({ guide, section }) => {
      const [heading, text] = [folded(section.heading), folded(section.text)];
      const isFound = words.every((word) => heading.includes(word) || text.includes(word));
      const score = words.reduce((sum, word) => sum + timesIn(text, word) + headingWeight * timesIn(heading, word), 0);
      return { guide, section, score: isFound ? score : 0 };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostFound)
    .map(({ guide, section }) => ({ guide, section, excerpt: excerptOf(section.text.trim(), words) }));
}
