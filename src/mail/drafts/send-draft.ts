import type { DraftContent } from "#/contract/index.ts";
import { recipientRequest } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, Refusal, secondMs } from "#/kernel/index.ts";
import { takeUploads } from "#/uploads/index.ts";
import { beginMessage } from "../begin-message.ts";
import type { MailApp, MessageContent, MessageInProgress, SentMessage } from "../types.ts";
import { openForeignAttachment, openUpload, uploadsOf } from "./draft-attachments.ts";
import { assertVersion, type DraftRow, eraseDraft, findDraft, openDraft } from "./draft-row.ts";
import { withQuote } from "./quote.ts";
import { assertSendTime } from "./scheduled-row.ts";
import { undoSecondsOf } from "./writing-settings.ts";

export interface SendDraft {
  readonly draftId: Id;
  readonly version: number;
  /** Else after the time for undoing. */
  readonly sendAt?: Date | undefined;
}

export interface SentDraft extends SentMessage {
  /** Null: it has left. */
  readonly releaseAt: Date | null;
  /** An approver lets it go, or does not. */
  readonly held: boolean;
}

const shortestPassword = recipientRequest.shape.password.unwrap().minLength ?? 0;

/** What was typed and not finished would silently be lost: then nothing is sent. */
function assertFinished({ typed, recipients }: DraftContent): void {
  const unfinished = [typed.to, typed.cc, typed.bcc].find((text) => text?.trim());
  if (unfinished)
    throw new Refusal("invalid", "mail.recipients_unfinished", { typed: unfinished.trim().slice(0, 100) });
  const weak = recipients.find(({ password }) => password && password.length < shortestPassword);
  if (weak) throw new Refusal("invalid", "mail.password_short", { address: weak.email, atLeast: shortestPassword });
}

/** A field that was left empty says nothing. */
const recipientsOf = ({ recipients }: DraftContent): MessageContent["recipients"] =>
  recipients.map(({ email, role, name, verification, phone, password }) => ({
    email,
    role,
    ...(name !== undefined && { name }),
    ...(verification !== undefined && { verification }),
    ...(phone?.trim() && { phone }),
    ...(password && { password }),
  }));

async function addAttachments(
  app: MailApp,
  actor: MemberActor,
  message: MessageInProgress,
  { attachments }: DraftContent,
): Promise<void> {
  const inside = <T>(run: (tx: Transaction) => Promise<T>) => app.database.inOrganisation(actor.organisationId, run);
  for (const { uploadId, attachmentId, name, type, contentId } of attachments) {
    const attachment = { name, type, ...(contentId !== undefined && { contentId }) };
    if (uploadId) message.moveAttachment(attachment, await inside((tx) => openUpload(app, tx, actor, uploadId)));
    else if (attachmentId) {
      const { part, object } = await inside((tx) => openForeignAttachment(app, tx, actor, attachmentId));
      await message.addAttachment({ ...attachment, type: part.type }, object.stream());
    } else throw new Refusal("absent", "mail.attachment_absent");
  }
}

interface LoadedDraft {
  readonly row: DraftRow;
  readonly content: DraftContent;
}

/** The draft goes with the message that leaves at once; else it stays behind it, for taking it back. */
async function settleDraft(
  tx: Transaction,
  actor: MemberActor,
  { row, content, sent, releaseAt }: LoadedDraft & { readonly sent: SentMessage; readonly releaseAt: Date | undefined },
): Promise<void> {
  // Locked only now: what was saved or sent meanwhile is another version.
  const now = await findDraft(tx, actor, row.draft_id, { forUpdate: true });
  assertVersion(now, row.version);
  await takeUploads(tx, actor, uploadsOf(content));
  if (!releaseAt && !sent.held) return eraseDraft(tx, row);
  await tx.query
    .updateTable("mail_draft")
    .set({ message_id: sent.messageId })
    .where("organisation_id", "=", tx.organisationId)
    .where("draft_id", "=", row.draft_id)
    .execute();
}

/**
 * Sends a saved draft: at once, after the time for undoing, or at a chosen time. Until then it can be cancelled.
 * @throws Refusal `mail.draft_absent`, `mail.draft_changed`, `mail.draft_waiting`, `mail.recipients_unfinished`,
 *   `mail.password_short`, `mail.send_time_invalid`, `mail.attachment_absent`, and what sending refuses.
 */
export async function sendDraft(
  app: MailApp,
  actor: MemberActor,
  { draftId, version, sendAt }: SendDraft,
): Promise<SentDraft> {
  const now = app.clock.now();
  if (sendAt) assertSendTime(sendAt, now);
  const { row, content, undoSeconds } = await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = await findDraft(tx, actor, draftId);
    assertVersion(found, version);
    const opened = await openDraft(app, tx, actor, found);
    return { row: found, content: opened, undoSeconds: await undoSecondsOf(tx, actor.mailboxSpaceId) };
  });
  assertFinished(content);
  const undoAt = undoSeconds > 0 ? new Date(now.getTime() + undoSeconds * secondMs) : undefined;
  const releaseAt = sendAt ?? undoAt;
  const { conversationId, subject, text, html, quote } = content;
  const message = await beginMessage(app, actor, { door: "web", conversationId });
  try {
    await addAttachments(app, actor, message, content);
    const whole = withQuote({ text, html }, quote);
    const written = {
      recipients: recipientsOf(content),
      subject,
      text: whole.text,
      ...(whole.html !== "" && { html: whole.html }),
    };
    const sent = await message.send(written, {
      hold: releaseAt && { releaseAt, draftId },
      draftId,
      alongside: (tx, result) => settleDraft(tx, actor, { row, content, sent: result, releaseAt }),
    });
    return { ...sent, held: sent.held ?? false, releaseAt: releaseAt ?? null };
  } catch (error) {
    await message.discard();
    throw error;
  }
}
