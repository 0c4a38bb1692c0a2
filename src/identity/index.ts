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
export { type LoggedIn, logIn, type LogInInput, openMember } from "./log-in.ts";
export { logOut, memberOfSession } from "./member-session.ts";
export {
  type CodeInput,
  confirmSecondFactor,
  enrolSecondFactor,
  type EnrolmentStarted,
  passSecondFactor,
} from "./second-factor.ts";
export {
  intakeSigner,
  type OrganisationChange,
  type OrganisationSettings,
  organisationSettings,
  readOrganisation,
  saveOrganisation,
} from "./organisation.ts";
export { isSetUpNeeded, setUpOrganisation } from "./set-up-organisation.ts";
