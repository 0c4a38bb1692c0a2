import type { Selectable } from "kysely";
import { type CertificatesApp, verifiedKeys } from "#/certificates/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, idBytes, Refusal, utf8 } from "#/kernel/index.ts";
import { signEd25519, type Signer, verifyEd25519 } from "#/vault/index.ts";

export type StandInRow = Selectable<Schema["mail_stand_in"]>;
type Said = Pick<
  StandInRow,
  "stand_in_id" | "mailbox_space_id" | "owner_id" | "member_id" | "from_at" | "until_at" | "next_epoch"
>;

const signedForm = (organisationId: Id, said: Said): Bytes =>
  concat(
    utf8("zegel/v1/stand-in\0"),
    ...[organisationId, said.stand_in_id, said.mailbox_space_id, said.owner_id, said.member_id].map(idBytes),
    utf8([said.from_at.toISOString(), said.until_at.toISOString(), said.next_epoch].join(" ")),
  );

/** Whose mailbox it is answers for who may act in it, and until when. */
export const signStandIn = (organisationId: Id, said: Said, signer: Signer) => ({
  signature: signEd25519(signer.ed25519Seed, signedForm(organisationId, said)),
  key_id: signer.keyId,
});

/** @throws Refusal `vault.signature_wrong` for one that the mailbox's owner did not name like this. */
export async function assertNamedByOwner(app: CertificatesApp, tx: Transaction, row: StandInRow): Promise<void> {
  const key = (await verifiedKeys(app, tx, [row.key_id], { revoked: "accepted" })).get(row.key_id);
  const isOwner = key?.kind === "person" && key.subjectId === row.owner_id;
  if (!isOwner || !key.ed25519 || !verifyEd25519(key.ed25519, signedForm(tx.organisationId, row), row.signature))
    throw new Refusal("invalid", "vault.signature_wrong");
}

export interface RunningStandIn {
  readonly standInId: Id;
  readonly mailboxSpaceId: Id;
  readonly owner: { readonly memberId: Id; readonly email: string; readonly name: string };
}

/** The mailbox in which the member stands in at this moment; undefined when they don't. */
export async function runningStandIn(
  app: CertificatesApp,
  tx: Transaction,
  {
    memberId,
    now,
    ...sought
  }: { readonly memberId: Id; readonly now: Date } & ({ readonly mailboxSpaceId: Id } | { readonly email: string }),
): Promise<RunningStandIn | undefined> {
  const row = await tx.query
    .selectFrom("mail_stand_in as standing")
    .innerJoin("identity_member as owner", (join) =>
      join
        .onRef("owner.organisation_id", "=", "standing.organisation_id")
        .onRef("owner.member_id", "=", "standing.owner_id")
        .onRef("owner.mailbox_space_id", "=", "standing.mailbox_space_id"),
    )
    .selectAll("standing")
    .select(["owner.email", "owner.name"])
    .where("standing.organisation_id", "=", tx.organisationId)
    .where("standing.member_id", "=", memberId)
    .where("standing.ended_at", "is", null)
    .where("standing.from_at", "<=", now)
    .where("standing.until_at", ">", now)
    .where("owner.state", "in", ["active", "locked"])
    .$if("email" in sought, (query) => query.where("owner.email", "=", (sought as { email: string }).email))
    .$if("mailboxSpaceId" in sought, (query) =>
      query.where("standing.mailbox_space_id", "=", (sought as { mailboxSpaceId: Id }).mailboxSpaceId),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  await assertNamedByOwner(app, tx, row);
  const owner = { memberId: row.owner_id, email: row.email, name: row.name };
  return { standInId: row.stand_in_id, mailboxSpaceId: row.mailbox_space_id, owner };
}
