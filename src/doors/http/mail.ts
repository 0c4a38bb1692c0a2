import type { FastifyRequest } from "fastify";
import type { mailRoutes, MessageRequest } from "#/contract/index.ts";
import { Refusal } from "#/kernel/index.ts";
import {
  beginMessage,
  completeRecipient,
  listMessages,
  mergeInBackground,
  openAttachment,
  openCopy,
  openOriginal,
  listRelayed,
  previewNotice,
  previewRecipient,
  readConversation,
  readMessage,
  recallMessage,
  resendNotification,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { openedFor, openingOf } from "./open-range.ts";

/** What a program must not send as the page does: absent stays absent. */
function contentOf({ recipients, subject, text, html }: MessageRequest) {
  return { recipients, subject, ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
}

/** The header of draft-ietf-httpapi-idempotency-key-header, with or without the quotes that it asks for. */
function idempotencyKeyOf({ headers }: FastifyRequest): { readonly idempotencyKey?: string } {
  const given = headers["idempotency-key"];
  if (given === undefined) return {};
  const idempotencyKey = /^"?([\x21\x23-\x7e]{1,200})"?$/.exec(String(given))?.[1];
  if (idempotencyKey === undefined) throw new Refusal("invalid", "mail.idempotency_key_wrong");
  return { idempotencyKey };
}

export const mailHandlers: Handlers<typeof mailRoutes> = {
  listMessages: async (app, { actor, query }) => {
    const list = await listMessages(app, actor, { ...query, unread: query.unread === "true" });
    mergeInBackground(app, actor);
    return list;
  },
  sendMessage: (app, { actor, request, upload }) =>
    upload(async (body) => {
      const once = idempotencyKeyOf(request);
      const door = actor.kind === "member" ? "web" : "api";
      const message = await beginMessage(app, actor, { door, conversationId: body.conversationId });
      return {
        addAttachment: (file, source) => message.addAttachment(file, source),
        finish: async () => {
          const { messageId, conversationId, recipients } = await message.send({ ...contentOf(body), ...once });
          return { messageId, conversationId, recipients: [...recipients] };
        },
        discard: () => message.discard(),
      };
    }),
  previewNotice: (app, { actor, body }) => previewNotice(app, actor, body),
  listRelayed: (app, { actor }) => listRelayed(app, actor),
  previewRecipient: (app, { actor, body }) => previewRecipient(app, actor, body),
  readConversation: (app, { actor, params, mayMark }) =>
    readConversation(app, actor, params.conversationId, { mayMark }),
  readMessage: (app, { actor, params, mayMark }) => readMessage(app, actor, params.messageId, { mayMark }),
  original: (app, { actor, params, request }) =>
    openedFor(request, (opening) => openOriginal(app, actor, params.messageId, opening)),
  copy: (app, { actor, params, request }) => openCopy(app, actor, params.messageId, openingOf(request)),
  attachment: (app, { actor, params, request }) =>
    openedFor(request, (opening) => openAttachment(app, actor, params.attachmentId, opening)),
  recall: (app, { actor, params, body }) => recallMessage(app, actor, { ...params, ...body }),
  completeRecipient: (app, { actor, params, body }) => completeRecipient(app, actor, { ...params, ...body }),
  resend: (app, { actor, params }) => resendNotification(app, actor, params.recipientId),
};
