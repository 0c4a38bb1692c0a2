import type { lookRoutes } from "#/contract/index.ts";
import { readLook, saveLook } from "#/identity/index.ts";
import { previewLook } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const lookHandlers: Handlers<typeof lookRoutes> = {
  look: (app, { actor }) => readLook(app, actor),
  saveLook: (app, { actor, body }) => saveLook(app, actor, body),
  previewLook: (app, { actor, body }) => previewLook(app, actor, body),
};
