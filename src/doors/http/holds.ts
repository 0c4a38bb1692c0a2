import type { holdRoutes } from "#/contract/index.ts";
import { decideHold, listHeld, lookAtFile, readHeld } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const holdHandlers: Handlers<typeof holdRoutes> = {
  listHeld: (app, { actor }) => listHeld(app, actor),
  readHeld: (app, { actor, params }) => readHeld(app, actor, params.messageId),
  lookAtFile: (app, { actor, body }) => lookAtFile(app, actor, body),
  decideHeld: (app, { actor, params, body }) => decideHold(app, actor, { ...params, ...body }),
};
