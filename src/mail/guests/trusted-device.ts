import { randomBytes } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { base64url, type Bytes, concat, dayMs, fromBase64url, type Id, idBytes, newId } from "#/kernel/index.ts";
import { deriveKey, openUnderKey, sealUnderKey } from "#/vault/index.ts";
import type { LinkRow } from "../guest-link.ts";
import { houseOf } from "../house.ts";
import type { DeviceTrust, MailApp } from "../types.ts";

/** More devices than a person has: the one that was unused longest makes room. */
const mostDevices = 20;
const tokenBytes = 32;

type TrustApp = Pick<MailApp, "clock" | "secrets">;
export type CheckKind = "sms" | "password";

const isChecked = (kind: LinkRow["verification"]): kind is CheckKind => kind !== "none";

/** How many days a device may be trusted after this link's check; 0 where the firm does not allow it. */
export async function trustDaysOf(tx: Transaction, link: LinkRow): Promise<number> {
  return isChecked(link.verification) ? (await houseOf(tx)).trustDays[link.verification] : 0;
}

export function tokenOf(deviceToken: string | undefined): Bytes | undefined {
  const bytes = deviceToken?.length === 43 ? fromBase64url(deviceToken) : undefined;
  return bytes?.byteLength === tokenBytes ? bytes : undefined;
}

/** The row's name depends on the contact, so that nobody sees two contacts share a device. */
export const deviceHash = (token: Bytes, contactId: Id): Bytes =>
  deriveKey(concat(token, idBytes(contactId)), "zegel/v1/trusted-device-id");
const keyOf = ({ secrets }: TrustApp, token: Bytes): Bytes =>
  deriveKey(concat(token, secrets.pepper), "zegel/v1/trusted-device-key");
const labelOf = (organisationId: Id, contactId: Id, kind: CheckKind): string =>
  `zegel/v1/trusted-device/${kind}/${organisationId}/${contactId}`;

async function makeRoom(tx: Transaction, contactId: Id): Promise<void> {
  const rows = await tx.query
    .selectFrom("mail_trusted_device")
    .select("device_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .orderBy("last_used_at", "desc")
    .offset(mostDevices - 1)
    .execute();
  if (rows.length === 0) return;
  await tx.query
    .deleteFrom("mail_trusted_device")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "device_id",
      "in",
      rows.map((row) => row.device_id),
    )
    .execute();
}

/**
 * Remembers that this browser passed the check of `link`. What was proven (the number that the code went to, the secret
 * that the password stands for) is sealed under the cookie and the pepper together, and opens nothing without a link.
 * Nothing happens where the firm does not allow it.
 */
export async function trustDevice(
  app: TrustApp,
  tx: Transaction,
  link: LinkRow,
  device: { readonly deviceToken: string | undefined; readonly proof: Bytes; readonly userAgent: string },
): Promise<DeviceTrust | undefined> {
  const days = await trustDaysOf(tx, link);
  if (days === 0 || !isChecked(link.verification)) return undefined;
  const token = tokenOf(device.deviceToken) ?? randomBytes(tokenBytes);
  const { organisationId } = tx;
  const { contact_id: contactId, verification: kind } = link;
  const at = app.clock.now();
  const expiresAt = new Date(at.getTime() + days * dayMs);
  const fresh = {
    sealed: sealUnderKey(keyOf(app, token), labelOf(organisationId, contactId, kind), device.proof),
    user_agent: device.userAgent.replaceAll(/\p{Cc}+/gu, " ").slice(0, 400),
    created_at: at,
    last_used_at: at,
    expires_at: expiresAt,
  };
  await makeRoom(tx, contactId);
  await tx.query
    .insertInto("mail_trusted_device")
    .values({
      organisation_id: organisationId,
      device_id: newId(),
      contact_id: contactId,
      token_hash: deviceHash(token, contactId),
      kind,
      ...fresh,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "contact_id", "token_hash", "kind"]).doUpdateSet(fresh),
    )
    .execute();
  await writeAudit(tx, {
    at,
    actor: { kind: "guest", id: link.link_id },
    act: "mail.device-trusted",
    subject: { kind: "contact", id: contactId },
    details: { check: kind, days },
  });
  return { deviceToken: base64url(token), expiresAt };
}

/** What this browser proved for the link's contact, as long as the firm still allows it; else undefined. */
export async function proofOf(
  app: TrustApp,
  tx: Transaction,
  link: LinkRow,
  deviceToken: string | undefined,
): Promise<{ readonly deviceId: Id; readonly proof: Bytes } | undefined> {
  const token = tokenOf(deviceToken);
  const days = token ? await trustDaysOf(tx, link) : 0;
  if (!token || days === 0 || !isChecked(link.verification)) return undefined;
  const { contact_id: contactId, verification: kind } = link;
  const now = app.clock.now();
  const row = await tx.query
    .selectFrom("mail_trusted_device")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .where("token_hash", "=", deviceHash(token, contactId))
    .where("kind", "=", kind)
    .where("expires_at", ">", now)
    // A firm that shortens the time shortens it for devices that are trusted already.
    .where("created_at", ">", new Date(now.getTime() - days * dayMs))
    .executeTakeFirst();
  const proof = row && openUnderKey(keyOf(app, token), labelOf(tx.organisationId, contactId, kind), row.sealed);
  return proof && { deviceId: row.device_id, proof };
}

export const noteDeviceUsed = async (tx: Transaction, deviceId: Id, at: Date): Promise<void> =>
  void (await tx.query
    .updateTable("mail_trusted_device")
    .set({ last_used_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("device_id", "=", deviceId)
    .execute());

/** A recall says that somebody should not have had it: from now on this contact's checks are passed anew everywhere. */
export async function forgetDevicesOf(tx: Transaction, contactId: Id): Promise<void> {
  await tx.query
    .deleteFrom("mail_trusted_device")
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .execute();
}
