import { type Bytes, type Id, isRefusal } from "#/kernel/index.ts";
import { openSealedStream } from "#/vault/index.ts";
import type { Delivery, TryHooks } from "./delivery/answers.ts";
import { handOver } from "./delivery/hand-over.ts";
import { type Smarthost, SmtpPool } from "./delivery/smtp-pool.ts";
import { decodeRelay, type RelayEnvelope } from "./relay-content.ts";
import type { MailApp } from "./types.ts";

/** Hands a mail to the smarthost as a stream; never throws for what the other side does. */
export interface RelayTransport {
  deliverRaw(envelope: RelayEnvelope, raw: AsyncIterable<Bytes>, hooks?: TryHooks): Promise<Delivery>;
}

interface RelayRow {
  readonly queue_key_id: string;
  readonly sealed: Bytes | null;
  readonly blob_id: Id | null;
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

async function* withHeader(header: Bytes | undefined, raw: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  if (header) yield header;
  yield* raw;
}

/**
 * Hands a queued mail on, byte for byte, in flat memory. Undefined when its key is gone (a restore without the queue's
 * keys) or it is damaged: then it can never leave. `header` is set before it, such as a signature. `envelope` is given so that the sender can be told what became of it.
 */
export async function dispatchRelay(
  app: Pick<MailApp, "secrets" | "blobs">,
  row: RelayRow,
  transport: RelayTransport,
  { header, ...hooks }: TryHooks & { readonly header?: Bytes | undefined } = {},
): Promise<{ readonly envelope: RelayEnvelope; readonly delivery: Delivery } | undefined> {
  const secret = app.secrets.queue.secret(row.queue_key_id);
  const sealed = row.sealed ? onePart(row.sealed) : row.blob_id ? app.blobs.read(row.blob_id) : undefined;
  if (!secret || !sealed) return undefined;
  try {
    const { envelope, raw } = await decodeRelay(openSealedStream(secret, sealed));
    try {
      return { envelope, delivery: await transport.deliverRaw(envelope, withHeader(header, raw), hooks) };
    } finally {
      await raw.return();
    }
  } catch (error) {
    if (isRefusal(error) && error.code.startsWith("vault.")) return undefined;
    throw error;
  }
}

/** The smarthost for mail that is passed on as it came. */
export const openRelayTransport = (smarthost: Smarthost): RelayTransport & { close(): void } => {
  const pool = new SmtpPool(smarthost);
  return {
    deliverRaw: (envelope, raw, hooks) => handOver(pool, envelope, raw, hooks),
    close: () => pool.close(),
  };
};
