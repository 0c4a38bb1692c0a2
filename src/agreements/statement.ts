import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import { z } from "zod";
import { type CertificatesApp, verifiedKey } from "#/certificates/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { type Bytes, concat, fromUtf8, hex, type Id, idBytes, Refusal, utf8 } from "#/kernel/index.ts";
import { signEd25519, type Signer, verifyEd25519 } from "#/vault/index.ts";

export type VersionRow = Selectable<Schema["agreements_version"]>;

const statementSchema = z.object({
  format: z.literal(1),
  version: z.number().int(),
  /** The document as it was written. */
  text: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  /** SHA-256 of the statement before, in hex; empty for the first. */
  previous: z.string(),
});
export type Statement = z.infer<typeof statementSchema>;

export const statementDigest = (statement: Bytes): Bytes => createHash("sha256").update(statement).digest();

const signed = (purpose: "agreements" | "agreements-read", organisationId: Id, content: Bytes): Bytes =>
  concat(utf8(`zegel/v1/${purpose}\0`), idBytes(organisationId), content);

/**
 * Columns of a version, answered for with the issuing key, which admins hold: who may write in the database can loosen
 * nothing, and can't put one version in the place of another.
 */
export function sealVersion(organisationId: Id, said: Omit<Statement, "format">, issuing: Signer) {
  const statement = utf8(JSON.stringify({ format: 1, ...said }));
  return {
    version: said.version,
    statement,
    signature: signEd25519(issuing.ed25519Seed, signed("agreements", organisationId, statement)),
    issuing_key_id: issuing.keyId,
    created_by: said.by,
    created_at: new Date(said.at),
  };
}

const wrong = (): Refusal => new Refusal("invalid", "vault.signature_wrong");

/** @throws Refusal `vault.signature_wrong` for a row that no admin answers for, or that was moved. */
export async function openVersion(app: CertificatesApp, tx: Transaction, row: VersionRow): Promise<Statement> {
  const key = await verifiedKey(app, tx, row.issuing_key_id, { revoked: "accepted" });
  const isIssuing = key.kind === "issuing" && key.ed25519;
  const content = signed("agreements", tx.organisationId, row.statement);
  if (!isIssuing || !verifyEd25519(isIssuing, content, row.signature)) throw wrong();
  const said = statementSchema.parse(JSON.parse(fromUtf8(row.statement)));
  if (said.version !== row.version) throw wrong();
  return said;
}

/** Whether `newer` was written as the next after `older`. */
export const follows = (newer: Statement, older: VersionRow | undefined): boolean =>
  newer.previous === (older ? hex(statementDigest(older.statement)) : "");

/** A member's word that they have read this version and agree. */
export const signReading = (organisationId: Id, statement: Bytes, signer: Signer): Bytes =>
  signEd25519(signer.ed25519Seed, signed("agreements-read", organisationId, statementDigest(statement)));

export const isReading = (organisationId: Id, statement: Bytes, publicKey: Bytes, signature: Bytes): boolean =>
  verifyEd25519(publicKey, signed("agreements-read", organisationId, statementDigest(statement)), signature);
