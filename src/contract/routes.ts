import { accountRoutes } from "./account.ts";
import { agreementRoutes } from "./agreements.ts";
import { applicationRoutes } from "./applications.ts";
import { auditRoutes } from "./audit.ts";
import { attachmentRoutes } from "./attachments.ts";
import { contactRoutes } from "./contacts.ts";
import { draftRoutes } from "./drafts.ts";
import { fileRoutes } from "./files.ts";
import { findingRoutes } from "./finding.ts";
import { followUpRoutes } from "./follow-up.ts";
import { groupRoutes } from "./groups.ts";
import { guestRoutes } from "./guest.ts";
import { holdRoutes } from "./holds.ts";
import { identityRoutes } from "./identity.ts";
import { lookRoutes } from "./look.ts";
import { mailRoutes } from "./mail.ts";
import { mailboxRoutes } from "./mailboxes.ts";
import { operationRoutes } from "./operation.ts";
import { supportRoutes } from "./support.ts";

/** Every operation, by subject: the HTTP door, OpenAPI, the pages and the tests go by this one table. */
export const routeGroups = {
  identity: identityRoutes,
  audit: auditRoutes,
  look: lookRoutes,
  account: accountRoutes,
  agreements: agreementRoutes,
  mail: mailRoutes,
  drafts: draftRoutes,
  holds: holdRoutes,
  mailboxes: mailboxRoutes,
  finding: findingRoutes,
  attachments: attachmentRoutes,
  files: fileRoutes,
  groups: groupRoutes,
  applications: applicationRoutes,
  contacts: contactRoutes,
  followUp: followUpRoutes,
  operation: operationRoutes,
  support: supportRoutes,
  guest: guestRoutes,
} as const;

type Groups = typeof routeGroups;
type Both<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;
/** All operations under their names, which are unique over the groups. */
export type AllRoutes = Both<Groups[keyof Groups]>;
/** Those that the members' pages call. */
export type MemberRoutes = Both<Groups[Exclude<keyof Groups, "guest">]>;

export const allRoutes = Object.assign({}, ...Object.values(routeGroups)) as AllRoutes;
const { guest: _, ...memberGroups } = routeGroups;
export const memberRoutes = Object.assign({}, ...Object.values(memberGroups)) as MemberRoutes;
