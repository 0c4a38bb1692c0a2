import { hash } from "node:crypto";
import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, equalBytes, type Id, newId, utf8 } from "#/kernel/index.ts";
import type { Holder, Owner } from "#/spaces/index.ts";
import { linkKey, newLinkSecret, notificationCode, notificationCodeMac, sealTo } from "#/vault/index.ts";
import type { AgreedPassword } from "./contacts.ts";
import type { House } from "./house.ts";
import { type GuestLetter, notificationLetter } from "./letters.ts";
import { phoneHint } from "./phone.ts";
import { type PreparedDispatch, prepareDispatch } from "./queue-dispatch.ts";
import type { MailApp } from "./types.ts";

/** A check with all that it needs. */
export type CompleteVerification =
  | { readonly kind: "none" }
  | { readonly kind: "sms"; readonly phone: string }
  | { readonly kind: "password"; readonly password: AgreedPassword };

/** A guest's way in that does not exist yet. Its secret is in memory here, and sealed in the queue and to the sender. */
export interface MintedLink {
  readonly linkId: Id;
  readonly secret: Bytes;
  readonly publicKey: Bytes;
  readonly verification: CompleteVerification;
  readonly language: Language;
  readonly expiresAt: Date;
}

export function mintLink(
  verification: CompleteVerification,
  { language, expiresAt }: { readonly language: Language; readonly expiresAt: Date },
): MintedLink {
  const linkId = newId();
  const secret = newLinkSecret();
  const publicKey = linkKey(secret, linkId).x25519Public;
  return { linkId, secret, publicKey, verification, language, expiresAt };
}

/** Whom an epoch is wrapped to so that the link opens it; nested where a password was agreed. */
export const holderOf = ({ linkId, publicKey, verification }: MintedLink): Holder => ({
  kind: "link",
  linkId,
  publicKey,
  ...(verification.kind === "password" ? { passwordPublic: verification.password.publicKey } : {}),
});

const addressHash = (email: string): Bytes => hash("sha256", utf8(email), "buffer");

/** As the sender keeps it: with the address that it was made for, so that no row can have it sent to another. */
const keptForm = (secret: Bytes, email: string): Bytes => concat(secret, addressHash(email));

/** The secret out of what the sender keeps, if it was made for this address. */
export function secretFor(kept: Bytes, email: string): Bytes | undefined {
  const expected = addressHash(email);
  const secret = kept.subarray(0, Math.max(0, kept.byteLength - expected.byteLength));
  return equalBytes(kept.subarray(secret.byteLength), expected) ? secret : undefined;
}

/** The epoch of the sender's mailbox that the link's secret is kept in, for sending it again. */
export interface Keeper {
  readonly owner: Owner;
  readonly spaceId: Id;
  readonly epoch: number;
  readonly publicKey: Bytes;
}

/** What is kept of the code that the notification prints. */
export const notificationMacOf = (pepper: Bytes, { secret, linkId }: Pick<MintedLink, "secret" | "linkId">): Bytes =>
  notificationCodeMac(pepper, notificationCode(secret, linkId))!;

export async function insertLink(
  { secrets }: Pick<MailApp, "secrets">,
  tx: Transaction,
  link: MintedLink,
  place: { readonly conversationId: Id; readonly contactId: Id; readonly email: string; readonly keeper: Keeper },
  at: Date,
): Promise<void> {
  const { verification, publicKey } = link;
  tx.soon(
    tx.query.insertInto("mail_link").values({
      organisation_id: tx.organisationId,
      link_id: link.linkId,
      conversation_id: place.conversationId,
      contact_id: place.contactId,
      public_key: publicKey,
      verification: verification.kind,
      sealed_phone: verification.kind === "sms" ? sealTo(publicKey, utf8(verification.phone)) : null,
      password_salt: verification.kind === "password" ? verification.password.salt : null,
      sealed_secret: sealTo(place.keeper.publicKey, keptForm(link.secret, place.email)),
      secret_space_id: place.keeper.spaceId,
      secret_epoch: place.keeper.epoch,
      notification_mac: notificationMacOf(secrets.pepper, link),
      language: link.language,
      expires_at: link.expiresAt,
      created_at: at,
    }),
  );
}

export interface Announcement {
  readonly house: House;
  readonly at: Date;
  readonly sender: GuestLetter["sender"];
  readonly to: GuestLetter["to"];
  readonly recipientId: Id;
}

/** The notification with the link in it, sealed to the queue key. */
export function prepareNotification(
  app: Pick<MailApp, "config" | "secrets" | "blobs">,
  link: Omit<MintedLink, "publicKey">,
  { house, at, sender, to, recipientId }: Announcement,
): Promise<PreparedDispatch> {
  const { linkId, secret, verification, language, expiresAt } = link;
  const letter = notificationLetter(app.config, {
    house,
    at,
    sender,
    to,
    language,
    linkId,
    secret,
    verification: verification.kind,
    phoneHint: verification.kind === "sms" ? phoneHint(verification.phone) : undefined,
    expiresAt,
  });
  return prepareDispatch(app, { kind: "notification", recipientId, linkId, content: letter });
}
