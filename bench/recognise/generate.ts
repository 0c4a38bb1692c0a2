import { identifiers, type Maker } from "./identifiers.ts";
import type { Kind, Language } from "./kinds.ts";
import { peopleMakers } from "./people.ts";
import { seededRandom, seedOf } from "./random.ts";
import { readTemplates, type Split, type Template } from "./template.ts";
import { traps } from "./traps.ts";

/** The seed of the published numbers. */
export const publishedSeed = 20_261_123;
/** Of each template, with other values. */
const copies = 2;

export interface Label {
  readonly kind: Kind;
  /** UTF-16 units of the text: from `start` up to, without, `end`. */
  readonly start: number;
  readonly end: number;
  /** What a reader could call either way: neither missed nor false. */
  readonly optional?: true;
}

export interface LabelledText {
  readonly id: string;
  readonly language: Language;
  readonly split: Split;
  readonly text: string;
  /** By start; a passage contains the labels of values within it. Empty: a decoy. */
  readonly labels: readonly Label[];
  readonly about: string;
}

const labelOf = (kind: Kind, start: number, end: number, optional: boolean): Label => ({
  kind,
  start,
  end,
  ...(optional ? { optional } : {}),
});

function fill(template: Template, copy: number, seed: number): LabelledText {
  const id = `${template.id}-${copy}`;
  const random = seededRandom(seedOf(id, seed));
  const makers: Readonly<Record<string, Maker>> = { ...identifiers, ...peopleMakers(template.split) };
  const labels: Label[] = [];
  const open: { kind: Kind; start: number; optional: boolean }[] = [];
  let text = "";
  for (const part of template.parts) {
    const start = text.length;
    if (part.type === "words") text += part.words;
    else if (part.type === "begin") open.push({ kind: part.label, start, optional: part.optional });
    else if (part.type === "end") {
      const begun = open.pop();
      if (begun?.kind !== part.label) throw new Error(`${id}: {/${part.label}} closes nothing`);
      labels.push(labelOf(begun.kind, begun.start, start, begun.optional));
    } else {
      const maker = part.label ? makers[part.maker] : traps[part.maker];
      if (!maker) throw new Error(`${id}: nothing makes ${part.maker}`);
      text += part.literal ?? maker(random, part.variant, template.language);
      if (part.label) labels.push(labelOf(part.label, start, text.length, part.optional));
    }
  }
  if (open.length > 0) throw new Error(`${id}: {${open[0]!.kind}} is not closed`);
  return {
    id,
    language: template.language,
    split: template.split,
    text,
    labels: labels.toSorted((a, b) => a.start - b.start || b.end - a.end),
    about: template.about,
  };
}

/** All texts with their labels: the same for the same seed. */
export const generate = (seed: number = publishedSeed): LabelledText[] =>
  readTemplates().flatMap((template) => Array.from({ length: copies }, (_, copy) => fill(template, copy + 1, seed)));
