import type { Client } from "pg";
import type { Bytes } from "#/kernel/index.ts";

/** What `pg` gives a query of its own kind: the messages of the protocol, and the socket to hold back. */
interface Wire {
  readonly stream: NodeJS.ReadableStream & NodeJS.WritableStream & { readonly writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Bytes): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

const heldBytes = 2 ** 20;

/** `COPY n`: how many rows went over. */
const rowsIn = (text: string): number => Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);

/** Messages that a query of any kind may get, and that a copy has no use for. */
class Copy {
  rows = 0;
  readonly text: string;
  protected wire: Wire | undefined;
  protected readonly ended = Promise.withResolvers<void>();

  constructor(text: string) {
    this.text = text;
    // Whoever reads sees it; nobody may be reading at the moment.
    this.ended.promise.catch(() => undefined);
  }

  submit(wire: unknown): void {
    this.wire = wire as Wire;
    this.wire.query(this.text);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  handleCommandComplete(message: { readonly text: string }): void {
    this.rows = rowsIn(message.text);
  }

  handleError(error: Error): void {
    this.ended.reject(error);
  }

  handleReadyForQuery(): void {
    this.ended.resolve();
  }
}

class CopyOut extends Copy {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isOver = false;
  #isUnwanted = false;
  #wake = Promise.withResolvers<void>();

  handleCopyData(message: { readonly chunk: Buffer }): void {
    if (this.#isUnwanted) return;
    // The parser uses its buffer again.
    this.#held.push(Buffer.from(message.chunk));
    this.#heldBytes += message.chunk.byteLength;
    if (this.#heldBytes >= heldBytes) this.wire!.stream.pause();
    this.#wake.resolve();
  }

  async *parts(): AsyncGenerator<Bytes, void> {
    const over = (): void => {
      this.#isOver = true;
      this.#wake.resolve();
    };
    this.ended.promise.then(over, over);
    try {
      for (;;) {
        while (this.#held.length > 0) {
          const part = Buffer.concat(this.#held);
          this.#held = [];
          this.#heldBytes = 0;
          this.wire!.stream.resume();
          yield part;
        }
        if (this.#isOver) break;
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
      await this.ended.promise;
    } finally {
      this.#isUnwanted = true;
      this.wire?.stream.resume();
    }
  }
}

class CopyIn extends Copy {
  readonly #source: AsyncIterable<Bytes>;
  #failure: unknown;

  constructor(text: string, source: AsyncIterable<Bytes>) {
    super(text);
    this.#source = source;
  }

  handleCopyInResponse(): void {
    void this.#pour();
  }

  async #pour(): Promise<void> {
    const wire = this.wire!;
    try {
      for await (const part of this.#source) {
        wire.sendCopyFromChunk(part);
        if (!wire.stream.writableNeedDrain) continue;
        const drained = new Promise<void>((resolve) => wire.stream.once("drain", () => resolve()));
        await Promise.race([drained, this.ended.promise]);
      }
      wire.endCopyFrom();
    } catch (error) {
      this.#failure ??= error;
      wire.sendCopyFail("the source failed");
    }
  }

  async done(): Promise<number> {
    try {
      await this.ended.promise;
    } catch (error) {
      throw this.#failure ?? error;
    }
    return this.rows;
  }
}

/** Runs `COPY … TO STDOUT` in flat memory. `rows` is known once the parts have been read to their end. */
export function copyOut(client: Client, text: string): { parts(): AsyncIterable<Bytes>; rows(): number } {
  const copy = client.query(new CopyOut(text));
  return { parts: () => copy.parts(), rows: () => copy.rows };
}

/** Runs `COPY … FROM STDIN` in flat memory, and gives the number of rows. */
export async function copyIn(client: Client, text: string, source: AsyncIterable<Bytes>): Promise<number> {
  return client.query(new CopyIn(text, source)).done();
}
