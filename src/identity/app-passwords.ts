import { randomInt } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import { revokeCertificate, storeCertificate } from "#/certificates/index.ts";
import { nameSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, isId, newId, Refusal } from "#/kernel/index.ts";
import { addWrap, openSpace, removeWraps, spaceOfKind } from "#/spaces/index.ts";
import {
  appPasswordKeys,
  encodeIdentity,
  issueCertificate,
  newAppPassword,
  newIdentity,
  publicIdentity,
  sealUnderKey,
} from "#/vault/index.ts";
import { type AppPasswordDoor, type MemberActor, type OperatorActor, readerOf } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { announceEnded } from "./app-password-events.ts";
import { meaningOfConflict } from "./unique.ts";

/** The doors that exist and can be entered with an app password. */
export const appPasswordDoors = ["smtp", "webdav", "api"] as const satisfies readonly AppPasswordDoor[];

export interface CreateAppPassword {
  readonly door: AppPasswordDoor;
  readonly label: string;
  /** May write any address in From: for business applications. */
  readonly anyFrom?: boolean;
  /** Folders that it may open besides; the caller knows that they are the member's. */
  readonly spaceIds?: readonly Id[];
  /** The operator in person stands in for the admin that `anyFrom` needs. */
  readonly approvedBy?: OperatorActor;
}

export interface CreatedAppPassword {
  readonly appPasswordId: Id;
  readonly userName: string;
  /** Shown once, kept nowhere. */
  readonly secret: string;
}

type AppPasswordApp = Pick<IdentityApp, "blobs" | "clock" | "database" | "secrets">;

const symbols = "23456789abcdefghjkmnpqrstvwxyz";

/** The member's address with a suffix, so that mail programs which expect an address are content: anna+smtp-7k2m9q@… */
function newUserName(email: string, door: AppPasswordDoor): string {
  const at = email.lastIndexOf("@");
  const suffix = Array.from({ length: 6 }, () => symbols[randomInt(symbols.length)]).join("");
  return `${email.slice(0, at)}+${door}-${suffix}${email.slice(at)}`;
}

export const subIdentityLabel = (appPasswordId: Id): string => `zegel/v1/sub-identity/${appPasswordId}`;

interface NewAppPassword {
  readonly appPasswordId: Id;
  readonly userName: string;
  readonly secret: string;
  readonly door: AppPasswordDoor;
  readonly label: string;
  readonly anyFrom: boolean;
  readonly spaceIds: readonly Id[];
  readonly at: Date;
}

/** The sub-identity, certified by the person, and what it may open: the contacts or folders, no mail. */
async function insertAppPassword(
  app: AppPasswordApp,
  tx: Transaction,
  actor: MemberActor,
  made: NewAppPassword,
): Promise<void> {
  const { appPasswordId, userName, door, label, anyFrom, at } = made;
  const { organisationId } = tx;
  const identity = newIdentity();
  const keyId = newId();
  const issued = { issuerKeyId: actor.keyId, issuedAt: at.toISOString() };
  const body = { organisationId, kind: "sub-identity", keyId, subjectId: appPasswordId, ...issued } as const;
  const certificate = issueCertificate({ ...body, ...publicIdentity(identity) }, actor.identity.ed25519Seed);
  await storeCertificate(tx, certificate, at);
  const { verifier, key } = appPasswordKeys(made.secret);
  await tx.query
    .insertInto("identity_app_password")
    .values({
      organisation_id: organisationId,
      app_password_id: appPasswordId,
      member_id: actor.memberId,
      key_id: keyId,
      door,
      label,
      any_from: anyFrom,
      user_name: userName,
      verifier,
      sealed_identity: sealUnderKey(key, subIdentityLabel(appPasswordId), encodeIdentity(identity)),
      created_at: at,
    })
    .execute();
  const contacts = await spaceOfKind(tx, "contacts");
  // Programs that only read files have no use for telephone numbers.
  const opens = contacts && door !== "webdav" ? [contacts, ...made.spaceIds] : made.spaceIds;
  for (const spaceId of opens)
    for (const epoch of await openSpace(app, tx, readerOf(actor), spaceId))
      await addWrap(app, tx, { epoch, holder: { kind: "sub-identity", appPasswordId }, at });
}

/**
 * An app password for one of the member's programs. It signs in the member's name and opens the contacts space, or the folders that are named.
 * @throws Refusal `identity.door_not_there`, `identity.any_from_needs_admin`, `identity.name_invalid`.
 */
