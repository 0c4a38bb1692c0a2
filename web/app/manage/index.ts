export { AppPasswordsPage } from "./app-passwords-page.tsx";
export { AuditPage } from "./audit-page.tsx";
export { MailboxesPage } from "./mailboxes-page.tsx";
export { StandInPage } from "./mailboxes-stand-in-page.tsx";
export { MembersPage } from "./members-page.tsx";
export { MorePage } from "./more-page.tsx";
export { SettingsPage } from "./settings-page.tsx";
export { WebhooksPage } from "./webhooks-page.tsx";
