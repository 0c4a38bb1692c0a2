import type { Selectable } from "kysely";
import { type CertificatesApp, verifiedKeys } from "#/certificates/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, idBytes, utf8 } from "#/kernel/index.ts";
import type { SpacesApp } from "#/spaces/index.ts";
import { signEd25519, type Signer, verifyEd25519 } from "#/vault/index.ts";
import type { Colleague } from "../house.ts";
import { sharedMailboxes } from "../mailboxes/statement.ts";

const statement = (organisationId: Id, conversationId: Id, mailboxSpaceId: Id): Bytes =>
  concat(utf8("zegel/v1/share\0"), ...[organisationId, conversationId, mailboxSpaceId].map(idBytes));

/** Who let a colleague in answers for it: what comes later is sealed for the colleague on the strength of this. */
export async function rememberShare(
  tx: Transaction,
  signer: Signer,
  {
    conversationId,
    colleague: { mailboxSpaceId, memberId },
    sharedBy,
    at,
  }: { readonly conversationId: Id; readonly colleague: Colleague; readonly sharedBy: Id; readonly at: Date },
): Promise<void> {
  const values = {
    shared_by: sharedBy,
    signature: signEd25519(signer.ed25519Seed, statement(tx.organisationId, conversationId, mailboxSpaceId)),
    signer_key_id: signer.keyId,
    created_at: at,
  };
  await tx.query
    .insertInto("mail_share")
    .values({
      organisation_id: tx.organisationId,
      conversation_id: conversationId,
      mailbox_space_id: mailboxSpaceId,
      member_id: memberId!,
      ...values,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "conversation_id", "mailbox_space_id"]).doUpdateSet(values),
    )
    .execute();
}

type ShareRow = Pick<
  Selectable<Schema["mail_share"]>,
  "conversation_id" | "mailbox_space_id" | "signature" | "signer_key_id"
>;

/** Of each mailbox the member who let it in; what nobody signed like this is left out. Rows of one conversation. */
export async function signersOf(app: CertificatesApp, tx: Transaction, rows: readonly ShareRow[]) {
  const keyIds = rows.map((row) => row.signer_key_id);
  const keys = await verifiedKeys(app, tx, keyIds, { revoked: "accepted" });
  const signedBy = new Map<Id, Id>();
  for (const row of rows) {
    const key = keys.get(row.signer_key_id);
    const signed = statement(tx.organisationId, row.conversation_id, row.mailbox_space_id);
    if (key?.kind === "person" && key.ed25519 && verifyEd25519(key.ed25519, signed, row.signature))
      signedBy.set(row.mailbox_space_id, key.subjectId);
  }
  return signedBy;
}

/** Mailboxes that were let into the conversation by one of its readers, or by somebody whom such a reader let in. */
export async function sharedWith(
  app: SpacesApp,
  tx: Transaction,
  conversationId: Id,
  readers: readonly Colleague[],
  candidates: readonly Colleague[],
): Promise<Colleague[]> {
  const rows = await tx.query
    .selectFrom("mail_share")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("conversation_id", "=", conversationId)
    .execute();
  if (rows.length === 0) return [];
  const signedBy = await signersOf(app, tx, rows);
  const sharedIds = readers.filter(({ memberId }) => memberId === undefined).map((each) => each.mailboxSpaceId);
  const shared = await sharedMailboxes(app, tx, { mailboxIds: sharedIds });
  const trusted = new Set([
    ...readers.flatMap(({ memberId }) => memberId ?? []),
    // Who is in a shared mailbox answers for what is shared out of it.
    ...shared.flatMap(({ memberIds }) => memberIds),
  ]);
  const found = new Map<Id, Colleague>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const each of candidates) {
      const by = signedBy.get(each.mailboxSpaceId);
      if (!by || !trusted.has(by)) continue;
      found.set(each.mailboxSpaceId, each);
      if (each.memberId) trusted.add(each.memberId);
    }
  }
  return [...found.values()];
}
