import type { holdRoutes } from "#/contract/index.ts";
import {
  decideHold,
  heedWarning,
  listHeld,
  listWarnings,
  lookAtFile,
  readHeld,
  renewWarning,
  suspectRecipients,
} from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";

export const holdHandlers: Handlers<typeof holdRoutes> = {
  listHeld: (app, { actor }) => listHeld(app, actor),
  readHeld: (app, { actor, params }) => readHeld(app, actor, params.messageId),
  lookAtFile: (app, { actor, body }) => lookAtFile(app, actor, body),
  suspectRecipients: async (app, { actor, body }) => {
    const { recipients, retired } = await suspectRecipients(app, actor, body);
    return {
      recipients: recipients.map((each) => ({ ...each, suspicions: [...each.suspicions] })),
      retired: [...retired],
    };
  },
  listWarnings: (app, { actor }) => listWarnings(app, actor),
  noteWarning: (app, { actor, body: { signal, act } }) =>
    act === "heeded" ? heedWarning(app, actor, signal) : renewWarning(app, actor, signal),
  decideHeld: (app, { actor, params, body }) => decideHold(app, actor, { ...params, ...body }),
};
