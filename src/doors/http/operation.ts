import type { operationRoutes } from "#/contract/index.ts";
import { confirmKitKept } from "#/identity/index.ts";
import { checkDomain, domainRecords, readHealth, tryJobsAgain } from "#/operation/index.ts";
import type { Handlers } from "./handler.ts";

export const operationHandlers: Handlers<typeof operationRoutes> = {
  readDomain: async (app, { actor }) => {
    const { domain, records } = await domainRecords(app, actor);
    return { domain, records: [...records] };
  },
  checkDomain: (app, { actor }) => checkDomain(app, actor),
  readHealth: (app, { actor }) => readHealth(app, actor),
  confirmKitKept: (app, { actor }) => confirmKitKept(app, actor),
  tryJobsAgain: async (app, { actor }) => ({ jobs: await tryJobsAgain(app, actor) }),
};
