import { createRequire } from "node:module";
import { passwordSchema } from "#/contract/index.ts";
import { Refusal } from "#/kernel/index.ts";

const fewestDifferent = 5;
/** What people take first; whatever digits and signs are put around it. */
const wellKnown = new Set(
  `wachtwoord paswoord password passwort welkom welcome willkommen geheim geheimpje secret admin administrator beheer
  qwerty qwertyuiop qwertyui azerty azertyuiop qwertz asdfgh asdfghjkl letmein iloveyou ikhouvanjou test testtest zegel
  lente zomer herfst winter voorjaar najaar spring summer autumn januari februari maart april juni juli augustus
  september oktober november december january february march october nederland belgie vlaanderen amsterdam rotterdam
  antwerpen brussel ajax feyenoord psv computer inloggen login`.split(/\s+/),
);
const fewestLetters = 4;
let mostUsed: { readonly whole: ReadonlySet<string>; readonly words: ReadonlySet<string> } | undefined;

/** Some 50,000 that were used most where passwords leaked; read when somebody first chooses one. */
function mostUsedPasswords() {
  if (mostUsed) return mostUsed;
  const { dictionary } = createRequire(import.meta.url)("@zxcvbn-ts/language-common") as {
    dictionary: { "passwords-common": readonly string[] };
  };
  const list = dictionary["passwords-common"].map((each) => each.toLowerCase());
  const words = list.map(lettersOf).filter((word) => word.length >= fewestLetters);
  return (mostUsed = { whole: new Set(list), words: new Set(words) });
}

/** One of them, or one with digits and signs around it or in it. */
function isMostUsed(plain: string, letters: string): boolean {
  const { whole, words } = mostUsedPasswords();
  return whole.has(plain) || words.has(letters) || words.has(halfOfTwice(letters));
}

const sequences = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "azertyuiopqsdfghjklm",
];

const isSequence = (text: string): boolean =>
  sequences.some((sequence) => sequence.includes(text) || [...sequence].toReversed().join("").includes(text));

const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}]/gu, "");

/** "test" of "testtest"; nothing of anything else. */
function halfOfTwice(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half.repeat(2) === text ? half : "";
}

/** Hardly anything is left when the person's own names are taken away. */
function isOwnName(plain: string, own: readonly string[]): boolean {
  const names = own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\d]+/u)).filter((word) => word.length >= 3);
  const rest = lettersOf(names.reduce((text, name) => text.replaceAll(name, ""), plain));
  return rest.length < 4 && rest !== lettersOf(plain);
}

/**
 * Refuses passwords that are guessed first: too short, of few different characters, a well-known word or one of those
 * used most with anything around it (NIST SP 800-63B-4, 3.1.1.2), a sequence, or the person's own names with some digits. Length is what counts otherwise; nobody is asked for capitals and signs.
 * @throws Refusal `identity.password_short`, `identity.password_long` or `identity.password_guessable`.
 */
export function checkNewPassword(password: string, own: readonly string[]): void {
  if (password.length < 12) throw new Refusal("invalid", "identity.password_short", { atLeast: 12 });
  if (!passwordSchema.safeParse(password).success)
    throw new Refusal("invalid", "identity.password_long", { atMost: 256 });
  const plain = password.normalize("NFKC").toLowerCase();
  const letters = lettersOf(plain);
  const isAlike = new Set(plain).size < fewestDifferent;
  const isWord = wellKnown.has(letters) || wellKnown.has(halfOfTwice(letters));
  const isRow = letters === "" ? isSequence(plain.replaceAll(/\D/g, "")) : letters.length > 3 && isSequence(letters);
  if (isAlike || isWord || isRow || isOwnName(plain, own) || isMostUsed(plain, letters))
    throw new Refusal("invalid", "identity.password_guessable");
}
