import { type FindingCount, type FindingKind, passageKinds } from "../contract/findings.ts";
import type { Finding } from "./types.ts";

const passages: ReadonlySet<string> = new Set(passageKinds);
/** More different values of a kind are counted, and no longer told apart. */
const mostRemembered = 10_000;
const steps = 20;

interface Seen {
  /** How surely each was found. Digests would cost more than the values do: they live as long as the counting. */
  readonly values: Map<string, number>;
  beyond: number;
}

const sureness = (confidence: number): number => Math.floor(confidence * steps) / steps;

/** Counts the different values among findings, over several texts; a passage counts each time. Values stay in memory. */
export class FindingCounter {
  readonly #seen = new Map<FindingKind, Seen>();
  #passages = 0;

  /** `findings` with offsets in `text`. */
  add(text: string, findings: readonly Finding[]): void {
    for (const { kind, start, end, confidence } of findings) {
      const seen = this.#seen.get(kind) ?? { values: new Map<string, number>(), beyond: 0 };
      this.#seen.set(kind, seen);
      // The same number in other spacing is the same person's.
      const value = passages.has(kind) ? `${(this.#passages += 1)}` : plainValue(text.slice(start, end));
      const known = seen.values.get(value);
      if (known === undefined && seen.values.size >= mostRemembered) seen.beyond += 1;
      else seen.values.set(value, Math.max(known ?? 0, sureness(confidence)));
    }
  }

  /** Different values of some kinds, each as `kind:value` without separators. For who may keep values. */
  values(kinds: ReadonlySet<FindingKind>, most: number): string[] {
    const wanted = [...this.#seen].filter(([kind]) => kinds.has(kind));
    return wanted.flatMap(([kind, { values }]) => [...values.keys()].map((value) => `${kind}:${value}`)).slice(0, most);
  }

  /** Kinds with how many different values, by how surely they were found; no values. */
  counts(): FindingCount[] {
    return [...this.#seen]
      .flatMap(([kind, { values, beyond }]) => {
        const bySureness = new Map<number, number>();
        for (const sure of values.values()) bySureness.set(sure, (bySureness.get(sure) ?? 0) + 1);
        if (beyond > 0) bySureness.set(1, (bySureness.get(1) ?? 0) + beyond);
        return [...bySureness].map(([confidence, count]) => ({ kind, count, confidence }));
      })
      .toSorted((a, b) => (a.kind === b.kind ? b.confidence - a.confidence : a.kind < b.kind ? -1 : 1));
  }
}

const plainValue = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
