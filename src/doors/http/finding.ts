import type { findingRoutes } from "#/contract/index.ts";
import { changeFlags, changeLabel, listLabels, makeLabel, removeLabel, searchMail } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const findingHandlers: Handlers<typeof findingRoutes> = {
  searchMail: (app, { actor, query }) => searchMail(app, actor, query),
  changeFlags: (app, { actor, body }) => changeFlags(app, actor, body),
  listLabels: async (app, { actor }) => ({ labels: await listLabels(app, actor) }),
  makeLabel: (app, { actor, body }) => makeLabel(app, actor, body),
  changeLabel: (app, { actor, params, body }) => changeLabel(app, actor, { ...params, ...body }),
  removeLabel: (app, { actor, params }) => removeLabel(app, actor, params.labelId),
};
