import type { attachmentRoutes } from "#/contract/index.ts";
import { openPicture, openZip } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { openingOf } from "./open-range.ts";

export const attachmentHandlers: Handlers<typeof attachmentRoutes> = {
  attachmentPicture: (app, { actor, params, request }) =>
    openPicture(app, actor, params.attachmentId, openingOf(request)),
  messageZip: (app, { actor, params, request }) => openZip(app, actor, params.messageId, openingOf(request)),
};
