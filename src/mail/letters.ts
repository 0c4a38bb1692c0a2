import type { Config } from "#/config.ts";
import type { Language, Verification } from "#/contract/index.ts";
import { base64url, type Bytes, type Id, newId } from "#/kernel/index.ts";
import { linkCode, notificationCode } from "#/vault/index.ts";
import { say, speechOf } from "#/words/index.ts";
import { oneLine } from "./content.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import type { House } from "./house.ts";
import { letterHtml, letterText, type LetterPart } from "./letter-form.ts";

const senderPart = "no-reply";

export const senderAddress = (house: House): string => `${senderPart}@${house.domain}`;

/** What guests know the firm by in a list of mails. */
export const shortName = (house: Pick<House, "name" | "look">): string =>
  oneLine(house.look.senderName === "" ? house.name : house.look.senderName, 120);

/** A Message-ID of our own: an id, at the organisation's domain. */
export const internetMessageId = (house: Pick<House, "domain">, id: Id = newId()): string => `<${id}@${house.domain}>`;

export const guestAddress = (config: Pick<Config, "publicUrl">, linkId: Id): string =>
  `${config.publicUrl}/m/${linkId}`;
export const memberAddress = (
  config: Pick<Config, "publicUrl">,
  folder: "inbox" | "sent",
  conversationId: Id,
  mailboxId?: Id,
): string =>
  `${config.publicUrl}/mail/${folder}/${conversationId}${mailboxId === undefined ? "" : `?mailbox=${mailboxId}`}`;

interface Envelope {
  readonly house: House;
  readonly language: Language;
  readonly at: Date;
  readonly fromName: string;
  /** Empty: the null reverse path. */
  readonly envelopeFrom: string;
  readonly to: { readonly email: string; readonly name?: string };
  readonly replyTo?: { readonly email: string; readonly name: string };
  readonly subject: string;
}

export function outgoing(envelope: Envelope, parts: readonly LetterPart[]): OutgoingMail {
  const { house, language, at, fromName, envelopeFrom, to, replyTo } = envelope;
  const subject = oneLine(envelope.subject, 200);
  return {
    type: "mail",
    envelope: { from: envelopeFrom, to: [to.email] },
    message: {
      from: { name: oneLine(fromName, 120), address: senderAddress(house) },
      to: { name: oneLine(to.name ?? "", 120), address: to.email },
      ...(replyTo ? { replyTo: { name: oneLine(replyTo.name, 120), address: replyTo.email } } : {}),
      subject,
      text: letterText(parts),
      html: letterHtml(parts, { language, title: subject, organisation: house.name, colour: house.look.colour }),
      messageId: internetMessageId(house),
      date: at.toISOString(),
      language,
    },
  };
}

export interface GuestLetter {
  readonly house: House;
  readonly language: Language;
  readonly at: Date;
  readonly sender: { readonly email: string; readonly name: string };
  readonly to: { readonly email: string; readonly name?: string };
  readonly linkId: Id;
  readonly secret: Bytes;
  readonly verification: Verification;
  readonly phoneHint: string | undefined;
  readonly expiresAt: Date;
}

/** What tells a guest that there is a message. Says nothing of what it is about. */
export function notificationLetter(config: Pick<Config, "publicUrl">, letter: GuestLetter): OutgoingMail {
  const { house, language, sender, linkId, secret, verification, phoneHint } = letter;
  const details = { sender: oneLine(sender.name, 120), organisation: oneLine(house.name, 120) };
  const address = guestAddress(config, linkId);
  const contact = [house.phone, house.website].map((each) => oneLine(each, 200)).filter((each) => each !== "");
  const saying = (key: string, more: Record<string, string> = {}): string =>
    say(language, `notification.${key}`, { ...details, ...more });
  const parts: LetterPart[] = [
    { kind: "lead", text: saying("who") },
    ...(verification === "sms"
      ? [{ kind: "text", text: saying("check_sms", { phoneHint: phoneHint ?? "" }) } as const]
      : []),
    ...(verification === "password" ? [{ kind: "text", text: saying("check_password") } as const] : []),
    { kind: "link", text: saying("open_with"), label: saying("open"), address: `${address}#${base64url(secret)}` },
    { kind: "code", text: saying("type", { address }), code: linkCode(secret) },
    { kind: "text", text: saying("until", { until: letter.expiresAt.toISOString() }) },
    ...(house.look.ownText === "" ? [] : [{ kind: "text", text: house.look.ownText } as const]),
    {
      kind: "small",
      text: saying("doubt", {
        contact: contact.length === 0 ? "" : saying("contact", { contact: contact.join(", ") }),
      }),
    },
    {
      kind: "small",
      text: saying("check", { address: `${config.publicUrl}/check`, code: notificationCode(secret, linkId) }),
    },
  ];
  return outgoing(
    {
      ...letter,
      fromName: saying("via", { organisation: shortName(house) }),
      envelopeFrom: sender.email,
      replyTo: sender,
      subject: saying("subject"),
    },
    parts,
  );
}

