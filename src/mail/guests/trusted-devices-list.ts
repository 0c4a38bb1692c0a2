import { writeAudit } from "#/audit/index.ts";
import type { GuestActor } from "#/identity/index.ts";
import { equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import { linkOf } from "../guest-link.ts";
import type { MailApp } from "../types.ts";
import { deviceHash, tokenOf } from "./trusted-device.ts";

/** A device on which the guest need not pass the check for a while. */
export interface TrustedDevice {
  readonly deviceId: Id;
  readonly userAgent: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly isThis: boolean;
}

/** Devices that are trusted for the guest of this link, over all messages of the firm. */
export function listTrustedDevices(
  app: Pick<MailApp, "database" | "clock">,
  guest: GuestActor,
  deviceToken: string | undefined,
): Promise<TrustedDevice[]> {
  return app.database.inOrganisation(guest.organisationId, async (tx) => {
    const { contact_id: contactId } = await linkOf(tx, guest.linkId);
    const token = tokenOf(deviceToken);
    const own = token && deviceHash(token, contactId);
    const rows = await tx.query
      .selectFrom("mail_trusted_device")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("contact_id", "=", contactId)
      .where("expires_at", ">", app.clock.now())
      .orderBy("last_used_at", "desc")
      .execute();
    return rows.map((row) => ({
      deviceId: row.device_id,
      userAgent: row.user_agent,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      isThis: own !== undefined && equalBytes(own, row.token_hash),
    }));
  });
}

/** The check is asked again on that device. @throws Refusal `mail.device_absent`. */
export function forgetTrustedDevice(
  app: Pick<MailApp, "database" | "clock">,
  guest: GuestActor,
  deviceId: Id,
): Promise<void> {
  return app.database.inOrganisation(guest.organisationId, async (tx) => {
    const { contact_id: contactId } = await linkOf(tx, guest.linkId);
    const { numDeletedRows } = await tx.query
      .deleteFrom("mail_trusted_device")
      .where("organisation_id", "=", tx.organisationId)
      .where("contact_id", "=", contactId)
      .where("device_id", "=", deviceId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new Refusal("absent", "mail.device_absent");
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "guest", id: guest.linkId },
      act: "mail.device-forgotten",
      subject: { kind: "contact", id: contactId },
    });
  });
}
