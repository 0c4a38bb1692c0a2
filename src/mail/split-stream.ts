import type { Bytes } from "#/kernel/index.ts";

/** One source for two readers, neither of whom gets far ahead: memory stays flat. */
export interface SplitStream {
  /** Drives the source; every piece is also kept for the second reader. */
  readonly first: AsyncGenerator<Bytes, void>;
  /** Sees all from the beginning, also when it starts later. Until then the first one may go on to the bound. */
  readonly second: AsyncIterable<Bytes>;
  /** Makes the second reader fail, since the whole will not come. */
  fail(error: unknown): void;
}

/** What the first reader meets when the second one let go: why is known to who drove the second. */
export class ReaderStopped extends Error {
  override readonly name = "ReaderStopped";
}

/**
 * Splits a source. Once more than `aheadBytes` wait for the second reader, the first waits for it; if nobody reads the
 * second, the first would wait for ever, so somebody must start reading it before that much has passed.
 */
export function splitStream(source: AsyncIterable<Bytes>, aheadBytes: number): SplitStream {
  const waiting: Bytes[] = [];
  let waitingBytes = 0;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const tell = (): void => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    tell();
  };

  const mustWait = (): boolean => waitingBytes > aheadBytes && !failure;

  async function* first(): AsyncGenerator<Bytes, void> {
    for await (const piece of source) {
      waiting.push(piece);
      waitingBytes += piece.byteLength;
      tell();
      while (mustWait()) await changed.promise;
      if (failure) throw failure.error;
      yield piece;
    }
    ended = true;
    tell();
  }

  async function* second(): AsyncGenerator<Bytes, void> {
    try {
      for (;;) {
        if (failure) throw failure.error;
        const piece = waiting.shift();
        if (piece) {
          waitingBytes -= piece.byteLength;
          tell();
          yield piece;
        } else if (ended) return;
        else await changed.promise;
      }
    } finally {
      if (!ended || waiting.length > 0) fail(failure?.error ?? new ReaderStopped("the second reader stopped"));
    }
  }

  return { first: first(), second: { [Symbol.asyncIterator]: second }, fail };
}
