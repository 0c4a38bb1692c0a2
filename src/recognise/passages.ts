import type { Dictionary } from "./dictionary.ts";
import type { TopicMark } from "./surroundings.ts";
import type { Finding, PassageKind } from "./types.ts";
import { natureBit } from "./vocabulary/natures.ts";
import { curriculumShift, curriculumWords, topicKinds } from "./vocabulary/topics.ts";
import type { TextWindow } from "./window.ts";

const neighbourUnits = 160;
const gapUnits = 300;
const farthestSentence = 160;
const longestPassage = 4_000;
const leastCurriculum = 3;
const farthestHeading = 8_000;
const mostNeighbours = 16;
const nearTokens = 14;
const personal = natureBit.personal | natureBit.given;

interface Passage {
  readonly start: number;
  end: number;
  points: number;
  readonly words: string[];
}

/** Passages about a subject, over the whole text: what is open where a window ends goes on in the next. */
export class Passages {
  readonly #open: (Passage | undefined)[] = topicKinds.map(() => undefined);
  /** Where each part of a curriculum vitae was seen last. */
  readonly #headings = new Map<number, number>();
  #curriculum: Passage | undefined;
  readonly #dictionary: Dictionary;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** The marks of a window, of which those count whose place is in what it owns. @returns passages that are over */
  read(window: TextWindow, marks: readonly TopicMark[], from: number, to: number): Finding[] {
    const found: Finding[] = [];
    marks.forEach((mark, at) => {
      if (mark.start < from || mark.start >= to) return;
      topicKinds.forEach(([kind, strong, weak], topic) => {
        if ((mark.bits & (strong | weak)) === 0) return;
        const points = pointsAround(marks, at, strong, weak);
        if (points < 2) return;
        // Weak words alone are about anything; beside a pronoun or a name they are about somebody.
        const isPersonal = this.#isPersonal(window, mark);
        const counted = points - (isPersonal ? 0 : 1);
        if (isPersonal || points > 2 || (mark.bits & strong) !== 0)
          this.#extend(window, topic, kind, mark, counted, found);
      });
      if (mark.bits >>> curriculumShift !== 0) this.#readHeading(window, mark);
    });
    return found;
  }

  #isPersonal(window: TextWindow, { start }: TopicMark): boolean {
    const middle = window.tokenAt(start);
    for (
      let token = Math.max(0, middle - nearTokens);
      token < Math.min(window.tokens, middle + nearTokens);
      token += 1
    ) {
      const word = window.words[token]!;
      if (word >= 0 && (this.#dictionary.nature(word) & personal) !== 0) return true;
    }
    return false;
  }

  end(): Finding[] {
    const open = topicKinds.flatMap(([kind], topic) => {
      const passage = this.#open[topic];
      this.#open[topic] = undefined;
      return passage ? [told(kind, passage)] : [];
    });
    const cv = this.#curriculum ? [told("cv", this.#curriculum)] : [];
    this.#curriculum = undefined;
    return [...open, ...cv];
  }

  #extend(
    window: TextWindow,
    topic: number,
    kind: PassageKind,
    mark: TopicMark,
    points: number,
    found: Finding[],
  ): void {
    const start = window.startOf(sentenceStart(window, mark.start));
    const end = window.endOf(sentenceEnd(window, mark.end));
    const word = this.#dictionary.word(mark.word);
    const open = this.#open[topic];
    if (open && start - open.end < gapUnits && end - open.start < longestPassage) {
      open.end = Math.max(open.end, end);
      open.points = Math.max(open.points, points);
      if (open.words.length < 3 && !open.words.includes(word)) open.words.push(word);
      return;
    }
    if (open) found.push(told(kind, open));
    this.#open[topic] = { start: open ? Math.max(start, open.end) : start, end, points, words: [word] };
  }

  /** Headings of three parts within some pages make a curriculum vitae of what is between them. */
  #readHeading(window: TextWindow, mark: TopicMark): void {
    const group = mark.bits >>> curriculumShift;
    const isApplication = (group & 1) !== 0;
    if (!isApplication && !isHeading(window, mark)) return;
    const start = window.startOf(mark.start);
    const end = window.endOf(mark.end);
    for (let part = 0; part < curriculumWords.length; part += 1)
      if ((group & (1 << part)) !== 0) this.#headings.set(part, start);
    const near = [...this.#headings.values()].filter((place) => start - place < farthestHeading);
    const word = this.#dictionary.word(mark.word);
    if (this.#curriculum && start - this.#curriculum.end < farthestHeading) {
      this.#curriculum.end = end;
      this.#curriculum.points = Math.max(this.#curriculum.points, near.length);
      if (this.#curriculum.words.length < 4) this.#curriculum.words.push(word);
    } else if (!this.#curriculum && near.length >= leastCurriculum)
      this.#curriculum = { start: Math.min(...near), end, points: near.length, words: [word] };
  }
}

/** Strong words count two, weak ones one, each word once. */
function pointsAround(marks: readonly TopicMark[], at: number, strong: number, weak: number): number {
  const middle = marks[at]!;
  const words = new Set<number>();
  let points = 0;
  const count = (mark: TopicMark | undefined): void => {
    if (!mark || words.has(mark.word)) return;
    words.add(mark.word);
    if ((mark.bits & strong) !== 0) points += 2;
    else if ((mark.bits & weak) !== 0) points += 1;
  };
  for (let step = 0; step < mostNeighbours; step += 1) {
    const [before, after] = [marks[at - step], marks[at + step]];
    if (before && middle.start - before.end <= neighbourUnits) count(before);
    if (after && after.start - middle.end <= neighbourUnits) count(after);
  }
  return points;
}

const told = (kind: PassageKind, { start, end, points, words }: Passage): Finding => ({
  kind,
  start,
  end,
  confidence: Math.round(Math.min(0.95, 0.5 + points * 0.06) * 100) / 100,
  reasons: words.map((word) => `word:${word}`),
});

const isStop = (codes: Uint16Array, at: number): boolean =>
  codes[at] === 0x0a || ((codes[at] === 0x2e || codes[at] === 0x21 || codes[at] === 0x3f) && codes[at + 1] === 0x20);

function sentenceStart({ codes }: TextWindow, place: number): number {
  let at = place;
  while (at > 0 && place - at < farthestSentence && !isStop(codes, at - 1)) at -= 1;
  while (at < place && codes[at] === 0x20) at += 1;
  return at;
}

function sentenceEnd({ codes, length }: TextWindow, place: number): number {
  let at = place;
  while (at < length && at - place < farthestSentence && !isStop(codes, at)) at += 1;
  return at < length && codes[at] !== 0x0a ? at + 1 : at;
}

/** Alone on its line, but for a colon and a few words. */
function isHeading({ codes, length }: TextWindow, { start, end }: TopicMark): boolean {
  let before = start;
  while (before > 0 && start - before < 8 && codes[before - 1] !== 0x0a) before -= 1;
  let after = end;
  while (after < length && after - end < 30 && codes[after] !== 0x0a && codes[after] !== 0x3a) after += 1;
  return start - before < 6 && after - end < 24;
}
