import type { lookRoutes } from "#/contract/index.ts";
import { readLogo, readLook, removeLogo, saveLogo, saveLook } from "#/identity/index.ts";
import { previewLook } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { logoDownload } from "./whole-download.ts";

export const lookHandlers: Handlers<typeof lookRoutes> = {
  look: (app, { actor }) => readLook(app, actor),
  saveLook: (app, { actor, body }) => saveLook(app, actor, body),
  logo: async (app, { actor }) => logoDownload(await readLogo(app, actor)),
  saveLogo: (app, { actor, body }) => saveLogo(app, actor, Buffer.from(body.png, "base64")),
  removeLogo: (app, { actor }) => removeLogo(app, actor),
  previewLook: (app, { actor, body }) => previewLook(app, actor, body),
};
