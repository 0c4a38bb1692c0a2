import type { followUpRoutes } from "#/contract/index.ts";
import {
  chooseReminder,
  extendRecipient,
  readFollowUp,
  readFollowUpSettings,
  recallAttachment,
  remindRecipient,
  saveFollowUpSettings,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const followUpHandlers: Handlers<typeof followUpRoutes> = {
  readFollowUp: (app, { actor, params }) => readFollowUp(app, actor, params.messageId),
  chooseReminder: (app, { actor, params, body }) => chooseReminder(app, actor, { ...params, ...body }),
  recallAttachment: async (app, { actor, params }) => {
    const { handedOut } = await recallAttachment(app, actor, params.attachmentId);
    return { handedOut: [...handedOut] };
  },
  remind: (app, { actor, params }) => remindRecipient(app, actor, params.recipientId),
  extend: (app, { actor, params, body }) => extendRecipient(app, actor, { ...params, ...body }),
  readFollowUpSettings: (app, { actor }) => readFollowUpSettings(app, actor),
  saveFollowUpSettings: (app, { actor, body }) => saveFollowUpSettings(app, actor, body),
};
