import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { rememberLanguage } from "./contacts.ts";
import { languageOf, type LinkRow, linkOf, openLink, organisationOfLink } from "./guest-link.ts";
import { assertNotLocked, codeTriesLeft, endOf, enter, hintOf, passwordTriesLeft, senderOf } from "./guest-state.ts";
import type { KnockResult, MailApp } from "./types.ts";

export interface Knock {
  readonly linkId: Id;
  /** As it stood behind the `#`, or the code as typed. */
  readonly secret: string;
  readonly language?: Language | undefined;
  readonly userAgent?: string | undefined;
}

/** Notes in which language the guest reads, for the next mail. */
async function chooseLanguage(tx: Transaction, link: LinkRow, language: Language | undefined): Promise<Language> {
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

/**
 * Presents the link's secret, after a human action. Says what check comes, or that it was taken back or ran out; without
 * a check it opens a session. Nothing counts as opened by it. @throws Refusal `mail.link_wrong`, `mail.link_locked`.
 */
export async function knock(app: MailApp, input: Knock): Promise<KnockResult> {
  const organisationId = await organisationOfLink(app, input.linkId);
  const now = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    const link = await linkOf(tx, input.linkId);
    const { x25519Secret } = openLink(link, input.secret);
    const language = await chooseLanguage(tx, link, input.language);
    const sender = await senderOf(tx, link);
    const end = await endOf(tx, link, now);
    if (end) return { state: end, ...sender };
    assertNotLocked(link);
    if (link.verification === "sms") {
      const triesLeft = await codeTriesLeft(tx, link.link_id);
      return { state: "code", ...sender, phoneHint: hintOf(link, x25519Secret), triesLeft };
    }
    if (link.verification === "password")
      return { state: "password", ...sender, triesLeft: passwordTriesLeft(link, now) };
    return enter(app, tx, link, { x25519Secret, language, userAgent: input.userAgent ?? "" });
  });
}