export type NoticeKind =
  | "reply"
  | "colleague"
  | "bounce"
  | "sms"
  | "delayed"
  | "uncertain"
  | "expiry"
  | "more_time"
  | "other_way"
  | "waiting_phone"
  | "waiting_password"
  | "standin_named"
  | "standin_ended"
  | "shared"
  | "stopped"
  | "stopped_admin";

export interface Notice {
  readonly house: House;
  readonly at: Date;
  readonly to: {
    readonly email: string;
    readonly name: string;
    readonly language: Language;
    /** Undefined for a shared mailbox, whose place is then `mailboxSpaceId`. */
    readonly memberId?: Id | undefined;
    readonly mailboxSpaceId?: Id | undefined;
  };
  readonly kind: NoticeKind;
  /** The mailbox in which the conversation is, where it is not that of `to`. */
  readonly mailboxId?: Id | undefined;
  /** Where to look; ordinary mail has no place in Zegel. */
  readonly conversationId: Id | undefined;
  /** `guest` or `sender` (whom it concerns), and for a bounce the server's `answer`. */
  readonly details: Readonly<Record<string, string>>;
}

/** Where the page has to look; undefined for the member's own mailbox, in which it looks by itself. */
function otherMailbox({ to, mailboxId = to.mailboxSpaceId }: Notice): Id | undefined {
  const isOwn = to.memberId !== undefined && mailboxId === to.mailboxSpaceId;
  return isOwn ? undefined : mailboxId;
}

const subjectKey = (kind: NoticeKind): string => `notice.${kind.split("_")[0]}_subject`;

/** Tells a member in the ordinary mailbox that something is waiting in Zegel; never what. */
export function noticeLetter(config: Pick<Config, "publicUrl">, notice: Notice): OutgoingMail {
  const { house, to, kind, conversationId } = notice;
  const speech = speechOf(to.language, house.domain);
  const details = Object.fromEntries(
    Object.entries(notice.details).map(([name, value]) => [name, oneLine(value, 300)]),
  );
  const folder = kind === "reply" || kind === "colleague" || kind === "shared" ? "inbox" : "sent";
  const address = conversationId && memberAddress(config, folder, conversationId, otherMailbox(notice));
  const look: LetterPart[] = address
    ? [{ kind: "link", text: say(speech, "notice.look"), label: address, address }]
    : [];
  const organisation = oneLine(house.name, 120);
  return outgoing(
    {
      ...notice,
      language: to.language,
      fromName: `Zegel ${organisation}`,
      envelopeFrom: "",
      subject: say(speech, subjectKey(kind), details),
    },
    [
      { kind: "lead", text: say(speech, `notice.${kind}`, details) },
      ...look,
      { kind: "small", text: say(speech, "notice.why", { organisation }) },
    ],
  );
}

export interface Invitation {
  readonly house: House;
  readonly at: Date;
  readonly inviter: { readonly email: string; readonly name: string };
  readonly to: { readonly email: string; readonly name: string; readonly language: Language };
  readonly address: string;
  readonly expiresAt: Date;
}

export function invitationLetter(invitation: Invitation): OutgoingMail {
  const { house, to, inviter, address, expiresAt } = invitation;
  const organisation = oneLine(house.name, 120);
  const details = { inviter: oneLine(inviter.name, 120), organisation };
  const text = say(to.language, "invitation.text", details);
  return outgoing(
    {
      ...invitation,
      language: to.language,
      fromName: say(to.language, "notification.via", { sender: details.inviter, organisation }),
      envelopeFrom: inviter.email,
      replyTo: inviter,
      subject: say(to.language, "invitation.subject", details),
    },
    [
      { kind: "link", text, label: address, address },
      { kind: "small", text: say(to.language, "invitation.until", { ...details, until: expiresAt.toISOString() }) },
    ],
  );
}

/** At most 160 characters where the organisation's name allows it. */
export const smsText = (language: Language, organisation: string, code: string, minutes: number): string =>
  say(language, "notification.sms", { organisation: oneLine(organisation, 40), code, minutes });
