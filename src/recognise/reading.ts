import type { ValueKind } from "./types.ts";
import type { Dictionary } from "./dictionary.ts";
import type { Surroundings } from "./surroundings.ts";
import type { TextWindow } from "./window.ts";

/** A finding before it is settled; places in the window. */
export interface Candidate {
  readonly kind: ValueKind;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
  readonly reasons: readonly string[];
}

/** What a rule is given. */
export interface Reading {
  readonly window: TextWindow;
  readonly near: Surroundings;
  readonly dictionary: Dictionary;
  /** Names that are known, folded, as words. */
  /** Where the last date of birth ended, 0 before the first. */
  lastBirth: number;
  readonly knownNames: ReadonlyMap<string, readonly (readonly string[])[]>;
  add(kind: ValueKind, start: number, end: number, confidence: number, reasons: readonly string[]): void;
}

const overlaps = (a: Candidate, b: Candidate): boolean => a.start < b.end && b.start < a.end;

function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.confidence !== b.confidence) return a.confidence > b.confidence;
  return a.end - a.start > b.end - b.start;
}

/** Of candidates that lie over each other, the surer one, then the longer one. */
export function settle(candidates: readonly Candidate[]): Candidate[] {
  const sorted = candidates.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    const last = kept.at(-1);
    if (!last || !overlaps(last, candidate)) kept.push(candidate);
    else if (isBetter(candidate, last)) {
      kept.pop();
      const before = kept.at(-1);
      if (before && overlaps(before, candidate)) continue;
      kept.push(candidate);
    }
  }
  return kept;
}
