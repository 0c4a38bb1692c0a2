/*
 * What a UTF-16 unit is to the scanners. Tables over all 65,536 units, so that reading costs two look-ups a unit and no
 * input costs more than another.
 */

/** Classes: 0 is everything that is neither letter, digit, space nor end of line. */
export const charClass = { other: 0, lower: 1, upper: 2, digit: 3, space: 4, newline: 5 } as const;

const units = 0x1_0000;

/** Ranges of units above Latin that count as letters; what has no capitals counts as lower case. */
const letterRanges: readonly (readonly [number, number])[] = [
  [0x02_50, 0x02_af],
  [0x03_70, 0x1f_ff],
  [0x2c_00, 0x2d_ff],
  [0x30_41, 0xd7_ff],
  [0xf9_00, 0xfd_ff],
];

/** Digits of other scripts by their zero, and full-width ones. */
const zeros = [0x06_60, 0x06_f0, 0x09_66, 0xff_10];

const spaces = [0x00, 0x09, 0xa0, 0x16_80, 0x20_2f, 0x20_5f, 0x30_00];
const hyphens = [0x20_10, 0x20_11, 0x20_12, 0x20_13, 0x20_14, 0x20_15, 0x22_12, 0xfe_58, 0xfe_63, 0xff_0d];
const newlines = [0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x20_28, 0x20_29];
const apostrophes = [0x20_18, 0x20_19, 0x02_bc, 0x60, 0xb4];
/** Invisible: soft hyphen, joiners, marks of direction, variation selectors, combining accents. */
const invisible: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x03_00, 0x03_6f],
  [0x06_1c, 0x06_1c],
  [0x18_0b, 0x18_0e],
  [0x20_0b, 0x20_0f],
  [0x20_2a, 0x20_2e],
  [0x20_60, 0x20_6f],
  [0xfe_00, 0xfe_0f],
  [0xfe_ff, 0xfe_ff],
];

/** What a unit is read as; 0 is left out. */
export const plainOf = buildPlain();
/** The class of a unit as read. */
export const classOf = buildClasses();
/** A letter without capital and accent; other units as they are. */
export const foldOf = buildFolds();

function buildPlain(): Uint16Array {
  const plain = Uint16Array.from({ length: units }, (_, code) => code);
  for (let code = 0x20_00; code <= 0x20_0a; code += 1) plain[code] = 0x20;
  for (const code of spaces) plain[code] = 0x20;
  for (const code of hyphens) plain[code] = 0x2d;
  for (const code of newlines) plain[code] = 0x0a;
  for (const code of apostrophes) plain[code] = 0x27;
  for (let code = 0xff_01; code <= 0xff_5e; code += 1) plain[code] = code - 0xfe_e0;
  for (const zero of zeros) for (let digit = 0; digit < 10; digit += 1) plain[zero + digit] = 0x30 + digit;
  for (const [first, last] of invisible) plain.fill(0, first, last + 1);
  // Slashes and points that are typed for the plain ones.
  plain[0x20_44] = plain[0x22_15] = 0x2f;
  plain[0x20_24] = 0x2e;
  return plain;
}

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(units);
  for (const [first, last] of letterRanges) classes.fill(charClass.lower, first, last + 1);
  for (let code = 0x41; code < 0x2_50; code += 1) {
    const text = String.fromCharCode(code);
    const lower = text.toLowerCase();
    if (lower !== text) classes[code] = charClass.upper;
    else if (text.toUpperCase() !== text || code === 0xdf || code === 0xaa || code === 0xba) {
      // The ordinal signs º and ª stand where a letter does not.
      classes[code] = code === 0xaa || code === 0xba ? charClass.other : charClass.lower;
    }
  }
  classes.fill(charClass.digit, 0x30, 0x3a);
  classes[0x20] = charClass.space;
  classes[0x0a] = charClass.newline;
  return classes;
}

function buildFolds(): Uint16Array {
  const folds = Uint16Array.from({ length: units }, (_, code) => code);
  for (let code = 0x41; code < 0x2_50; code += 1) {
    const base = String.fromCharCode(code).toLowerCase().normalize("NFD").charCodeAt(0);
    folds[code] = base;
  }
  for (const [from, to] of [..."łl", ..."øo", ..."đd", ..."ıi"].flatMap((each, at, all) =>
    at % 2 === 0 ? [[each, all[at + 1]!] as const] : [],
  )) {
    folds[from.charCodeAt(0)] = to.charCodeAt(0);
    folds[from.toUpperCase().charCodeAt(0)] ??= to.charCodeAt(0);
  }
  for (let code = 0x3_70; code < 0x5_90; code += 1) folds[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);
  return folds;
}

/** A word as the dictionary has it: without capitals and accents. */
export function folded(word: string): string {
  let result = "";
  for (let at = 0; at < word.length; at += 1) {
    const code = plainOf[word.charCodeAt(at)]!;
    if (code !== 0) result += String.fromCharCode(foldOf[code]!);
  }
  return result;
}
