import { routes } from "virtual:guest-routes";
import { type Answer, createCaller, fillPath, type GuestRoutes } from "../parts/call.ts";
import { preferredLanguage } from "../parts/languages.ts";

export type Door = Answer<GuestRoutes, "guestDoor">;
export type Knock = Answer<GuestRoutes, "guestKnock">;
export type Conversation = Answer<GuestRoutes, "guestConversation">;
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
export const copyAddress = (linkId: string, messageId: string): string =>
  fillPath(routes["guestCopy"]!.path, { linkId, messageId });
