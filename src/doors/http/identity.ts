import type { identityRoutes } from "#/contract/index.ts";
import {
  acceptInvitation,
  changeOwnProfile,
  confirmSecondFactor,
  createAppPassword,
  csrfTokenOf,
  enrolSecondFactor,
  inviteMember,
  isSetUpNeeded,
  listAppPasswords,
  listMembers,
  logIn,
  logOut,
  passSecondFactor,
  readInvitation,
  readOrganisation,
  revokeAppPassword,
  saveOrganisation,
  setMemberRoles,
  setMemberState,
  setUpOrganisation,
  lockSession,
  unlockSession,
} from "#/identity/index.ts";
import { maintainMailboxes, queueAccountNotice, queueInvitation, renewAfterLeaving } from "#/mail/index.ts";
import type { Handlers } from "./handler.ts";
import { signedIn } from "./signed-in.ts";

export const identityHandlers: Handlers<typeof identityRoutes> = {
  setupState: async (app) => ({ needed: await isSetUpNeeded(app) }),
  setup: (app, { body }) => setUpOrganisation(app, { kind: "visitor" }, body),
  login: async (app, call) => {
    const { body, userAgent, address, browserToken } = call;
    return signedIn(call, await logIn(app, { ...body, userAgent, address, browserToken }));
  },
  enrolStart: (app, { actor }) => enrolSecondFactor(app, actor),
  enrolFinish: async (app, call) => {
    const { actor, body, userAgent } = call;
    return signedIn(call, await confirmSecondFactor(app, actor, { ...body, userAgent }));
  },
  loginCode: async (app, call) => {
    const { actor, body, userAgent, browserToken } = call;
    const browser = { token: browserToken, deliver: queueAccountNotice(app) };
    return signedIn(call, await passSecondFactor(app, actor, { ...body, userAgent, browser }));
  },
  logout: async (app, { actor, signOut }) => {
    await logOut(app, actor);
    signOut();
  },
  lock: (app, { actor }) => lockSession(app, actor),
  unlock: (app, { actor, body }) => unlockSession(app, actor, body.password),
  me: async (app, { actor, sessionToken }) => {
    const { memberId, name, email, roles, language, organisationId } = actor;
    const { name: organisation, domain, phone, idleMinutes } = await readOrganisation(app, actor);
    return {
      memberId,
      name,
      email,
      roles: [...roles],
      language,
      organisation: { organisationId, name: organisation, domain, ...(phone && { phone }) },
      locked: actor.isLocked === true,
      idleMinutes,
      token: csrfTokenOf(sessionToken!)!,
    };
  },
  setLanguage: (app, { actor, body: { name, language } }) =>
    changeOwnProfile(app, actor, { ...(name !== undefined && { name }), ...(language !== undefined && { language }) }),
  listMembers: async (app, { actor }) => ({
    members: (await listMembers(app, actor)).map((member) => ({
      ...member,
      roles: [...member.roles],
      createdAt: member.createdAt.toISOString(),
    })),
  }),
  inviteMember: (app, { actor, body }) => inviteMember(app, actor, { ...body, deliver: queueInvitation(app) }),
  setMemberState: async (app, { actor, params, body }) => {
    await setMemberState(app, actor, { ...params, ...body });
    if (body.state !== "removed") return;
    await maintainMailboxes(app, actor.organisationId);
    await renewAfterLeaving(app, actor);
  },
  setMemberRoles: (app, { actor, params, body }) => setMemberRoles(app, actor, { ...params, ...body }),
  invitation: (app, { params, body }) => readInvitation(app, { ...params, ...body }),
  acceptInvitation: async (app, call) => {
    const { params, body, userAgent } = call;
    return signedIn(call, await acceptInvitation(app, { ...params, ...body, userAgent }));
  },
  listAppPasswords: async (app, { actor }) => {
    const { appPasswords, smtp } = await listAppPasswords(app, actor);
    return {
      appPasswords: appPasswords.map((each) => ({
        ...each,
        createdAt: each.createdAt.toISOString(),
        lastUsedAt: each.lastUsedAt?.toISOString() ?? null,
      })),
      smtp,
    };
  },
  createAppPassword: (app, { actor, body }) => createAppPassword(app, actor, body),
  revokeAppPassword: (app, { actor, params }) => revokeAppPassword(app, actor, params),
  organisation: (app, { actor }) => readOrganisation(app, actor),
  saveOrganisation: (app, { actor, body }) => saveOrganisation(app, actor, body),
};
