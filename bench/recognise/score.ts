import type { LabelledText } from "./generate.ts";
import { isPassageKind, type Kind, kinds } from "./kinds.ts";

/** What a recogniser says of a text; offsets in UTF-16 units, `end` is the first one outside. */
export interface Finding {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly confidence?: number;
}

/** Labels found, findings that are of nothing, labels missed. */
export interface Counts {
  readonly found: number;
  readonly false: number;
  readonly missed: number;
}

export interface Score extends Counts {
  readonly kind: Kind | "all";
  /** Labels that count. */
  readonly n: number;
  readonly recall: Share;
  readonly precision: Share;
  /** Of 0 to 1; undefined where there was neither a label nor a finding. */
  readonly f1: number | undefined;
}

/** Undefined where nothing was counted. */
export type Share = { readonly value: number; readonly low: number; readonly high: number } | undefined;

interface Span {
  readonly start: number;
  readonly end: number;
}

const overlap = (a: Span, b: Span): number => Math.min(a.end, b.end) - Math.max(a.start, b.start);

/** At least half of the one and half of the other. */
export const isSame = (a: Span, b: Span): boolean => {
  const both = overlap(a, b);
  return both > 0 && both * 2 >= a.end - a.start && both * 2 >= b.end - b.start;
};

/** Wilson's interval at 95 %, of `good` among `total`. */
export function wilson(good: number, total: number): Share {
  if (total === 0) return undefined;
  const z = 1.959964;
  const value = good / total;
  const middle = value + (z * z) / (2 * total);
  const around = z * Math.sqrt((value * (1 - value)) / total + (z * z) / (4 * total * total));
  const whole = 1 + (z * z) / total;
  return { value, low: Math.max(0, (middle - around) / whole), high: Math.min(1, (middle + around) / whole) };
}

type Labels = LabelledText["labels"];

/** One label to one finding, the largest overlap first. */
function countValues(labels: Labels, findings: readonly Finding[]): Counts {
  const pairs = labels
    .flatMap((label) => findings.filter((finding) => isSame(label, finding)).map((finding) => ({ label, finding })))
    .toSorted((a, b) => overlap(b.label, b.finding) - overlap(a.label, a.finding));
  const taken = new Set<Span>();
  let found = 0;
  for (const { label, finding } of pairs) {
    if (taken.has(label) || taken.has(finding)) continue;
    taken.add(label).add(finding);
    if (!label.optional) found++;
  }
  const isExcused = (finding: Finding): boolean => labels.some((label) => label.optional && isSame(label, finding));
  return {
    found,
    false: findings.filter((finding) => !taken.has(finding) && !isExcused(finding)).length,
    missed: labels.filter((label) => !label.optional && !taken.has(label)).length,
  };
}

/** A passage is found by whatever touches it; what touches none counts once a text. */
function countPassages(labels: Labels, findings: readonly Finding[]): Counts {
  const isIn = (label: Span): boolean => findings.some((finding) => overlap(label, finding) > 0);
  const wanted = labels.filter((label) => !label.optional);
  const found = wanted.filter(isIn).length;
  const isAstray = findings.some((finding) => labels.every((label) => overlap(label, finding) <= 0));
  return { found, false: isAstray ? 1 : 0, missed: wanted.length - found };
}

/** Of one kind in one text. A finding that is there twice is one finding. */
export function countKind(kind: Kind, labels: Labels, findings: readonly Finding[]): Counts {
  const ofKind = labels.filter((label) => label.kind === kind);
  const once = new Map(
    findings
      .filter((finding) => finding.kind === kind)
      .map((finding) => [`${finding.start}-${finding.end}`, finding] as const),
  );
  return (isPassageKind(kind) ? countPassages : countValues)(ofKind, [...once.values()]);
}

export const sum = (all: readonly Counts[]): Counts =>
  all.reduce<Counts>(
    (total, each) => ({
      found: total.found + each.found,
      false: total.false + each.false,
      missed: total.missed + each.missed,
    }),
    { found: 0, false: 0, missed: 0 },
  );

export function scoreOf(kind: Kind | "all", counts: Counts): Score {
  const all = 2 * counts.found + counts.false + counts.missed;
  return {
    ...counts,
    kind,
    n: counts.found + counts.missed,
    recall: wilson(counts.found, counts.found + counts.missed),
    precision: wilson(counts.found, counts.found + counts.false),
    f1: all === 0 ? undefined : (2 * counts.found) / all,
  };
}

export interface Judged {
  readonly text: LabelledText;
  readonly findings: readonly Finding[];
}

/** Of each of the kinds, by the rules of `docs/spec/recognise-data.md`. */
export const score = (judged: readonly Judged[], of: readonly Kind[] = kinds): Score[] =>
  of.map((kind) => scoreOf(kind, sum(judged.map(({ text, findings }) => countKind(kind, text.labels, findings)))));