export async function createAppPassword(
  app: AppPasswordApp,
  actor: MemberActor,
  input: CreateAppPassword,
): Promise<CreatedAppPassword> {
  const { door, anyFrom = false } = input;
  const label = nameSchema.safeParse(input.label);
  if (!label.success) throw new Refusal("invalid", "identity.name_invalid");
  if (!appPasswordDoors.some((each) => each === door))
    throw new Refusal("invalid", "identity.door_not_there", { door });
  if (anyFrom && !input.approvedBy && !actor.roles.includes("admin"))
    throw new Refusal("forbidden", "identity.any_from_needs_admin");
  const made = {
    appPasswordId: newId(),
    userName: newUserName(actor.email, door),
    secret: newAppPassword(),
    door,
    label: label.data,
    anyFrom,
    spaceIds: input.spaceIds ?? [],
    at: app.clock.now(),
  };
  await app.database
    .inOrganisation(actor.organisationId, async (tx) => {
      await insertAppPassword(app, tx, actor, made);
      await writeAudit(tx, {
        at: made.at,
        actor: { kind: "member", id: actor.memberId },
        act: "identity.app-password-created",
        subject: { kind: "app-password", id: made.appPasswordId },
        details: { door, anyFrom, userName: made.userName },
      });
    })
    .catch(meaningOfConflict);
  return { appPasswordId: made.appPasswordId, userName: made.userName, secret: made.secret };
}

export interface AppPasswordEntry {
  readonly appPasswordId: Id;
  readonly door: AppPasswordDoor;
  readonly label: string;
  readonly userName: string;
  readonly anyFrom: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface AppPasswordList {
  readonly appPasswords: readonly AppPasswordEntry[];
  /** What to fill in in a mail program. */
  readonly smtp: { readonly host: string; readonly startTlsPort: number; readonly tlsPort: number };
}

/** One's own, newest first. */
export async function listAppPasswords(
  app: Pick<IdentityApp, "config" | "database">,
  actor: MemberActor,
): Promise<AppPasswordList> {
  const rows = await app.database.inOrganisation(actor.organisationId, (tx) =>
    tx.query
      .selectFrom("identity_app_password")
      .select(["app_password_id", "door", "label", "user_name", "any_from", "created_at", "last_used_at"])
      .where("member_id", "=", actor.memberId)
      .where("revoked_at", "is", null)
      .orderBy("app_password_id", "desc")
      .execute(),
  );
  const { publicUrl, smtpPort, smtpsPort } = app.config;
  return {
    appPasswords: rows.map((row) => ({
      appPasswordId: row.app_password_id,
      door: row.door,
      label: row.label,
      userName: row.user_name,
      anyFrom: row.any_from,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    })),
    smtp: { host: new URL(publicUrl).hostname, startTlsPort: smtpPort, tlsPort: smtpsPort },
  };
}

/** Ends app passwords for good: of a member, all or one. Gives those that were live; to be announced after the commit. */
export async function endAppPasswords(
  tx: Transaction,
  which: { readonly memberId: Id; readonly appPasswordId?: Id },
  at: Date,
): Promise<Id[]> {
  const { memberId, appPasswordId } = which;
  const rows = await tx.query
    .updateTable("identity_app_password")
    .set({ revoked_at: at })
    .where("member_id", "=", memberId)
    .where("revoked_at", "is", null)
    .$if(appPasswordId !== undefined, (query) => query.where("app_password_id", "=", appPasswordId!))
    .returning(["app_password_id", "key_id"])
    .execute();
  for (const row of rows) {
    await revokeCertificate(tx, row.key_id, at);
    await removeWraps(tx, { holderKind: "sub-identity", holderId: row.app_password_id });
  }
  return rows.map((row) => row.app_password_id);
}

/** Revokes one of one's own, at once. @throws Refusal `identity.app_password_absent`. */
export async function revokeAppPassword(
  app: Pick<IdentityApp, "clock" | "database">,
  actor: MemberActor,
  { appPasswordId }: { readonly appPasswordId: Id },
): Promise<void> {
  if (!isId(appPasswordId)) throw new Refusal("absent", "identity.app_password_absent");
  const at = app.clock.now();
  const ended = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const ids = await endAppPasswords(tx, { memberId: actor.memberId, appPasswordId }, at);
    if (ids.length === 0) throw new Refusal("absent", "identity.app_password_absent");
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "identity.app-password-revoked",
      subject: { kind: "app-password", id: appPasswordId },
    });
    return ids;
  });
  announceEnded(ended);
}
