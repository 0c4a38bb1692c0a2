import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isKind, isLanguage, isPassageKind, type Kind, type Language } from "./kinds.ts";

export const splits = ["development", "held-out"] as const;
export type Split = (typeof splits)[number];
export const isSplit = (name: string): name is Split => (splits as readonly string[]).includes(name);

/** A text with slots, as it stands in a file of `templates/SPLIT`. */
export interface Template {
  readonly id: string;
  readonly language: Language;
  readonly split: Split;
  /** What it is, and what it tries. */
  readonly about: string;
  readonly parts: readonly Part[];
}

/**
 * Words as they are; a slot, whose value a maker gives or that is written out; the begin or end of a passage.
 * `label` is what the value is: no label, it is a trap. What is `optional` counts neither way.
 */
export type Part =
  | { readonly type: "words"; readonly words: string }
  | {
      readonly type: "slot";
      readonly label?: Kind;
      readonly optional: boolean;
      readonly maker: string;
      readonly variant: string;
      readonly literal?: string;
    }
  | { readonly type: "begin"; readonly label: Kind; readonly optional: boolean }
  | { readonly type: "end"; readonly label: Kind };

const slot = /\{([~?/]?)([a-z][a-z0-9-]*)(?::([a-z0-9-]+))?(?:=([^{}]*))?\}/g;

function partOf([whole, sign, name, variant, literal]: RegExpExecArray | RegExpMatchArray): Part {
  const isTrap = sign === "~";
  const optional = sign === "?";
  if (!isTrap && !isKind(name!)) throw new Error(`no kind has the name of ${whole}`);
  const label = name as Kind;
  if (sign === "/") return { type: "end", label };
  if (!isTrap && isPassageKind(label)) return { type: "begin", label, optional };
  return {
    type: "slot",
    ...(isTrap ? {} : { label }),
    optional,
    maker: name!,
    variant: variant ?? "",
    ...(literal === undefined ? {} : { literal }),
  };
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(slot)) {
    if (match.index > at) parts.push({ type: "words", words: text.slice(at, match.index) });
    parts.push(partOf(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ type: "words", words: text.slice(at) });
  return parts;
}

/** Templates of one file: each begins with `=== language | about`; its number within the file makes its id. */
function templatesOf(path: string, split: Split): Template[] {
  const name = basename(path, ".txt");
  const [before, ...pieces] = readFileSync(path, "utf8").split(/^=== /m);
  if (before !== "") throw new Error(`${path} does not begin with ===`);
  return pieces.map((piece, index) => {
    const end = piece.indexOf("\n");
    const [language, about] = piece.slice(0, end).split(" | ");
    if (!language || !isLanguage(language) || !about) throw new Error(`${path}: === ${piece.slice(0, end)}`);
    const id = `${split}/${name}/${String(index + 1).padStart(2, "0")}`;
    return { id, language, split, about, parts: partsOf(piece.slice(end + 1).trimEnd()) };
  });
}

export const readTemplates = (): Template[] =>
  splits.flatMap((split) => {
    const root = join(import.meta.dirname, "templates", split);
    return globSync("*.txt", { cwd: root })
      .toSorted()
      .flatMap((name) => templatesOf(join(root, name), split));
  });
