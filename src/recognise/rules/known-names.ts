import { folded } from "../characters.ts";
import type { Reading } from "../reading.ts";
import { tokenKind } from "../window.ts";
import { natureBit } from "../vocabulary/natures.ts";

export type KnownNames = ReadonlyMap<string, readonly (readonly string[])[]>;

const mostNames = 1_000;
const mostWords = 8;

/** Names that are declared, as folded words by their first word; of each its words of three letters and more besides. */
export function knownNamesOf(names: readonly string[]): KnownNames {
  const known = new Map<string, (readonly string[])[]>();
  const add = (words: readonly string[]): void => {
    const first = words[0];
    if (first !== undefined) known.set(first, [...(known.get(first) ?? []), words]);
  };
  for (const name of names.slice(0, mostNames)) {
    const words = (folded(name.slice(0, 200)).match(/[\p{L}]+/gu) ?? []).slice(0, mostWords);
    if (words.length === 0 || name.includes("@")) continue;
    if (words.length > 1) add(words);
    for (const word of words) if (word.length > 2) add([word]);
  }
  return known;
}

/** A declared name, whole or in part, where it is written with a capital. */
export function readKnownName(reading: Reading, token: number): void {
  const { starts, ends, words } = reading.window;
  const known = reading.knownNames.get(wordAt(reading, token));
  if (!known) return;
  for (const name of known) {
    const isWhole = name.length > 1;
    const last = token + name.length - 1;
    if (!name.every((word, at) => at === 0 || (isNear(reading, token + at) && wordAt(reading, token + at) === word)))
      continue;
    const nature = words[token]! >= 0 ? reading.dictionary.nature(words[token]!) : 0;
    const isWord = (nature & (natureBit.particle | natureBit.common | natureBit.title | natureBit.firm)) !== 0;
    if (!isWhole && isWord) continue;
    reading.add("name", starts[token]!, ends[last]!, isWhole ? 0.98 : 0.7, ["known"]);
  }
}

function wordAt({ window }: Reading, token: number): string {
  if (window.kinds[token] !== tokenKind.word || window.sizeOf(token) > 40) return "";
  return folded(window.slice(window.starts[token]!, window.ends[token]!));
}

const isNear = ({ window }: Reading, token: number): boolean => window.starts[token]! - window.ends[token - 1]! <= 3;
