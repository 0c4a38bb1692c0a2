/** What a word is besides a label: bits of a mask. */
export const natureBit = {
  given: 1 << 0,
  surname: 1 << 1,
  /** `van`, `de`: joins the parts of a name. */
  particle: 1 << 2,
  title: 1 << 3,
  greeting: 1 << 4,
  closing: 1 << 5,
  /** Stands with a capital and is no part of a person's name. */
  common: 1 << 6,
  place: 1 << 7,
  /** BV, NV, SA: what stands before it is a firm. */
  firm: 1 << 8,
  /** rue, avenue: a street's name follows. */
  streetBefore: 1 << 9,
  /** straat, laan: a street's name, or its last part. */
  street: 1 << 10,
  /** A given name or surname that is an ordinary word too. */
  ambiguous: 1 << 11,
  /** bus, boîte: the number of a flat follows. */
  box: 1 << 12,
  /** `in`, `op`: only before another particle. */
  leading: 1 << 13,
  /** `Sint`, `Prins`: a name behind it is a place's or a street's. */
  saint: 1 << 14,
  /** `hij`, `haar`, `patiënt`: a sentence about somebody. */
  personal: 1 << 15,
} as const;

/** Months in the mask, from 1 on. */
export const monthShift = 16;
export const monthOf = (nature: number): number => (nature >>> monthShift) & 0xf;
