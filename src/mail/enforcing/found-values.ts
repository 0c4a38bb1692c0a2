import { type FindingCount, type FindingKind, passageKinds } from "#/contract/index.ts";
import { type Finding, Recogniser } from "#/recognise/index.ts";

const passages: ReadonlySet<string> = new Set(passageKinds);
/** More different values of a kind are counted, and no longer told apart. */
const mostRemembered = 10_000;
const windowUnits = 65_536;
const steps = 20;

interface Seen {
  /** Digests would cost more than the values do: they live as long as the looking. */
  readonly values: Map<string, number>;
  beyond: number;
}

const sureness = (confidence: number): number => Math.floor(confidence * steps) / steps;

/** Counts what is found in one message, in all its texts. Values stay in memory until it is thrown away. */
export class FoundValues {
  readonly #seen = new Map<FindingKind, Seen>();
  #passages = 0;

  /** Looks through a text; lets other work through now and then. */
  async read(text: string): Promise<void> {
    const recogniser = new Recogniser();
    for (let start = 0; start < text.length; start += windowUnits) {
      const piece = text.slice(start, start + windowUnits);
      this.#add(text, recogniser.push(piece));
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#add(text, recogniser.end());
  }

  #add(text: string, findings: readonly Finding[]): void {
    for (const { kind, start, end, confidence } of findings) {
      const seen = this.#seen.get(kind) ?? { values: new Map<string, number>(), beyond: 0 };
      this.#seen.set(kind, seen);
      // The same number in other spacing is the same person's; a passage is counted each time.
      const value = passages.has(kind)
        ? `${(this.#passages += 1)}`
        : text
            .slice(start, end)
            .normalize("NFKC")
            .replaceAll(/[^\p{L}\p{N}]+/gu, "")
            .toLowerCase();
      const known = seen.values.get(value);
      if (known === undefined && seen.values.size >= mostRemembered) seen.beyond += 1;
      else seen.values.set(value, Math.max(known ?? 0, sureness(confidence)));
    }
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
