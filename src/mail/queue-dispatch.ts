import type { Transaction } from "#/db/index.ts";
import { addJob } from "#/jobs/index.ts";
import { type Bytes, type Id, newId } from "#/kernel/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import { type DispatchContent, decodeDispatch, encodeDispatch } from "./dispatch-content.ts";
import { envelopeId } from "./delivery/envelope-id.ts";
import type { MailApp } from "./types.ts";

export const dispatchJob = "mail.dispatch";

export type DispatchKind = "notification" | "reminder" | "sms" | "notice" | "relay" | "invitation";

/** Sealed to the queue key, and durable where it is large; it leaves when it is inserted and the transaction commits. */
export interface PreparedDispatch {
  readonly dispatchId: Id;
  readonly kind: DispatchKind;
  readonly recipientId: Id | null;
  readonly linkId: Id | null;
  readonly queueKeyId: string;
  readonly place: { readonly sealed: Bytes } | { readonly blobId: Id };
  readonly payloadBytes: number;
}

export interface PrepareDispatch {
  readonly kind: DispatchKind;
  readonly recipientId?: Id | undefined;
  readonly linkId?: Id | undefined;
  readonly content: DispatchContent;
}

const inDatabaseBytes = 65_536;

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** Envelope and Message-ID say which dispatch it is, so that a report on it finds back. */
function named({ secrets }: Pick<MailApp, "secrets">, dispatchId: Id, content: DispatchContent): DispatchContent {
  if (content.type !== "mail") return content;
  const { envelope, message } = content;
  const id = envelopeId(secrets.pepper, dispatchId);
  const domain = message.from.address.split("@").at(-1);
  return { ...content, envelope: { ...envelope, id }, message: { ...message, messageId: `<${id}@${domain}>` } };
}

/** Before the transaction: a large one is written to the blob store. If no transaction comes, `discardDispatch`. */
export async function prepareDispatch(
  app: Pick<MailApp, "secrets" | "blobs">,
  { kind, recipientId = undefined, linkId = undefined, content }: PrepareDispatch,
): Promise<PreparedDispatch> {
  const dispatchId = newId();
  const key = app.secrets.queue.current();
  const sealed = sealTo(key.publicKey, encodeDispatch(named(app, dispatchId, content)));
  const facts = {
    dispatchId,
    kind,
    recipientId: recipientId ?? null,
    linkId: linkId ?? null,
    queueKeyId: key.id,
    payloadBytes: sealed.byteLength,
  };
  if (sealed.byteLength <= inDatabaseBytes) return { ...facts, place: { sealed } };
  await app.blobs.write(dispatchId, onePart(sealed));
  return { ...facts, place: { blobId: dispatchId } };
}

export async function discardDispatch(app: Pick<MailApp, "blobs">, prepared: PreparedDispatch): Promise<void> {
  if ("blobId" in prepared.place) await app.blobs.remove(prepared.place.blobId);
}

/** In the act's transaction: the row and the job that sends it. */
export async function insertDispatch(tx: Transaction, prepared: PreparedDispatch, at: Date): Promise<void> {
  const { organisationId } = tx;
  tx.soon(
    tx.query.insertInto("mail_dispatch").values({
      organisation_id: organisationId,
      dispatch_id: prepared.dispatchId,
      kind: prepared.kind,
      recipient_id: prepared.recipientId,
      link_id: prepared.linkId,
      queue_key_id: prepared.queueKeyId,
      sealed: "sealed" in prepared.place ? prepared.place.sealed : null,
      blob_id: "blobId" in prepared.place ? prepared.place.blobId : null,
      payload_bytes: prepared.payloadBytes,
      state: "queued",
      created_at: at,
    }),
  );
  await addJob(tx, dispatchJob, { organisationId, dispatchId: prepared.dispatchId }, { key: prepared.dispatchId });
}

/** What was queued, or undefined when its key is no longer there. */
export async function openDispatch(
  app: Pick<MailApp, "secrets" | "blobs">,
  row: { readonly queue_key_id: string; readonly sealed: Bytes | null; readonly blob_id: Id | null },
): Promise<DispatchContent | undefined> {
  const secret = app.secrets.queue.secret(row.queue_key_id);
  if (!secret) return undefined;
  const sealed = row.sealed ?? (row.blob_id && Buffer.concat(await Array.fromAsync(app.blobs.read(row.blob_id))));
  const plain = sealed ? openSealed(secret, sealed) : undefined;
  return plain && decodeDispatch(plain);
}
