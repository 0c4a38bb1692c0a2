import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { htmlToText, safeHtml } from "#/intake/index.ts";
import { type Id, newId, utf8 } from "#/kernel/index.ts";
import { type Holder, type OpenEpoch, type PreparedObject, prepareSpace } from "#/spaces/index.ts";
import { newObjects, type SealedAttachment, type SealedParts } from "./sealed-parts.ts";
import {
  type AttachmentPart,
  encodeMessage,
  encodeSummary,
  type MessageBody,
  oneLine,
  type Person,
  person,
  summaryOf,
} from "./content.ts";
import type { EarlierEpoch } from "./earlier-messages.ts";
import type { Looked } from "./enforcing/look-at-message.ts";
import type { Colleague, House } from "./house.ts";
import { holderOf, type Keeper, type MintedLink, mintLink } from "./mint-link.ts";
import type { PlannedGuest, PlannedMember, PlannedRecipient } from "./plan-recipients.ts";
import type { MailApp, MessageContent, MessageDoor } from "./types.ts";
import type { MessagePlace } from "./sealed-parts.ts";

const longestSubject = 900;

/** What all copies of a message have in common. */
export interface Writing {
  readonly actor: MemberActor | AppPasswordActor;
  readonly house: House;
  readonly at: Date;
  readonly door: MessageDoor;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly subject: string;
  readonly date: Date;
  readonly text: string;
  readonly html: string;
  readonly picturesLeftOut: boolean;
  readonly place: MessagePlace;
  readonly keeper: Keeper;
  /** Until then it waits, and nobody but the sender sees it. */
  readonly releaseAt: Date | undefined;
  readonly expiresAt: Date;
  readonly original: PreparedObject | undefined;
  readonly clientId: string | undefined;
  readonly sizeBytes: number;
  readonly looked: Looked;
  /** Mailboxes of those who may read it while it is held. */
  readonly readers: readonly Colleague[];
  /** In the order in which the sender named them. */
  readonly recipientIds: readonly Id[];
}

export function writingOf(
  app: Pick<MailApp, "clock">,
  actor: MemberActor | AppPasswordActor,
  {
    content,
    parts,
    place,
    clientId,
    house,
    recipients,
    keeper,
    releaseAt,
    looked,
    readers,
  }: {
    readonly content: MessageContent;
    readonly parts: SealedParts;
    readonly place: MessagePlace;
    readonly clientId: string | undefined;
    readonly house: House;
    readonly recipients: readonly PlannedRecipient[];
    readonly keeper: Keeper;
    readonly releaseAt: Date | undefined;
    readonly looked: Looked;
    readonly readers: readonly Colleague[];
  },
): Writing {
  const at = app.clock.now();
  const leavesAt = releaseAt ?? at;
  const { html, blockedRemote } = content.html ? safeHtml(content.html) : { html: "", blockedRemote: 0 };
  const text = content.text ?? (html === "" ? "" : htmlToText(html));
  const people = (role: "to" | "cc"): Person[] =>
    recipients.filter((each) => each.role === role).map(({ email, name }) => person(email, name));
  const attachedBytes = parts.attachments.reduce((sum, { part }) => sum + part.sizeBytes, 0);
  return {
    actor,
    house,
    at,
    door: place.door,
    from: person(content.from?.email.toLowerCase() ?? actor.email, content.from ? content.from.name : actor.name),
    to: people("to"),
    cc: people("cc"),
    subject: oneLine(content.subject, longestSubject),
    date: content.date ?? leavesAt,
    text,
    html,
    picturesLeftOut: blockedRemote > 0,
    place,
    keeper,
    releaseAt,
    expiresAt: new Date(leavesAt.getTime() + house.linkMs),
    original: parts.original,
    clientId,
    looked,
    readers,
    recipientIds: recipients.map(({ recipientId }) => recipientId),
    sizeBytes: attachedBytes + utf8(text).byteLength + utf8(html).byteLength,
  };
}

/** Those who may know of each other, and then everybody who was put in Bcc, alone. */
export function groupsOf(recipients: readonly PlannedRecipient[]): PlannedRecipient[][] {
  const visible = recipients.filter(({ role }) => role !== "bcc");
  const hidden = recipients.filter(({ role }) => role === "bcc").map((each) => [each]);
  return visible.length > 0 ? [visible, ...hidden] : hidden;
}

