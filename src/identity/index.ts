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
export { type LoggedIn, logIn, type LogInInput, openMember, resetSecondFactor } from "./log-in.ts";
export { networkOf } from "./log-in-limits.ts";
export { logOut, memberOfSession } from "./member-session.ts";
export {
  type CodeInput,
  confirmSecondFactor,
  enrolSecondFactor,
  type EnrolmentStarted,
  type Entered,
  passSecondFactor,
} from "./second-factor.ts";
export {
  intakeSigner,
  type OrganisationChange,
  organisationFacts,
  type OrganisationSettings,
  organisationSettings,
  readOrganisation,
  saveOrganisation,
} from "./organisation.ts";
export { lockSession, unlockSession } from "./lock-session.ts";
export { logoIn, readLogo, removeLogo, saveLogo } from "./logo.ts";
export { checkedLook, readLook, saveLook } from "./look.ts";
export { isSetUpNeeded, type KeepKit, type KitFile, setUpOrganisation } from "./set-up-organisation.ts";
export { type AcceptInvitation, acceptInvitation, type InvitationLink, readInvitation } from "./accept-invitation.ts";
export { actorOfAppPassword, type AppPasswordLogIn, isAppPasswordLive } from "./app-password-actor.ts";
export { onAppPasswordsEnded } from "./app-password-events.ts";
export {
  appPasswordDoors,
  type AppPasswordEntry,
  type AppPasswordList,
  type CreateAppPassword,
  createAppPassword,
  type CreatedAppPassword,
  listAppPasswords,
  revokeAppPassword,
} from "./app-passwords.ts";
export { assertRole, type OperatorIn } from "./authority.ts";
export { type InvitationMail, type Invited, type InviteMember, inviteMember } from "./invite-member.ts";
export { auditIdsOf, listAudit, type NamedEntry, type NamedFilter, walkAudit } from "./list-audit.ts";
export { memberNames } from "./member-names.ts";
export { type MemberRow, type MemberState } from "./member-rows.ts";
export { openIssuingKey } from "./new-member-keys.ts";
export { changeOwnProfile, listMembers, setMemberRoles, setMemberState } from "./members.ts";
export { makeBackupCodes } from "./backup-codes.ts";
export { changePassword, type ChangePassword } from "./change-password.ts";
export { type GiveAccessBack, giveAccessBack, type GivenBack } from "./give-access-back.ts";
export { type AccountNotice, type Browser, browserName, type DeliverNotice } from "./known-browsers.ts";
export { type AccountSafety, endOtherSessions, endOwnSession, readAccount, type SessionEntry } from "./own-sessions.ts";
export { checkNewPassword } from "./password-rules.ts";
export { mailRecoveryLink, type RecoverAccess, recoverAccess } from "./recover-access.ts";
export { confirmKitKept, type KeptForRecovery, keptForRecovery } from "./kept-for-recovery.ts";
export { confirmRecoveryCode, offerRecoveryCode } from "./recovery-code.ts";
export { resetMemberSecondFactor } from "./reset-second-factor.ts";
export { type Group, listGroups, removeGroup, saveGroup, type SaveGroup } from "./groups.ts";
