import { sql } from "kysely";
import type { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import { storeCertificate } from "#/certificates/index.ts";
import { type setupAnswer, setupRequest } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, newId, Refusal, view, wipe } from "#/kernel/index.ts";
import { createSpace } from "#/spaces/index.ts";
import {
  type CertificateKind,
  ed25519Public,
  issueCertificate,
  type KitKeys,
  kitKeys,
  kitTexts,
  newIdentity,
  newRecoveryKit,
  publicIdentity,
  type RecoveryKit,
  type Signer,
} from "#/vault/index.ts";
import type { OperatorActor, VisitorActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { kitPdf } from "./kit-page.ts";
import { createMailbox, createOwnKeys, giveIssuingKey, type PreparedUnlock, prepareUnlock } from "./new-member-keys.ts";
import { defaultSettings } from "./organisation.ts";
import { checkNewPassword } from "./password-rules.ts";
import { meaningOfConflict } from "./unique.ts";

export type KitFile = z.output<typeof setupAnswer>["kit"][number];

/** Where the kit is kept before the organisation exists; if that fails, nothing was set up. */
export type KeepKit = (files: readonly KitFile[]) => Promise<void>;

type SetUpApp = Pick<IdentityApp, "blobs" | "clock" | "database" | "secrets">;
type SetUpRequest = z.output<typeof setupRequest>;

/** True while nobody has set anything up: then the first visitor may. */
export const isSetUpNeeded = async (app: Pick<IdentityApp, "database">): Promise<boolean> =>
  (await app.database.organisations()).length === 0;

function checkRequest(input: z.input<typeof setupRequest>): SetUpRequest {
  const parsed = setupRequest.safeParse(input);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "");
    if (field === "password") checkNewPassword(input.password, []);
    throw new Refusal("invalid", "identity.setup_invalid", { field });
  }
  const request = parsed.data;
  if (request.threshold > request.shares)
    throw new Refusal("invalid", "identity.setup_threshold", { threshold: request.threshold, shares: request.shares });
  checkNewPassword(request.password, [request.adminEmail, request.adminName, request.organisation, request.domain]);
  return request;
}

interface NewOrganisation {
  readonly kit: RecoveryKit;
  readonly keys: KitKeys;
  readonly request: SetUpRequest;
  readonly unlock: PreparedUnlock;
  readonly at: Date;
}

async function certifyByRoot(
  tx: Transaction,
  { keys, at }: NewOrganisation,
  kind: Extract<CertificateKind, "issuing" | "intake">,
  publicKeys: { readonly ed25519: Bytes; readonly x25519?: Bytes },
): Promise<Id> {
  const keyId = newId();
  const { organisationId } = tx;
  const issued = { issuerKeyId: organisationId, issuedAt: at.toISOString() };
  const body = { organisationId, kind, keyId, subjectId: organisationId, ...publicKeys, ...issued };
  await storeCertificate(tx, issueCertificate(body, keys.rootSigningSeed), at);
  return keyId;
}

