import type { Selectable } from "kysely";
import { z } from "zod";
import { type CertificatesApp, verifiedKeys } from "#/certificates/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import {
  base64url,
  type Bytes,
  concat,
  fromBase64url,
  fromUtf8,
  type Id,
  idBytes,
  Refusal,
  utf8,
} from "#/kernel/index.ts";
import { signEd25519, type Signer, verifyEd25519 } from "#/vault/index.ts";

type MailboxRow = Selectable<Schema["mail_mailbox"]>;

const statementSchema = z.object({
  version: z.literal(1),
  mailboxId: z.string(),
  email: z.string(),
  name: z.string(),
  /** The newest key of the mailbox: what is written to it is sealed to this one and no other. */
  epoch: z.number().int(),
  publicKey: z.string(),
  memberIds: z.array(z.string()),
  at: z.string(),
  /** Since when nothing new arrives. */
  closedAt: z.iso.datetime().nullable().default(null),
});

/** A shared mailbox as an admin said it last. */
export interface SharedMailbox {
  readonly mailboxId: Id;
  readonly email: string;
  readonly name: string;
  readonly epoch: number;
  readonly publicKey: Bytes;
  readonly memberIds: readonly Id[];
  /** An instant; null while it is in use. */
  readonly closedAt: string | null;
}

const signed = (organisationId: Id, statement: Bytes): Bytes =>
  concat(utf8("zegel/v1/shared-mailbox\0"), idBytes(organisationId), statement);

/**
 * Columns of a shared mailbox, answered for with the issuing key, which admins hold: who may write in the database can
 * neither lead its address to another space, nor name another key, nor let anybody in.
 */
export function sealStatement(organisationId: Id, mailbox: SharedMailbox, issuing: Signer, at: Date) {
  const { publicKey, ...facts } = mailbox;
  const said = { version: 1, ...facts, publicKey: base64url(publicKey), at: at.toISOString() };
  const statement = utf8(JSON.stringify(said));
  return {
    email: mailbox.email,
    name: mailbox.name,
    statement,
    signature: signEd25519(issuing.ed25519Seed, signed(organisationId, statement)),
    issuing_key_id: issuing.keyId,
  };
}

const wrong = (): Refusal => new Refusal("invalid", "vault.signature_wrong");

function readStatement(row: MailboxRow): SharedMailbox {
  const said = statementSchema.parse(JSON.parse(fromUtf8(row.statement)));
  const publicKey = fromBase64url(said.publicKey);
  const isOfRow = said.mailboxId === row.mailbox_space_id && said.email === row.email;
  if (!isOfRow || publicKey?.byteLength !== 32) throw wrong();
  const { mailboxId, email, name, epoch, memberIds, closedAt } = said;
  return { mailboxId, email, name, epoch, publicKey, memberIds, closedAt };
}

/** @throws Refusal `vault.signature_wrong` for a row that no admin answers for. */
export async function verifiedMailboxes(
  app: CertificatesApp,
  tx: Transaction,
  rows: readonly MailboxRow[],
): Promise<SharedMailbox[]> {
  const keyIds = rows.map((row) => row.issuing_key_id);
  const keys = await verifiedKeys(app, tx, keyIds, { revoked: "accepted" });
  return rows.map((row) => {
    const key = keys.get(row.issuing_key_id);
    const isIssuing = key?.kind === "issuing" && key.ed25519;
    if (!isIssuing || !verifyEd25519(isIssuing, signed(tx.organisationId, row.statement), row.signature)) throw wrong();
    return readStatement(row);
  });
}

type Sought = { readonly emails: readonly string[] } | { readonly mailboxIds: readonly Id[] } | "all";

/** Shared mailboxes, each as an admin said it, by address. */
export async function sharedMailboxes(app: CertificatesApp, tx: Transaction, sought: Sought): Promise<SharedMailbox[]> {
  const values = sought === "all" ? undefined : Object.values(sought)[0]!;
  if (values?.length === 0) return [];
  const column = sought !== "all" && "emails" in sought ? "email" : "mailbox_space_id";
  const rows = await tx.query
    .selectFrom("mail_mailbox")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .$if(values !== undefined, (query) => query.where(column, "in", values!))
    .orderBy("email")
    .execute();
  return verifiedMailboxes(app, tx, rows);
}

/** One shared mailbox, its row locked; undefined when there is none. */
export async function lockedMailbox(
  app: CertificatesApp,
  tx: Transaction,
  mailboxId: Id,
): Promise<SharedMailbox | undefined> {
  const row = await tx.query
    .selectFrom("mail_mailbox")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxId)
    .forUpdate()
    .executeTakeFirst();
  return row && (await verifiedMailboxes(app, tx, [row]))[0];
}
