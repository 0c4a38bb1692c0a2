import { verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import type { OpenedObject, SpacesApp } from "#/spaces/index.ts";
import type { MessageRow } from "./message-row.ts";

/** Whose hand an object is in: a member's, also through an application password, or the intake's for a guest. */
export type Writer = { readonly kind: "member"; readonly memberId: Id } | { readonly kind: "guest" };

const wrong = (): Refusal => new Refusal("invalid", "vault.signature_wrong");

/** By the key that signed, as certificates say it. */
export async function writersOf(
  app: SpacesApp,
  tx: Transaction,
  signerKeyIds: readonly Id[],
): Promise<Map<Id, Writer>> {
  const keys = await verifiedKeys(app, tx, signerKeyIds, { revoked: "accepted" });
  const programs = [...keys.values()].filter(({ kind }) => kind === "sub-identity");
  const issuerIds = programs.map(({ issuerKeyId }) => issuerKeyId);
  const people = await verifiedKeys(app, tx, issuerIds, { revoked: "accepted" });
  const writers = [...keys].map(([keyId, key]): [Id, Writer] => {
    if (key.kind === "intake") return [keyId, { kind: "guest" }];
    const person = key.kind === "sub-identity" ? people.get(key.issuerKeyId) : key;
    if (person?.kind !== "person") throw wrong();
    return [keyId, { kind: "member", memberId: person.subjectId }];
  });
  return new Map(writers);
}

/** Who may write in the database can name any sender in a row, and seal to any epoch; but signs with one's own key. */
export const isWrittenBySender = (
  { sender_kind: kind, sender_id: senderId }: Pick<MessageRow, "sender_kind" | "sender_id">,
  writer: Writer | undefined,
): boolean => writer?.kind === kind && (writer.kind === "guest" || writer.memberId === senderId);

/** @throws Refusal `vault.signature_wrong` unless what a message's row names was written by the message's sender. */
export function assertWrittenBySender(row: MessageRow, writer: Writer | undefined): Writer {
  if (!writer || !isWrittenBySender(row, writer)) throw wrong();
  return writer;
}

/** @throws Refusal `vault.signature_wrong` for an attachment in another hand than the message, or of another size. */
export function assertBelongs(
  object: OpenedObject,
  message: { readonly signerKeyId: Id },
  part: { readonly sizeBytes: number },
): void {
  if (object.signerKeyId !== message.signerKeyId || object.sizeBytes !== part.sizeBytes) throw wrong();
}
