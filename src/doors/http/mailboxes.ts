import type { mailboxRoutes } from "#/contract/index.ts";
import {
  changeSharedMailbox,
  closeSharedMailbox,
  createSharedMailbox,
  endStandIn,
  listMailboxes,
  listSharedMailboxes,
  listStandIns,
  nameStandIn,
  reopenSharedMailbox,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const mailboxHandlers: Handlers<typeof mailboxRoutes> = {
  listMailboxes: async (app, { actor, mayMark }) => ({
    mailboxes: await listMailboxes(app, actor, { serving: mayMark }),
  }),
  listSharedMailboxes: async (app, { actor }) => ({ mailboxes: await listSharedMailboxes(app, actor) }),
  createSharedMailbox: (app, { actor, body }) => createSharedMailbox(app, actor, body),
  changeSharedMailbox: (app, { actor, params, body }) => changeSharedMailbox(app, actor, { ...params, ...body }),
  closeSharedMailbox: (app, { actor, params }) => closeSharedMailbox(app, actor, params.mailboxId),
  reopenSharedMailbox: (app, { actor, params }) => reopenSharedMailbox(app, actor, params.mailboxId),
  listStandIns: async (app, { actor }) => ({ standIns: await listStandIns(app, actor) }),
  nameStandIn: (app, { actor, body }) => nameStandIn(app, actor, body),
  endStandIn: (app, { actor, params }) => endStandIn(app, actor, params.standInId),
};
