import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { openObject } from "#/spaces/index.ts";
import type { CopiedAttachment } from "../downloads.ts";
import { isSender } from "../member-view.ts";
import { writersOf } from "../message-writer.ts";
import type { OpenedMessage } from "../open-messages.ts";
import type { MailApp } from "../types.ts";

/** An attachment that was taken back from everybody: the sender's mailbox keeps it. Undefined for anybody else. */
export async function openKept(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
  { row, recalled }: OpenedMessage,
  attachmentId: Id,
): Promise<CopiedAttachment | undefined> {
  const part = recalled.find((each) => each.attachmentId === attachmentId);
  if (!part || !isSender(actor, row)) return undefined;
  const place = await tx.query
    .selectFrom("mail_attachment")
    .select("object_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", row.message_id)
    .where("attachment_id", "=", attachmentId)
    .executeTakeFirst();
  const lies = { kind: "attachment", spaceId: actor.mailboxSpaceId };
  const object = place && (await openObject(app, tx, readerOf(actor), place.object_id, lies));
  if (!object) return undefined;
  // Whoever took it back signed for its new place: somebody of the firm, of a shared mailbox perhaps a colleague.
  const writer = (await writersOf(app, tx, [object.signerKeyId])).get(object.signerKeyId);
  if (writer?.kind !== "member" || object.sizeBytes !== part.sizeBytes)
    throw new Refusal("invalid", "vault.signature_wrong");
  return { part, object };
}
