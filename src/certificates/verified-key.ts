import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, hex, type Id, Refusal } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";
import { type CertificateBody, verifyIssued } from "#/vault/index.ts";

export interface CertificatesApp {
  readonly secrets: Pick<Secrets, "organisationRoot">;
}

/** A certificate as found in the table, with those above it up to what the root issued. */
interface Chain {
  readonly certificates: readonly Bytes[];
  readonly revokedAt: Date | null;
}

const longestChain = 6;
const cachedChains = 10_000;
/** What was verified once, under a hash of all that went into it; so nothing in it can be out of date. */
const verified = new Map<string, CertificateBody>();

const wrong = (): Refusal => new Refusal("invalid", "vault.certificate_wrong");

function rootOf(app: CertificatesApp, organisationId: Id): Bytes {
  const root = app.secrets.organisationRoot(organisationId);
  if (!root) throw new Refusal("unavailable", "certificates.root_unknown");
  return root;
}

/** The certificates above a new one were verified before, as a rule: each chain is kept under all that it consists of. */
function verifyCached(app: CertificatesApp, organisationId: Id, certificates: readonly Bytes[]): CertificateBody {
  const [leaf, ...above] = certificates;
  if (!leaf || certificates.length > longestChain) throw wrong();
  const rootPublic = rootOf(app, organisationId);
  const digest = createHash("sha256").update(organisationId).update(rootPublic);
  for (const certificate of certificates) digest.update(`:${certificate.byteLength}:`).update(certificate);
  const key = hex(digest.digest());
  const known = verified.get(key);
  if (known) return known;
  const issuer = above.length === 0 ? undefined : verifyCached(app, organisationId, above);
  const body = verifyIssued(leaf, issuer, { rootPublic, organisationId });
  if (verified.size >= cachedChains) verified.delete(verified.keys().next().value!);
  verified.set(key, body);
  return body;
}

/** What a transaction has seen of chains: it asks once for each. */
const seen = new WeakMap<Transaction, Map<Id, Chain>>();

/** After a certificate was revoked in this transaction. */
export const forgetChains = (tx: Transaction): void => void seen.delete(tx);

async function loadChains(tx: Transaction, keyIds: readonly Id[]): Promise<ReadonlyMap<Id, Chain>> {
  const known = seen.get(tx) ?? new Map<Id, Chain>();
  seen.set(tx, known);
  const missing = keyIds.filter((keyId) => !known.has(keyId));
  if (missing.length > 0) for (const [keyId, chain] of await readChains(tx, missing)) known.set(keyId, chain);
  return known;
}

async function readChains(tx: Transaction, keyIds: readonly Id[]): Promise<Map<Id, Chain>> {
  const { rows } = await sql<{ leaf: Id; depth: number; certificate: Bytes; revoked_at: Date | null }>`
    with recursive chain as (
      select key_id as leaf, 1 as depth, issuer_key_id, certificate, revoked_at
      from certificates_key where organisation_id = ${tx.organisationId} and key_id = any(${keyIds}::uuid[])
      union all
      select chain.leaf, chain.depth + 1, issuer.issuer_key_id, issuer.certificate, issuer.revoked_at
      from chain join certificates_key issuer
        on issuer.organisation_id = ${tx.organisationId} and issuer.key_id = chain.issuer_key_id
      where chain.depth < ${longestChain}
    )
    select leaf, depth, certificate, revoked_at from chain order by leaf, depth`.execute(tx.query);
  const chains = Map.groupBy(rows, (row) => row.leaf);
  return new Map(
    [...chains].map(([leaf, links]) => [
      leaf,
      { certificates: links.map((link) => link.certificate), revokedAt: links[0]!.revoked_at },
    ]),
  );
}

const byRoot: Chain = { certificates: [], revokedAt: null };

/** A revoked key still vouches for what it signed while it was good: `accepted` is for reading that. Default: refused. */
export interface Validity {
  readonly revoked?: "accepted" | "refused";
}

const revoked = (): Refusal => new Refusal("forbidden", "certificates.key_revoked");

/**
 * The keys by id, each checked up to the organisation's root as pinned in the secrets directory; one query for all.
 * Refuses with `vault.certificate_wrong` also when one is missing or is another's, with `certificates.key_revoked`, and
 * with `certificates.root_unknown` when this installation does not know the organisation.
 */
export async function verifiedKeys(
  app: CertificatesApp,
  tx: Transaction,
  keyIds: readonly Id[],
  validity: Validity = {},
): Promise<Map<Id, CertificateBody>> {
  if (keyIds.length === 0) return new Map();
  const chains = await loadChains(tx, [...new Set(keyIds)]);
  return new Map(
    keyIds.map((keyId) => {
      const chain = chains.get(keyId);
      if (!chain) throw wrong();
      const body = verifyCached(app, tx.organisationId, chain.certificates);
      if (body.keyId !== keyId) throw wrong();
      if (chain.revokedAt && validity.revoked !== "accepted") throw revoked();
      return [keyId, body];
    }),
  );
}

export async function verifiedKey(
  app: CertificatesApp,
  tx: Transaction,
  keyId: Id,
  validity: Validity = {},
): Promise<CertificateBody> {
  return (await verifiedKeys(app, tx, [keyId], validity)).get(keyId)!;
}

/**
 * What certificates say that lie elsewhere, each with the id of the stored key that must have issued it, or the
 * organisation's id where the root did.
 */
export async function verifyUnder(
  app: CertificatesApp,
  tx: Transaction,
  leaves: readonly { readonly certificate: Bytes; readonly issuerKeyId: Id }[],
): Promise<CertificateBody[]> {
  const chains = await loadChains(tx, [...new Set(leaves.map((leaf) => leaf.issuerKeyId))]);
  return leaves.map(({ certificate, issuerKeyId }) => {
    const chain = issuerKeyId === tx.organisationId ? byRoot : chains.get(issuerKeyId);
    if (!chain) throw wrong();
    const body = verifyCached(app, tx.organisationId, [certificate, ...chain.certificates]);
    if (body.issuerKeyId !== issuerKeyId) throw wrong();
    if (chain.revokedAt && new Date(body.issuedAt) > chain.revokedAt) throw revoked();
    return body;
  });
}
