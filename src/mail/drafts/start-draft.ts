import { type DraftContent, type DraftQuote, emailSchema, nameSchema } from "#/contract/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { type MessageBody, type Person, subjectOf } from "../content.ts";
import { isSender, messageInMailbox } from "../member-view.ts";
import { inlineImages, openMessages, type OpenedMessage } from "../open-messages.ts";
import type { MailApp } from "../types.ts";
import { quoteForward, quoteReply } from "./quote.ts";
import type { Draft } from "./read-drafts.ts";
import { saveDraft } from "./save-draft.ts";

export type StartKind = "reply" | "reply-all" | "forward";
type DraftRecipient = DraftContent["recipients"][number];

const longestSubject = 900;
const mostRecipients = 200;

/** Those that one can write to, each once, without oneself. */
function asRecipients(groups: readonly (readonly ["to" | "cc", readonly Person[]])[], own: string): DraftRecipient[] {
  const byEmail = new Map<string, DraftRecipient>();
  for (const [role, people] of groups)
    for (const each of people) {
      const email = emailSchema.safeParse(each.email);
      if (!email.success || email.data === own || byEmail.has(email.data)) continue;
      const name = nameSchema.safeParse(each.name);
      byEmail.set(email.data, { email: email.data, role, ...(name.success && { name: name.data }) });
    }
  return [...byEmail.values()].slice(0, mostRecipients);
}

/** Who wrote is answered; one's own message goes on to whom it went. Bcc is answered by nobody. */
function answered(kind: StartKind, { body, row }: OpenedMessage, actor: MemberActor): DraftRecipient[] {
  if (kind === "forward") return [];
  const { from, to, cc } = body;
  const own = actor.email;
  const [first, others] = isSender(actor, row) ? [to, cc] : [[from], cc];
  if (kind === "reply") {
    const one = asRecipients([["to", first]], own);
    return one.length > 0 ? one : asRecipients([["to", first]], "");
  }
  const all = asRecipients(
    [
      ["to", first],
      ["to", to],
      ["cc", others],
    ],
    own,
  );
  return all.length > 0 ? all : asRecipients([["to", first]], "");
}

/** All of a message that is forwarded; of one that is answered, the pictures that the quoted text shows. */
function carried(kind: StartKind, { attachments }: MessageBody, html: string): DraftContent["attachments"] {
  const wanted = attachments.filter(
    ({ contentId }) => kind === "forward" || (contentId !== undefined && html.includes(`cid:${contentId}`)),
  );
  return wanted.map(({ attachmentId, name, type, sizeBytes, contentId }) => ({
    attachmentId,
    name,
    type,
    sizeBytes,
    ...(contentId !== undefined && { contentId }),
  }));
}

function contentOf(kind: StartKind, message: OpenedMessage, actor: MemberActor): DraftContent {
  const { body, row } = message;
  const { language } = actor;
  const isForward = kind === "forward";
  const quote = (isForward ? quoteForward : quoteReply)(body, row.sent_at, language);
  return {
    ...(isForward ? {} : { conversationId: row.conversation_id }),
    recipients: answered(kind, message, actor),
    typed: {},
    subject: subjectOf(isForward ? "forward" : "reply", body.subject, language).slice(0, longestSubject),
    text: "",
    html: "",
    quote,
    attachments: carried(kind, body, quote.html),
  };
}

type Looked = Awaited<ReturnType<typeof inlineImages>>;

function openToAnswer(
  app: MailApp,
  actor: MemberActor,
  messageId: Id,
): Promise<{ readonly message: OpenedMessage; readonly pictures: Looked }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await messageInMailbox(tx, actor, messageId);
    const [message] = await openMessages(app, tx, readerOf(actor), [row]);
    if (!message) throw new Refusal("gone", "mail.recalled");
    return { message, pictures: await inlineImages(app, tx, readerOf(actor), message) };
  });
}

export interface QuotedMessage {
  readonly quote: DraftQuote;
  readonly attachments: DraftContent["attachments"];
  /** By content id, as `data:` addresses. */
  readonly pictures: ReadonlyMap<string, string>;
}

/**
 * What goes below an answer to a message of the mailbox, with the pictures that it shows.
 * @throws Refusal `mail.message_absent`, `mail.recalled`.
 */
export async function quoteMessage(app: MailApp, actor: MemberActor, messageId: Id): Promise<QuotedMessage> {
  const { message, pictures } = await openToAnswer(app, actor, messageId);
  const quote = quoteReply(message.body, message.row.sent_at, actor.language);
  return { quote, attachments: carried("reply", message.body, quote.html), pictures };
}

/**
 * A draft that answers or forwards a message of the mailbox. @throws Refusal `mail.message_absent`, `mail.recalled`.
 */
export async function startDraft(
  app: MailApp,
  actor: MemberActor,
  { messageId, kind }: { readonly messageId: Id; readonly kind: StartKind },
): Promise<Draft> {
  const { message } = await openToAnswer(app, actor, messageId);
  const draftId = newId();
  const content = contentOf(kind, message, actor);
  const { version, updatedAt } = await saveDraft(app, actor, { draftId, version: 0, content });
  return { draftId, version, updatedAt: updatedAt.toISOString(), content };
}
