import type { Log } from "#/kernel/index.ts";

/** Steps back, latest first. What fails on the way is told and does not keep the rest from being done. */
export class Undo {
  readonly #steps: { readonly name: string; readonly step: () => void | Promise<void> }[] = [];
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  add(name: string, step: () => void | Promise<void>): void {
    this.#steps.push({ name, step });
  }

  async run(): Promise<void> {
    for (const { name, step } of this.#steps.splice(0).toReversed()) {
      try {
        await step();
      } catch (error) {
        this.#log.error({ step: name, reason: (error as Error).message }, "a part did not end in order");
      }
    }
  }
}
