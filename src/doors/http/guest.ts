import type { guestRoutes } from "#/contract/index.ts";
import { csrfTokenOf, leaveGuestSession } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import {
  answerCheck,
  askNotification,
  askSender,
  beginReply,
  checkLogo,
  chooseGuestLanguage,
  type DeviceTrust,
  forgetTrustedDevice,
  guestAttachment,
  guestConversation,
  guestCopy,
  guestDoor,
  guestLogo,
  guestPicture,
  guestZip,
  knock,
  type KnockResult,
  listTrustedDevices,
  notificationDoor,
  requestCode,
} from "#/mail/index.ts";
import type { Handlers, NewSession } from "./handler.ts";
import { logoDownload } from "./whole-download.ts";
import { openedFor, openingOf } from "./open-range.ts";

/** Cookie for the browser, token for the page, when the door opened. */
function entered(
  call: { signIn(session: NewSession, linkId: Id): void; keepDevice(device: DeviceTrust): void },
  linkId: Id,
  result: KnockResult,
) {
  const { session, device, ...answer } = result;
  if (device) call.keepDevice(device);
  if (!session) return answer;
  call.signIn(session, linkId);
  return { ...answer, token: session.csrfToken };
}

export const guestHandlers: Handlers<typeof guestRoutes> = {
  guestDoor: (app, { params }) => guestDoor(app, params.linkId),
  guestKnock: async (app, call) => {
    const { params, body, userAgent, deviceToken } = call;
    return entered(call, params.linkId, await knock(app, { ...params, ...body, userAgent, deviceToken }));
  },
  guestRequestCode: (app, { params, body }) => requestCode(app, { ...params, ...body }),
  guestCheck: async (app, call) => {
    const { params, body, userAgent, deviceToken } = call;
    return entered(call, params.linkId, await answerCheck(app, { ...params, ...body, userAgent, deviceToken }));
  },
  guestAsk: (app, { params, body }) => askSender(app, { ...params, ...body }),
  guestConversation: async (app, { actor, mayMark, sessionToken }) => {
    if (!mayMark) throw new Refusal("forbidden", "identity.token_wrong");
    return { ...(await guestConversation(app, actor)), token: csrfTokenOf(sessionToken!)! };
  },
  guestAttachment: (app, { actor, params, request }) =>
    openedFor(request, (opening) => guestAttachment(app, actor, params.attachmentId, opening)),
  guestLogo: async (app, { params }) => logoDownload(await guestLogo(app, params.linkId)),
  guestCopy: (app, { actor, params, request }) => guestCopy(app, actor, params.messageId, openingOf(request)),
  guestPicture: (app, { actor, params, request }) => guestPicture(app, actor, params.attachmentId, openingOf(request)),
  guestZip: (app, { actor, params, request }) => guestZip(app, actor, params.messageId, openingOf(request)),
  guestLanguage: (app, { actor, body }) => chooseGuestLanguage(app, actor, body.language),
  guestDevices: async (app, { actor, deviceToken }) => ({
    devices: await listTrustedDevices(app, actor, deviceToken),
  }),
  guestForgetDevice: (app, { actor, params }) => forgetTrustedDevice(app, actor, params.deviceId),
  notificationDoor: (app) => notificationDoor(app),
  checkLogo: async (app) => logoDownload(await checkLogo(app)),
  askNotification: (app, { body }) => askNotification(app, body.code),
  guestReply: (app, { actor, upload }) =>
    upload(async (body) => {
      const reply = await beginReply(app, actor);
      return {
        addAttachment: (file, source) => reply.addAttachment(file, source),
        finish: () => reply.send(body),
        discard: () => reply.discard(),
      };
    }),
  guestLeave: async (app, { actor, params, signOut }) => {
    await leaveGuestSession(app, actor);
    signOut(params.linkId);
  },
};