/** Only one set-up at a time looks whether there is an organisation already. */
async function assertFirst(app: SetUpApp, tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('zegel/set-up', 0))`.execute(tx.query);
  if (!(await isSetUpNeeded(app))) throw new Refusal("conflict", "identity.already_set_up");
}

async function insertOrganisation(tx: Transaction, { kit, keys, request, at }: NewOrganisation): Promise<void> {
  await tx.query
    .insertInto("identity_organisation")
    .values({
      organisation_id: kit.organisationId,
      name: request.organisation,
      domain: request.domain,
      root_public: keys.rootPublic,
      kit_fingerprint: keys.fingerprint,
      kit_shares: request.shares,
      kit_threshold: request.threshold,
      settings: JSON.stringify({ ...defaultSettings, language: request.language }),
      created_at: at,
    })
    .execute();
}

async function insertFirstAdmin(tx: Transaction, memberId: Id, { request, at }: NewOrganisation): Promise<void> {
  await tx.query
    .insertInto("identity_member")
    .values({
      organisation_id: tx.organisationId,
      member_id: memberId,
      email: request.adminEmail,
      name: request.adminName,
      roles: ["member", "admin"],
      language: request.language,
      state: "active",
      created_at: at,
    })
    .execute();
}

async function createFirstAdmin(app: SetUpApp, tx: Transaction, made: NewOrganisation, issuing: Signer): Promise<Id> {
  const { at, unlock } = made;
  const memberId = newId();
  await insertFirstAdmin(tx, memberId, made);
  const { identity, signer } = await createOwnKeys(tx, { memberId, issuer: issuing, unlock, at });
  await giveIssuingKey(tx, { issuing, memberId, recipient: publicIdentity(identity).x25519 });
  await createMailbox(app, tx, { memberId, signer, at });
  const person = { kind: "person", memberId } as const;
  await createSpace(app, tx, { kind: "contacts", signer, holders: [person], members: [memberId], at });
  return memberId;
}

async function create(app: SetUpApp, tx: Transaction, made: NewOrganisation): Promise<Id> {
  const { keys, kit, at } = made;
  await insertOrganisation(tx, made);
  // What follows is checked against the pinned root. Should the transaction fail, the pin speaks of an id nobody has.
  app.secrets.pinOrganisationRoot(kit.organisationId, keys.rootPublic);
  const { ed25519Seed } = newIdentity();
  const issuing = {
    keyId: await certifyByRoot(tx, made, "issuing", { ed25519: ed25519Public(ed25519Seed) }),
    ed25519Seed,
  };
  await certifyByRoot(tx, made, "intake", publicIdentity(app.secrets.intakeKey(kit.organisationId)));
  const { organisationId } = kit;
  const recovery = { kind: "recovery", organisationId, publicKey: keys.recoveryPublic } as const;
  const root = { keyId: organisationId, ed25519Seed: keys.rootSigningSeed };
  await createSpace(app, tx, { kind: "compliance", signer: root, holders: [recovery], at });
  return createFirstAdmin(app, tx, made, issuing);
}

async function kitFiles({ kit, request, at }: NewOrganisation): Promise<KitFile[]> {
  const { organisation, domain, shares: total, threshold: needed, language } = request;
  const texts = await kitTexts(kit, organisation, needed, total);
  return Promise.all(
    texts.map(async (text, index) => {
      const number = index + 1;
      const pdf = await kitPdf({ organisation, domain, text, number, total, needed, madeAt: at }, language);
      const name = `zegel-recovery-kit-${domain}${total > 1 ? `-${number}-of-${total}` : ""}`;
      return { name, text, pdfBase64: view(pdf).toString("base64") };
    }),
  );
}

/**
 * A new organisation with its root, its first admin and its spaces. The recovery kit is in the answer and kept nowhere.
 * A visitor may do it only while there is no organisation; the operator may add more.
 * @throws Refusal `identity.already_set_up`, `identity.setup_invalid`, `identity.setup_threshold`, the password's
 *   refusals, `identity.domain_taken`, `identity.email_taken`.
 */
export async function setUpOrganisation(
  app: SetUpApp,
  actor: OperatorActor | VisitorActor,
  input: z.input<typeof setupRequest>,
  keepKit: KeepKit = () => Promise.resolve(),
): Promise<z.output<typeof setupAnswer> & { readonly memberId: Id }> {
  const request = checkRequest(input);
  if (actor.kind === "visitor" && !(await isSetUpNeeded(app))) throw new Refusal("conflict", "identity.already_set_up");
  const kit = newRecoveryKit(newId());
  const keys = kitKeys(kit);
  const { organisationId } = kit;
  const at = app.clock.now();
  const made = { kit, keys, request, at, unlock: await prepareUnlock(app, request.password) };
  const files = await kitFiles(made);
  const memberId = await app.database
    .inOrganisation(organisationId, async (tx) => {
      if (actor.kind === "visitor") await assertFirst(app, tx);
      const admin = await create(app, tx, made);
      await writeAudit(tx, {
        at,
        actor: actor.kind === "operator" ? actor : { kind: "member", id: admin },
        act: "identity.organisation-set-up",
        subject: { kind: "organisation", id: organisationId },
        details: { shares: request.shares, threshold: request.threshold, fingerprint: keys.fingerprint },
      });
      await keepKit(files);
      return admin;
    })
    .catch(meaningOfConflict);
  wipe(kit.rootSeed, keys.rootSigningSeed, keys.recoverySecret, made.unlock.key);
  return { organisationId, kit: files, memberId };
}
