import type { findingRoutes } from "#/contract/index.ts";
import {
  changeFlags,
  changeLabel,
  emptyTrash,
  listLabels,
  makeLabel,
  mergeInBackground,
  removeLabel,
  searchMail,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const findingHandlers: Handlers<typeof findingRoutes> = {
  searchMail: async (app, { actor, body }) => {
    const found = await searchMail(app, actor, body);
    mergeInBackground(app, actor);
    return found;
  },
  changeFlags: (app, { actor, body }) => changeFlags(app, actor, body),
  emptyTrash: (app, { actor }) => emptyTrash(app, actor),
  listLabels: async (app, { actor }) => ({ labels: await listLabels(app, actor) }),
  makeLabel: (app, { actor, body }) => makeLabel(app, actor, body),
  changeLabel: (app, { actor, params, body }) => changeLabel(app, actor, { ...params, ...body }),
  removeLabel: (app, { actor, params }) => removeLabel(app, actor, params.labelId),
};
