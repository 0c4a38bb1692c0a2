import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { type Bytes, concat, type Id, newId } from "#/kernel/index.ts";
import { openSealedStream, sealStreamTo } from "#/vault/index.ts";
import { auditActorOf } from "./actors.ts";
import { noteAddressUse } from "./drafts/address-use.ts";
import { insertDispatch, type PreparedDispatch } from "./queue-dispatch.ts";
import { decodeRelay, encodeRelay, type RelayEnvelope } from "./relay-content.ts";
import type { MailApp } from "./types.ts";

const inDatabaseBytes = 65_536;

/**
 * Seals a mail to the queue key as it comes in, in flat memory: up to 64 KiB for the row, above in the blob store, where it
 * is durable when this resolves. If no transaction comes, `discardDispatch`.
 */
export async function prepareRelay(
  app: Pick<MailApp, "secrets" | "blobs">,
  envelope: RelayEnvelope,
  raw: AsyncIterable<Bytes>,
): Promise<PreparedDispatch> {
  await app.blobs.assertRoom();
  const dispatchId = newId();
  const key = app.secrets.queue.current();
  const facts = { dispatchId, kind: "relay", recipientId: null, linkId: null, queueKeyId: key.id } as const;
  const sealing = sealStreamTo(key.publicKey, encodeRelay(envelope, raw));
  const parts: Bytes[] = [];
  let sizeBytes = 0;
  for (let next = await sealing.next(); !next.done; next = await sealing.next()) {
    parts.push(next.value);
    sizeBytes += next.value.byteLength;
    if (sizeBytes > inDatabaseBytes) {
      const written = await app.blobs.write(dispatchId, resumed(parts, sealing));
      return { ...facts, payloadBytes: written.sizeBytes, place: { blobId: dispatchId } };
    }
  }
  return { ...facts, payloadBytes: sizeBytes, place: { sealed: concat(...parts) } };
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** The mail that was prepared, once more from its beginning. */
export async function* reopenPrepared(
  app: Pick<MailApp, "secrets" | "blobs">,
  { queueKeyId, place }: PreparedDispatch,
): AsyncGenerator<Bytes, void> {
  const secret = app.secrets.queue.secret(queueKeyId)!;
  const sealed = "sealed" in place ? onePart(place.sealed) : app.blobs.read(place.blobId);
  const { raw } = await decodeRelay(openSealedStream(secret, sealed));
  yield* raw;
}

async function* resumed(parts: Bytes[], sealing: AsyncGenerator<Bytes, void>): AsyncGenerator<Bytes, void> {
  for (let part = parts.shift(); part; part = parts.shift()) yield part;
  yield* sealing;
}

/** In a transaction: what was prepared, with its job and audit entry. */
export async function insertRelay(
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  prepared: PreparedDispatch,
  { envelope, at, rules = {} }: { readonly envelope: RelayEnvelope; readonly at: Date; readonly rules?: RelayRules },
): Promise<void> {
  await insertDispatch(tx, prepared, at);
  const emails = envelope.to.map(({ email }) => email.toLowerCase());
  // Whom one writes to the ordinary way is known all the same.
  await noteAddressUse(tx, actor.mailboxSpaceId, emails, at);
  const direct = envelope.direct ? { direct: envelope.direct } : {};
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: "mail.message-relayed",
    subject: { kind: "dispatch", id: prepared.dispatchId },
    details: {
      recipients: envelope.to.map(({ email }) => email),
      sizeBytes: prepared.payloadBytes,
      ...rules,
      ...direct,
    },
  });
}

/** What the agreements said of a mail that was relayed all the same. */
export type RelayRules = { readonly agreements?: number; readonly rules?: string[] };

/** Queues what was prepared; committed when it resolves. */
export async function queueRelay(
  app: Pick<MailApp, "clock" | "database">,
  actor: MemberActor | AppPasswordActor,
  prepared: PreparedDispatch,
  {
    alongside,
    ...relay
  }: {
    readonly envelope: RelayEnvelope;
    readonly rules?: RelayRules;
    readonly alongside?: (tx: Transaction) => Promise<void>;
  },
): Promise<Id> {
  const at = app.clock.now();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await insertRelay(tx, actor, prepared, { ...relay, at });
    await alongside?.(tx);
  });
  return prepared.dispatchId;
}
