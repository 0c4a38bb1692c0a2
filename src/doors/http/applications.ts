import type { applicationRoutes } from "#/contract/index.ts";
import { messageStates } from "#/mail/index.ts";
import {
  changeWebhook,
  createWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  renewWebhookSecret,
  repeatDelivery,
} from "#/webhooks/index.ts";
import type { Handlers } from "./handler.ts";

export const applicationHandlers: Handlers<typeof applicationRoutes> = {
  messageStates: async (app, { actor, params }) => {
    const { recipients, ...place } = await messageStates(app, actor, params.messageId);
    return { ...place, recipients: [...recipients] };
  },
  listWebhooks: async (app, { actor }) => ({ webhooks: await listWebhooks(app, actor) }),
  createWebhook: (app, { actor, body }) => createWebhook(app, actor, body),
  changeWebhook: (app, { actor, params, body }) => changeWebhook(app, actor, { ...params, ...body }),
  removeWebhook: (app, { actor, params }) => removeWebhook(app, actor, params.endpointId),
  renewWebhookSecret: (app, { actor, params }) => renewWebhookSecret(app, actor, params.endpointId),
  listWebhookDeliveries: (app, { actor, params, query }) => listDeliveries(app, actor, { ...params, ...query }),
  repeatWebhookDelivery: (app, { actor, params }) => repeatDelivery(app, actor, params),
};
