import type { Selectable } from "kysely";
import { type CertificatesApp, verifiedKeys } from "#/certificates/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Bytes, concat, type Id, idBytes, Refusal, utf8 } from "#/kernel/index.ts";
import { signEd25519, type Signer, verifyEd25519 } from "#/vault/index.ts";

export type ContactRow = Selectable<Schema["mail_contact"]>;

/** Whose memory it is: the firm's, or that of one mailbox. */
export type Book = "firm" | { readonly mailboxSpaceId: Id };

/** All that decides how a contact is checked, and what the contact is called. */
export type RememberedCheck = Pick<
  ContactRow,
  "verification" | "sealed_phone" | "phone_epoch" | "password_salt" | "password_public" | "sealed_name" | "name_epoch"
>;
export type SignedCheck = RememberedCheck & Pick<ContactRow, "email" | "check_signature" | "check_key_id">;

/** Absent and empty differ; nothing can be moved from one part to the next. */
function framed(part: Bytes | string | number | null): Bytes {
  const bytes = part === null ? undefined : part instanceof Uint8Array ? part : utf8(String(part));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes ? bytes.byteLength : 0xffff_ffff);
  return concat(length, bytes ?? new Uint8Array(0));
}

function statement(organisationId: Id, book: Book, email: string, check: RememberedCheck): Bytes {
  const {
    verification,
    sealed_phone: phone,
    phone_epoch: phoneEpoch,
    sealed_name: name,
    name_epoch: nameEpoch,
  } = check;
  const { password_salt: salt, password_public: key } = check;
  const mailbox = book === "firm" ? null : book.mailboxSpaceId;
  const parts = [mailbox, email, verification, phone, phoneEpoch, salt, key, name, nameEpoch];
  return concat(utf8("zegel/v1/contact\0"), idBytes(organisationId), ...parts.map(framed));
}

/** Who wrote the check down answers for it. */
export const signCheck = (organisationId: Id, book: Book, email: string, check: RememberedCheck, signer: Signer) => ({
  check_signature: signEd25519(signer.ed25519Seed, statement(organisationId, book, email, check)),
  check_key_id: signer.keyId,
});

const isEmpty = (row: RememberedCheck): boolean =>
  row.verification === null && row.sealed_phone === null && row.password_public === null && row.sealed_name === null;

/** @throws Refusal `vault.signature_wrong` for a contact whose check nobody of the organisation wrote down like this. */
export async function assertSigned(
  app: CertificatesApp,
  tx: Transaction,
  book: Book,
  rows: readonly SignedCheck[],
): Promise<void> {
  const filled = rows.filter((row) => !isEmpty(row));
  if (filled.some((row) => !row.check_key_id || !row.check_signature))
    throw new Refusal("invalid", "vault.signature_wrong");
  const keyIds = filled.map((row) => row.check_key_id!);
  const keys = await verifiedKeys(app, tx, keyIds, { revoked: "accepted" });
  for (const row of filled) {
    const key = keys.get(row.check_key_id!);
    const isWriter = key?.kind === "person" || key?.kind === "sub-identity";
    const signed = statement(tx.organisationId, book, row.email, row);
    if (!isWriter || !key.ed25519 || !verifyEd25519(key.ed25519, signed, row.check_signature!))
      throw new Refusal("invalid", "vault.signature_wrong");
  }
}
