export * from "./actors.ts";
export type { IdentityApp } from "./app.ts";
export {
  endGuestSessions,
  guestOfSession,
  type GuestSessionInput,
  leaveGuestSession,
  openGuestSession,
} from "./guest-session.ts";
export { checkToken, clearExpiredSessions, csrfTokenOf, type SessionTokens } from "./session-store.ts";
