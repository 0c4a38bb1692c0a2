import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { GuestActor } from "#/identity/index.ts";
import { rememberLanguage } from "../contacts.ts";
import { languageOf, type LinkRow, linkOf } from "../guest-link.ts";
import type { MailApp } from "../types.ts";

/** Notes in which language the guest reads, for the next mail too. */
export async function noteLanguage(tx: Transaction, link: LinkRow, language: Language | undefined): Promise<Language> {
  const before = languageOf(link);
  if (!language || language === before) return before;
  await tx.query
    .updateTable("mail_link")
    .set({ language })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", link.link_id)
    .execute();
  await rememberLanguage(tx, link.contact_id, language);
  return language;
}

/** What a guest chose on the page. */
export const chooseGuestLanguage = (
  app: Pick<MailApp, "database">,
  guest: GuestActor,
  language: Language,
): Promise<void> =>
  app.database.inOrganisation(
    guest.organisationId,
    async (tx) => void (await noteLanguage(tx, await linkOf(tx, guest.linkId), language)),
  );
