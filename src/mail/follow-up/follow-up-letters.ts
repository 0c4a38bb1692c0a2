import { say } from "#/words/index.ts";
import type { Language } from "#/contract/index.ts";
import { oneLine } from "../content.ts";
import type { OutgoingMail } from "../dispatch-content.ts";
import type { House } from "../house.ts";
import { outgoing, shortName } from "../letters.ts";

export interface FollowUpLetter {
  readonly kind: "reminder" | "expiry";
  readonly house: House;
  readonly language: Language;
  readonly at: Date;
  readonly sender: { readonly email: string; readonly name: string };
  readonly to: { readonly email: string };
  readonly sentAt: Date;
  readonly expiresAt: Date;
  /** Message-ID of the notification, so that mail programs show this one beside it. */
  readonly references: string | undefined;
}

/**
 * Reminds a guest of a notification that came earlier. There is no link and no code in it: whoever intercepts this one
 * gains nothing, and what is asked for is in the earlier mail.
 */
export function followUpLetter(letter: FollowUpLetter): OutgoingMail {
  const { kind, house, language, sender, sentAt, expiresAt, references } = letter;
  const details = { sender: oneLine(sender.name, 120), organisation: oneLine(house.name, 120) };
  const times = { sent: sentAt.toISOString(), until: expiresAt.toISOString() };
  const saying = (key: string): string => say(language, key, { ...details, ...times });
  const contact = [house.phone, house.website].map((each) => oneLine(each, 200)).filter((each) => each !== "");
  const mail = outgoing(
    {
      ...letter,
      fromName: say(language, "notification.via", { ...details, organisation: shortName(house) }),
      envelopeFrom: sender.email,
      replyTo: sender,
      subject: saying(`follow_up.${kind}_subject`),
    },
    [
      { kind: "lead", text: saying(`follow_up.${kind}`) },
      { kind: "text", text: saying("follow_up.find") },
      {
        kind: "small",
        text: say(language, "follow_up.doubt", {
          ...details,
          contact: contact.length === 0 ? "" : say(language, "notification.contact", { contact: contact.join(", ") }),
        }),
      },
    ],
  );
  return references === undefined ? mail : { ...mail, message: { ...mail.message, references } };
}
