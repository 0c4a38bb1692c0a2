import { createHmac } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { openGuestSession } from "#/identity/index.ts";
import { type Bytes, fromUtf8, type Id, Refusal } from "#/kernel/index.ts";
import { openEpochSecret } from "#/spaces/index.ts";
import { openSealed } from "#/vault/index.ts";
import { noteVisit } from "./follow-up/visits.ts";
import { isExpired, type LinkRow, messagesOfLink, opensAny } from "./guest-link.ts";
import { inboxes } from "./mailboxes/inboxes.ts";
import { phoneHint } from "./phone.ts";
import { limits } from "./rules.ts";
import type { KnockResult, MailApp } from "./types.ts";

export type Sender = Pick<KnockResult, "sender" | "sentAt">;

/** Who wrote last through this link, also when it was taken back since. */
export async function senderOf(app: Pick<MailApp, "secrets">, tx: Transaction, link: LinkRow): Promise<Sender> {
  const row = await tx.query
    .selectFrom("mail_message as message")
    .innerJoin("mail_recipient as recipient", (join) =>
      join
        .onRef("recipient.organisation_id", "=", "message.organisation_id")
        .onRef("recipient.message_id", "=", "message.message_id"),
    )
    .select(["message.sender_email", "message.sent_at"])
    .where("message.organisation_id", "=", tx.organisationId)
    .where("recipient.link_id", "=", link.link_id)
    .orderBy("message.sent_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const email = row?.sender_email ?? "";
  const [mailbox] = row ? await inboxes(app, tx, { emails: [email] }) : [];
  const name = mailbox?.name ?? email;
  return { sender: { name, email }, sentAt: (row?.sent_at ?? link.created_at).toISOString() };
}

/** Why nothing can be opened any more; undefined when something can. */
export async function endOf(tx: Transaction, link: LinkRow, now: Date): Promise<"expired" | "recalled" | undefined> {
  if (isExpired(link, now)) return "expired";
  return opensAny(await messagesOfLink(tx, link)) ? undefined : "recalled";
}

export function assertNotLocked(link: LinkRow): void {
  if (link.wrong_answers >= limits.wrongAnswersPerLink) throw new Refusal("gone", "mail.link_locked");
}

/** The number that codes go to. */
export function phoneOf(link: LinkRow, x25519Secret: Bytes): string | undefined {
  const plain = link.sealed_phone && openSealed(x25519Secret, link.sealed_phone);
  return plain ? fromUtf8(plain) : undefined;
}

/** What is kept of a phone number where the number itself is kept nowhere. */
export const numberMac = (app: Pick<MailApp, "secrets">, phone: string): Bytes =>
  createHmac("sha256", app.secrets.pepper).update("zegel/v1/sms-number\0").update(phone).digest();

/** True when link and password together open what the link opens. */
export async function opensWith(
  app: MailApp,
  tx: Transaction,
  link: LinkRow,
  x25519Secret: Bytes,
  passwordSecret: Bytes,
): Promise<boolean> {
  const [message] = await messagesOfLink(tx, link);
  if (!message) return false;
  const { organisationId } = tx;
  const reader = { organisationId, kind: "link", id: link.link_id, x25519Secret, passwordSecret } as const;
  return (await openEpochSecret(app, tx, reader, message.conversation_id, message.epoch)) !== undefined;
}

export const hintOf = (link: LinkRow, x25519Secret: Bytes): string => phoneHint(phoneOf(link, x25519Secret) ?? "");

/** Of the code that is valid now; all when there is none yet. */
export async function codeTriesLeft(tx: Transaction, linkId: Id): Promise<number> {
  const row = await tx.query
    .selectFrom("mail_code")
    .select("tries")
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .executeTakeFirst();
  return Math.max(0, limits.codeTries - (row?.tries ?? 0));
}

export function passwordTriesLeft(link: LinkRow, now: Date): number {
  const since = link.recent_wrong_since;
  const isRecent = since !== null && now.getTime() - since.getTime() < limits.passwordWindowMs;
  return Math.max(0, limits.passwordTries - (isRecent ? link.recent_wrong : 0));
}

/** Lets the guest in: from here on the session opens what the link opens. */
export async function enter(
  app: MailApp,
  tx: Transaction,
  link: LinkRow,
  visitor: {
    readonly x25519Secret: Bytes;
    readonly passwordSecret?: Bytes;
    readonly language: Language;
    readonly userAgent: string;
    /** By what this browser proved earlier. */
    readonly trusted?: boolean;
    /** What `senderOf` says, where it was asked already. */
    readonly sender?: Sender;
  },
): Promise<KnockResult> {
  const { trusted = false, sender, ...opening } = visitor;
  const { actor: _, ...session } = await openGuestSession(app, tx, { linkId: link.link_id, ...opening });
  await noteVisit(tx, link, { ...visitor, at: app.clock.now() });
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "guest", id: link.link_id },
    act: "mail.guest-entered",
    subject: { kind: "conversation", id: link.conversation_id },
    details: { check: link.verification, ...(trusted ? { trusted } : {}) },
  });
  return { state: "open", ...(sender ?? (await senderOf(app, tx, link))), session };
}
