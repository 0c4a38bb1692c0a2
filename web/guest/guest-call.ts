import { routes } from "virtual:guest-routes";
import { type Answer, createCaller, fillPath, type GuestRoutes } from "../parts/call.ts";
import { preferredLanguage } from "../parts/languages.ts";

export type Door = Answer<GuestRoutes, "guestDoor">;
export type Knock = Answer<GuestRoutes, "guestKnock">;
export type Conversation = Answer<GuestRoutes, "guestConversation">;
export type TrustedDevice = Answer<GuestRoutes, "guestDevices">["devices"][number];
export type Notification = Answer<GuestRoutes, "askNotification">;
export type GuestMessage = Conversation["messages"][number];

let token: string | undefined;
let spoken: string | undefined;

export const holdToken = (given: string | undefined): void => void (token = given);
export const speak = (language: string): void => void (spoken = language);

export const call = createCaller<GuestRoutes>(routes, {
  token: () => token,
  language: () => spoken ?? preferredLanguage(),
});

export const attachmentAddress = (linkId: string, attachmentId: string): string =>
  fillPath(routes["guestAttachment"]!.path, { linkId, attachmentId });
export const pictureAddress = (linkId: string, attachmentId: string): string =>
  fillPath(routes["guestPicture"]!.path, { linkId, attachmentId });
export const zipAddress = (linkId: string, messageId: string): string =>
  fillPath(routes["guestZip"]!.path, { linkId, messageId });
export const copyAddress = (linkId: string, messageId: string): string =>
  fillPath(routes["guestCopy"]!.path, { linkId, messageId });
