import type { draftRoutes } from "#/contract/index.ts";
import {
  cancelSending,
  completeAddress,
  listDrafts,
  listScheduled,
  listTemplates,
  openDraftPicture,
  quoteMessage,
  readDraft,
  readWritingSettings,
  removeDraft,
  removeTemplate,
  reschedule,
  saveDraft,
  saveTemplate,
  saveWritingSettings,
  sendDraft,
  shareConversation,
  startDraft,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { openingOf } from "./open-range.ts";

const instant = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

export const draftHandlers: Handlers<typeof draftRoutes> = {
  listDrafts: async (app, { actor }) => ({ drafts: await listDrafts(app, actor) }),
  readDraft: (app, { actor, params }) => readDraft(app, actor, params.draftId),
  saveDraft: async (app, { actor, params, body }) => {
    const { version, updatedAt } = await saveDraft(app, actor, { ...params, ...body });
    return { version, updatedAt: updatedAt.toISOString() };
  },
  removeDraft: (app, { actor, params }) => removeDraft(app, actor, params.draftId),
  startDraft: (app, { actor, params, body }) => startDraft(app, actor, { ...params, ...body }),
  quoteMessage: async (app, { actor, params }) => {
    const { quote, attachments, pictures } = await quoteMessage(app, actor, params.messageId);
    return { quote, attachments, pictures: [...pictures].map(([contentId, address]) => ({ contentId, address })) };
  },
  draftPicture: (app, { actor, params, query, request }) =>
    openDraftPicture(app, actor, { ...params, ...query }, openingOf(request)),
  sendDraft: async (app, { actor, params, body }) => {
    const sent = await sendDraft(app, actor, { ...params, version: body.version, sendAt: instant(body.sendAt) });
    const { messageId, conversationId, recipients, releaseAt, held } = sent;
    const leavesAt = releaseAt?.toISOString() ?? null;
    return { messageId, conversationId, recipients: [...recipients], releaseAt: leavesAt, held };
  },
  listScheduled: async (app, { actor }) => ({ entries: await listScheduled(app, actor) }),
  cancelSending: (app, { actor, params }) => cancelSending(app, actor, params.messageId),
  reschedule: async (app, { actor, params, body }) => {
    const { releaseAt } = await reschedule(app, actor, { ...params, sendAt: instant(body.sendAt) });
    return { releaseAt: releaseAt?.toISOString() ?? null };
  },
  shareConversation: async (app, { actor, params, body }) => {
    const { messages, colleagues } = await shareConversation(app, actor, { ...params, ...body });
    return { messages, colleagues: [...colleagues] };
  },
  listTemplates: async (app, { actor }) => ({ templates: await listTemplates(app, actor) }),
  saveTemplate: (app, { actor, params, body }) => saveTemplate(app, actor, { ...params, ...body }),
  removeTemplate: (app, { actor, params }) => removeTemplate(app, actor, params.templateId),
  writingSettings: (app, { actor }) => readWritingSettings(app, actor),
  saveWritingSettings: (app, { actor, body }) => saveWritingSettings(app, actor, body),
  completeAddress: async (app, { actor, body }) => ({ addresses: await completeAddress(app, actor, body) }),
};
