import { type FindingCount, mostPersonValues, personKinds } from "#/contract/index.ts";
import { FindingCounter, Recogniser } from "#/recognise/index.ts";

const windowUnits = 65_536;

/** Counts what is found in one message, in all its texts. Values stay in memory until it is thrown away. */
export class FoundValues {
  readonly #counter = new FindingCounter();

  /** Looks through a text; lets other work through now and then. */
  async read(text: string): Promise<void> {
    const recogniser = new Recogniser();
    for (let start = 0; start < text.length; start += windowUnits) {
      this.#counter.add(text, recogniser.push(text.slice(start, start + windowUnits)));
      if (text.length > windowUnits) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#counter.add(text, recogniser.end());
  }

  /** Numbers that stand for one person: in memory alone. */
  people(): string[] {
    return this.#counter.values(personKinds, mostPersonValues);
  }

  counts(): FindingCount[] {
    return this.#counter.counts();
  }
}
