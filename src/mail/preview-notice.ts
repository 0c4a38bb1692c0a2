import { emailSchema, type Verification } from "#/contract/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { newId, Refusal } from "#/kernel/index.ts";
import { newLinkSecret } from "#/vault/index.ts";
import { contactsByEmail } from "./contacts.ts";
import { colleagues, houseOf } from "./house.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import { noticeLetter, notificationLetter } from "./letters.ts";
import type { MailApp } from "./types.ts";

export interface NoticePreview {
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The number is sealed, and may not be there yet: its last two digits as they would stand. */
const unknownDigits = "••";

const shown = ({ message }: OutgoingMail): NoticePreview => {
  const { from, subject, html = "", text } = message;
  return { from: `${from.name} <${from.address}>`, subject, html, text };
};

/**
 * The ordinary mail that a recipient of a message by the actor would get, in that recipient's language. Its link opens
 * nothing; nothing is sent or kept. @throws Refusal `mail.address_invalid`.
 */
export async function previewNotice(
  app: MailApp,
  actor: MemberActor,
  asked: { readonly email: string; readonly verification: Verification },
): Promise<NoticePreview> {
  const parsed = emailSchema.safeParse(asked.email);
  if (!parsed.success) throw new Refusal("invalid", "mail.address_invalid", { address: asked.email.slice(0, 100) });
  const email = parsed.data;
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const house = await houseOf(tx);
    const at = app.clock.now();
    const [colleague] = await colleagues(tx, { emails: [email] });
    if (colleague) {
      const details = { sender: actor.name };
      return shown(
        noticeLetter(app.config, { house, at, kind: "colleague", to: colleague, conversationId: newId(), details }),
      );
    }
    const contact = (await contactsByEmail(app, tx, [email], actor.mailboxSpaceId)).get(email);
    return shown(
      notificationLetter(app.config, {
        house,
        at,
        language: contact?.language ?? house.language,
        sender: { email: actor.email, name: actor.name },
        to: { email },
        linkId: newId(),
        secret: newLinkSecret(),
        verification: asked.verification,
        phoneHint: unknownDigits,
        expiresAt: new Date(at.getTime() + house.linkMs),
      }),
    );
  });
}
