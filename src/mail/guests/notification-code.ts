import { languageSchema } from "#/contract/index.ts";
import { logoIn } from "#/identity/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import { notificationCodeMac } from "#/vault/index.ts";
import { publicFacts } from "../guest-door.ts";
import { senderOf } from "../guest-state.ts";
import { houseOf } from "../house.ts";
import type { GuestDoor, MailApp, NotificationAnswer } from "../types.ts";

/** Whose page it is where one can ask; nobody's where several firms share the installation. */
export async function notificationDoor(
  app: Pick<MailApp, "database">,
): Promise<{ organisation: GuestDoor["organisation"] | null }> {
  const [organisationId, ...others] = await app.database.organisations();
  if (!organisationId || others.length > 0) return { organisation: null };
  return app.database.inOrganisation(organisationId, async (tx) => ({ organisation: publicFacts(await houseOf(tx)) }));
}

/** The logo on that page. @throws Refusal `identity.logo_absent`, also where several firms share the installation. */
export async function checkLogo(app: Pick<MailApp, "database">): Promise<Bytes> {
  const [organisationId, ...others] = await app.database.organisations();
  if (!organisationId || others.length > 0) throw new Refusal("absent", "identity.logo_absent");
  return app.database.inOrganisation(organisationId, logoIn);
}

/** "j…@v…": enough for whoever has the address to know it, not enough to learn it. */
function maskedAddress(email: string): string {
  const [local = "", domain = ""] = email.split("@");
  return `${[...local][0] ?? ""}…@${[...domain][0] ?? ""}…`;
}

/**
 * Whether a notification with this code was sent, and by whom: what stands in the notification itself, and no more. An
 * unknown code, one of a link that ran out, and one that was recalled get the same answer.
 * @throws Refusal `mail.notification_code_form` for what can't be a code.
 */
export async function askNotification(
  app: Pick<MailApp, "database" | "clock" | "secrets">,
  code: string,
): Promise<NotificationAnswer> {
  const mac = notificationCodeMac(app.secrets.pepper, code);
  if (!mac) throw new Refusal("invalid", "mail.notification_code_form");
  const organisationId = await app.database.organisationOf.notification(mac);
  if (!organisationId) return { known: false };
  return app.database.inOrganisation(organisationId, async (tx): Promise<NotificationAnswer> => {
    const link = await tx.query
      .selectFrom("mail_link as link")
      .innerJoin("mail_contact as contact", (join) =>
        join
          .onRef("contact.organisation_id", "=", "link.organisation_id")
          .onRef("contact.contact_id", "=", "link.contact_id"),
      )
      .selectAll("link")
      .select("contact.email")
      .where("link.organisation_id", "=", organisationId)
      .where("link.notification_mac", "=", mac)
      .where("link.closed_at", "is", null)
      .where("link.expires_at", ">", app.clock.now())
      .executeTakeFirst();
    if (!link) return { known: false };
    const { sender, sentAt } = await senderOf(app, tx, link);
    return {
      known: true,
      organisation: publicFacts(await houseOf(tx)),
      senderName: sender.name,
      sentAt,
      address: maskedAddress(link.email),
      language: languageSchema.catch("nl").parse(link.language),
    };
  });
}
