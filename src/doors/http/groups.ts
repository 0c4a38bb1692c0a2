import type { groupRoutes } from "#/contract/index.ts";
import { listGroups, removeGroup, saveGroup } from "#/identity/index.ts";
import type { Handlers } from "./handler.ts";

export const groupHandlers: Handlers<typeof groupRoutes> = {
  listGroups: async (app, { actor }) => ({
    groups: (await listGroups(app, actor)).map(({ members, ...group }) => ({ ...group, members: [...members] })),
  }),
  makeGroup: async (app, { actor, body }) => ({ groupId: await saveGroup(app, actor, body) }),
  changeGroup: async (app, { actor, params, body }) => {
    await saveGroup(app, actor, { ...params, ...body });
  },
  removeGroup: (app, { actor, params }) => removeGroup(app, actor, params),
};
