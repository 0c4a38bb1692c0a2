import { findKeyOf, verifiedKey } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id, minuteMs, Refusal } from "#/kernel/index.ts";
import { appPasswordKeys, decodeIdentity, type Identity, openUnderKey, publicIdentity } from "#/vault/index.ts";
import type { AppPasswordActor, AppPasswordDoor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { subIdentityLabel } from "./app-passwords.ts";
import { memberById } from "./member-rows.ts";

const usedEveryMs = minuteMs;

export interface AppPasswordLogIn {
  /** The app password's user name, or the member's e-mail address: the secret alone tells which one it is. */
  readonly userName: string;
  readonly secret: string;
  readonly door: AppPasswordDoor;
}

async function findRow(tx: Transaction, logIn: AppPasswordLogIn, verifier: Bytes) {
  const userName = logIn.userName.toLowerCase();
  const rows = await tx.query
    .selectFrom("identity_app_password as password")
    .innerJoin("identity_member as member", (join) =>
      join
        .onRef("member.organisation_id", "=", "password.organisation_id")
        .onRef("member.member_id", "=", "password.member_id"),
    )
    .selectAll("password")
    .where("password.door", "=", logIn.door)
    .where("password.revoked_at", "is", null)
    .where((row) => row.or([row("password.user_name", "=", userName), row("member.email", "=", userName)]))
    .execute();
  return rows.find((row) => equalBytes(row.verifier, verifier));
}

/** Whose program it is says the certificate, not the row: else it could be made to write in a colleague's name. */
async function openSubIdentity(
  app: Pick<IdentityApp, "secrets">,
  tx: Transaction,
  { appPasswordId, memberId }: { readonly appPasswordId: Id; readonly memberId: Id },
  plain: Bytes | undefined,
): Promise<{ identity: Identity; keyId: Id }> {
  const certified = await findKeyOf(app, tx, { kind: "sub-identity", subjectId: appPasswordId });
  if (!plain || !certified?.x25519 || !certified.ed25519) throw new Refusal("invalid", "vault.certificate_wrong");
  const person = await verifiedKey(app, tx, certified.issuerKeyId);
  if (person.kind !== "person" || person.subjectId !== memberId)
    throw new Refusal("invalid", "vault.certificate_wrong");
  const identity = decodeIdentity(plain);
  const own = publicIdentity(identity);
  if (!equalBytes(own.x25519, certified.x25519) || !equalBytes(own.ed25519, certified.ed25519))
    throw new Refusal("invalid", "vault.certificate_wrong");
  return { identity, keyId: certified.keyId };
}

/**
 * The actor of an app password, or undefined when user name, secret or door don't fit, it was revoked, or its member is
 * not active. No limit of tries: the secret has 140 random bits.
 */
export async function actorOfAppPassword(
  app: Pick<IdentityApp, "clock" | "database" | "secrets">,
  logIn: AppPasswordLogIn,
): Promise<AppPasswordActor | undefined> {
  const { appPassword, member: byEmail } = app.database.organisationOf;
  const userName = logIn.userName.toLowerCase();
  // The database takes no NUL, and nobody's user name has control characters.
  if (/\p{Cc}/u.test(userName)) return undefined;
  const { verifier, key } = appPasswordKeys(logIn.secret);
  const organisationId = (await appPassword(userName)) ?? (await byEmail(userName));
  if (!organisationId) return undefined;
  return app.database.inOrganisation(organisationId, async (tx) => {
    const row = await findRow(tx, logIn, verifier);
    const member = row && (await memberById(tx, row.member_id));
    if (!row || member?.state !== "active" || !member.mailboxSpaceId) return undefined;
    const appPasswordId = row.app_password_id;
    const plain = openUnderKey(key, subIdentityLabel(appPasswordId), row.sealed_identity);
    const opened = await openSubIdentity(app, tx, { appPasswordId, memberId: row.member_id }, plain);
    const now = app.clock.now();
    if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() >= usedEveryMs)
      await tx.query
        .updateTable("identity_app_password")
        .set({ last_used_at: now })
        .where("app_password_id", "=", appPasswordId)
        .execute();
    const { memberId, name, email, language, mailboxSpaceId } = member;
    const place = { kind: "app-password", organisationId, memberId, appPasswordId } as const;
    return { ...place, door: row.door, anyFrom: row.any_from, name, email, language, mailboxSpaceId, ...opened };
  });
}

/** Whether the app password still counts: to be asked before each use of a connection that stays open. */
export function isAppPasswordLive(app: Pick<IdentityApp, "database">, actor: AppPasswordActor): Promise<boolean> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await tx.query
      .selectFrom("identity_app_password as password")
      .innerJoin("identity_member as member", (join) =>
        join
          .onRef("member.organisation_id", "=", "password.organisation_id")
          .onRef("member.member_id", "=", "password.member_id"),
      )
      .select("password.app_password_id")
      .where("password.app_password_id", "=", actor.appPasswordId)
      .where("password.revoked_at", "is", null)
      .where("member.state", "=", "active")
      .executeTakeFirst();
    return row !== undefined;
  });
}
