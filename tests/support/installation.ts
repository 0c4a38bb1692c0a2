import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BlobStore, openBlobDirectory } from "#/blobs/index.ts";
import { storeCertificate } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import { openSecrets, type Secrets } from "#/secrets/index.ts";
import { createSpace, type Reader } from "#/spaces/index.ts";
import {
  type CertificateKind,
  type Identity,
  issueCertificate,
  kitKeys,
  type KitKeys,
  newIdentity,
  newRecoveryKit,
  publicIdentity,
  type Signer,
} from "#/vault/index.ts";
import { openTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./database.ts";

/** Database, blob directory and secrets directory of one installation, for rooms below `identity`. */
export interface TestInstallation extends TestDatabase {
  readonly blobs: BlobStore;
  readonly blobsDirectory: string;
  readonly secrets: Secrets;
  readonly secretsDirectory: string;
}

export async function openTestInstallation(options: TestDatabaseOptions = {}): Promise<TestInstallation> {
  const directory = await mkdtemp(join(tmpdir(), "zegel-test-installation-"));
  const [blobsDirectory, secretsDirectory] = [join(directory, "blobs"), join(directory, "secrets")];
  const secrets = await openSecrets(secretsDirectory);
  const db = await openTestDatabase({ ...options, auditKey: secrets.auditKey });
  const close = async (): Promise<void> => {
    await rm(directory, { recursive: true, force: true });
    await db.close();
  };
  const blobs = await openBlobDirectory(blobsDirectory);
  return { ...db, secrets, secretsDirectory, blobs, blobsDirectory, close };
}

export interface TestMember {
  readonly memberId: Id;
  readonly identity: Identity;
  readonly signer: Signer;
  readonly mailboxSpaceId: Id;
  readonly reader: Reader;
}

/** An organisation with root, issuing key and compliance space, as the set-up makes it. */
export interface TestOrganisation {
  readonly organisationId: Id;
  readonly kit: KitKeys;
  readonly root: Signer;
  readonly issuing: Signer;
  readonly complianceSpaceId: Id;
  readonly recoveryReader: Reader;
  inside<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  /** A colleague with a certified key and a mailbox. */
  addMember(name: string): Promise<TestMember>;
  /** A certified key of any kind, issued by `issuer`. */
  certify(kind: CertificateKind, subjectId: Id, issuer: Signer): Promise<CertifiedKey>;
}

export interface CertifiedKey {
  readonly identity: Identity;
  readonly signer: Signer;
}

const now = (): Date => new Date();

async function certify(tx: Transaction, kind: CertificateKind, subjectId: Id, issuer: Signer): Promise<CertifiedKey> {
  const identity = newIdentity();
  const { x25519, ed25519 } = publicIdentity(identity);
  const keyId = newId();
  const body = { organisationId: tx.organisationId, kind, keyId, subjectId, x25519, ed25519 };
  const issued = { ...body, issuerKeyId: issuer.keyId, issuedAt: now().toISOString() };
  await storeCertificate(tx, issueCertificate(issued, issuer.ed25519Seed), now());
  return { identity, signer: { keyId, ed25519Seed: identity.ed25519Seed } };
}

export async function addTestOrganisation(app: TestInstallation, domain: string): Promise<TestOrganisation> {
  const organisationId = newId();
  const kit = kitKeys(newRecoveryKit(organisationId));
  const root: Signer = { keyId: organisationId, ed25519Seed: kit.rootSigningSeed };
  app.secrets.pinOrganisationRoot(organisationId, kit.rootPublic);
  const inside = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
    app.database.inOrganisation(organisationId, run);

  const { issuing, complianceSpaceId } = await inside(async (tx) => {
    await tx.query
      .insertInto("identity_organisation")
      .values({
        organisation_id: organisationId,
        name: domain,
        domain,
        root_public: kit.rootPublic,
        kit_fingerprint: kit.fingerprint,
        kit_shares: 1,
        kit_threshold: 1,
        created_at: now(),
      })
      .execute();
    const { signer } = await certify(tx, "issuing", organisationId, root);
    const holders = [{ kind: "recovery", organisationId, publicKey: kit.recoveryPublic }] as const;
    const compliance = await createSpace(app, tx, { kind: "compliance", signer: root, holders, at: now() });
    return { issuing: signer, complianceSpaceId: compliance.spaceId };
  });

  async function addMember(name: string): Promise<TestMember> {
    return inside(async (tx) => {
      const memberId = newId();
      await tx.query
        .insertInto("identity_member")
        .values({
          organisation_id: organisationId,
          member_id: memberId,
          email: `${name}@${domain}`,
          name,
          roles: ["member"],
          state: "active",
          created_at: now(),
        })
        .execute();
      const { identity, signer } = await certify(tx, "person", memberId, issuing);
      const holders = [{ kind: "person", memberId }] as const;
      const mailbox = await createSpace(app, tx, { kind: "mailbox", signer, holders, members: [memberId], at: now() });
      const reader = { organisationId, kind: "person", id: memberId, x25519Secret: identity.x25519Secret } as const;
      return { memberId, identity, signer, mailboxSpaceId: mailbox.spaceId, reader };
    });
  }

  return {
    organisationId,
    kit,
    root,
    issuing,
    complianceSpaceId,
    recoveryReader: { organisationId, kind: "recovery", id: organisationId, x25519Secret: kit.recoverySecret },
    inside,
    addMember,
    certify: (kind, subjectId, issuer) => inside((tx) => certify(tx, kind, subjectId, issuer)),
  };
}
