/** Numbers that a seed decides, so that every run has the same ones. */
export interface Random {
  /** A whole number from `low` up to and with `high`. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  digits(count: number): string;
  /** Each `#` becomes a digit, each `@` a capital letter, each `*` a letter of either case or a digit. */
  shaped(shape: string): string;
  chance(share: number): boolean;
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const any = `${capitals}${capitals.toLowerCase()}0123456789`;

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const letter = (from: string): string => from[between(0, from.length - 1)]!;
  const random: Random = {
    between,
    pick: (list) => list[between(0, list.length - 1)]!,
    digits: (count) => Array.from({ length: count }, () => between(0, 9)).join(""),
    shaped: (shape) =>
      shape.replaceAll(/[#@*]/g, (sign) => (sign === "#" ? `${between(0, 9)}` : letter(sign === "@" ? capitals : any))),
    chance: (share) => next() < share,
  };
  return random;
}

/** A seed of its own for each name: a template that comes later changes nothing of the others. */
export function seedOf(name: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const sign of name) hash = Math.imul(hash ^ sign.codePointAt(0)!, 0x01000193);
  return hash;
}
