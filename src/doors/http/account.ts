import type { accountRoutes } from "#/contract/index.ts";
import {
  changePassword,
  checkNewPassword,
  confirmRecoveryCode,
  endOtherSessions,
  endOwnSession,
  giveAccessBack,
  mailRecoveryLink,
  makeBackupCodes,
  offerRecoveryCode,
  readAccount,
  recoverAccess,
  resetMemberSecondFactor,
} from "#/identity/index.ts";
import { queueAccountNotice } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { signedIn } from "./signed-in.ts";

export const accountHandlers: Handlers<typeof accountRoutes> = {
  checkPassword: async (_app, { body }) => checkNewPassword(body.password, body.own),
  mailRecoveryLink: (app, { body, address }) =>
    mailRecoveryLink(app, { ...body, address, deliver: queueAccountNotice(app) }),
  recover: async (app, call) => {
    const { body, address, userAgent, browserToken } = call;
    const browser = { token: browserToken, deliver: queueAccountNotice(app) };
    return signedIn(call, await recoverAccess(app, { ...body, address, userAgent, browser }));
  },
  account: async (app, { actor }) => {
    const { recoveryCodeMadeAt, backupCodesLeft, sessions } = await readAccount(app, actor);
    return {
      recoveryCodeMadeAt: recoveryCodeMadeAt?.toISOString() ?? null,
      backupCodesLeft,
      sessions: sessions.map((session) => ({
        ...session,
        startedAt: session.startedAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
      })),
    };
  },
  offerRecoveryCode: (app, { actor, body }) => offerRecoveryCode(app, actor, body),
  confirmRecoveryCode: (app, { actor, body }) => confirmRecoveryCode(app, actor, body),
  makeBackupCodes: (app, { actor, body }) => makeBackupCodes(app, actor, body),
  changePassword: (app, { actor, body }) => changePassword(app, actor, { ...body, deliver: queueAccountNotice(app) }),
  endSession: (app, { actor, params }) => endOwnSession(app, actor, params.sessionId),
  endOtherSessions: (app, { actor }) => endOtherSessions(app, actor),
  resetSecondFactor: (app, { actor, params }) =>
    resetMemberSecondFactor(app, actor, { ...params, deliver: queueAccountNotice(app) }),
  giveAccessBack: async (app, { actor, params, body }) => {
    const given = await giveAccessBack(app, actor, { ...params, ...body, deliver: queueAccountNotice(app) });
    return { invitationUrl: given.invitationUrl, expiresAt: given.expiresAt.toISOString() };
  },
};