export interface GuestOfGroup {
  readonly recipient: PlannedGuest;
  /** Undefined while the recipient waits. */
  readonly link: MintedLink | undefined;
  /** Keys of earlier messages that the link gets as well. */
  readonly earlier: readonly EarlierEpoch[];
}

/** One message in one conversation, sealed and ready to be written. */
export interface Group {
  readonly messageId: Id;
  readonly copyOf: Id | undefined;
  readonly isNew: boolean;
  readonly epoch: OpenEpoch;
  readonly members: readonly PlannedMember[];
  readonly guests: readonly GuestOfGroup[];
  readonly bodyId: Id;
  readonly summaryId: Id;
  readonly attachments: readonly SealedAttachment[];
  readonly objects: readonly PreparedObject[];
  readonly holders: readonly Holder[];
}

/** The attachments sealed anew for another epoch: a copy shares nothing with the message it is a copy of. */
async function resealed(parts: SealedParts, epoch: OpenEpoch): Promise<SealedAttachment[]> {
  const copies: SealedAttachment[] = [];
  for (const { part, plain } of parts.attachments) {
    const object = await parts.seal("attachment", plain(), epoch);
    copies.push({ part: { ...part, attachmentId: newId() }, objectId: object.objectId, object, plain });
  }
  return copies;
}

function bodyOf(writing: Writing, recipients: readonly PlannedRecipient[], parts: readonly AttachmentPart[]) {
  const { from, to, cc, subject, date, text, html, picturesLeftOut, looked } = writing;
  const hidden = recipients.filter(({ role }) => role === "bcc").map(({ email, name }) => person(email, name));
  const body: MessageBody = {
    version: 1,
    from,
    to: [...to],
    cc: [...cc],
    ...(hidden.length > 0 ? { bcc: hidden } : {}),
    subject,
    date: date.toISOString(),
    text,
    html,
    attachments: [...parts],
    ...(picturesLeftOut ? { picturesLeftOut } : {}),
    found: { counts: [...looked.findings], unread: looked.unread },
  };
  return body;
}

export async function prepareGroup(
  parts: SealedParts,
  writing: Writing,
  recipients: readonly PlannedRecipient[],
  first: Group | undefined,
  earlier: ReadonlyMap<Id, readonly EarlierEpoch[]>,
): Promise<Group> {
  const epoch = first ? prepareSpace({ kind: "conversation" }).epoch : parts.epoch;
  const attachments = first ? await resealed(parts, epoch) : parts.attachments;
  const body = bodyOf(
    writing,
    recipients,
    attachments.map(({ part }) => part),
  );
  const message = await parts.seal("message", encodeMessage(body), epoch);
  const summary = await parts.seal("summary", encodeSummary(summaryOf(body)), epoch);
  const members = recipients.filter((each) => each.route === "member");
  const guests = recipients
    .filter((each) => each.route === "guest")
    .map((recipient) => ({
      recipient,
      link:
        recipient.verification &&
        mintLink(recipient.verification, { language: recipient.language, expiresAt: writing.expiresAt }),
      earlier: earlier.get(recipient.recipientId) ?? [],
    }));
  const mailboxes = [
    { spaceId: writing.keeper.spaceId, owner: writing.keeper.owner },
    ...members.map(({ colleague }) => ({ spaceId: colleague.mailboxSpaceId, owner: colleague.owner })),
    ...writing.readers.map((each) => ({ spaceId: each.mailboxSpaceId, owner: each.owner })),
  ];
  return {
    messageId: first ? newId() : writing.place.messageId,
    copyOf: first?.messageId,
    isNew: first !== undefined || writing.place.isNew,
    epoch,
    members,
    guests,
    bodyId: message.objectId,
    summaryId: summary.objectId,
    attachments,
    objects: [message, summary, ...newObjects(attachments)],
    holders: [
      ...mailboxes.map(({ spaceId, owner }): Holder => ({ kind: "space", spaceId, owner })),
      ...guests.flatMap(({ link }) => (link ? [holderOf(link)] : [])),
    ],
  };
}
