import { agreementNames } from "./agreement-names.ts";
import { agreementText } from "./agreement-text.ts";
import { agreements } from "./agreements.ts";
import { audit } from "./audit.ts";
import { backup } from "./backup.ts";
import { contacts } from "./contacts.ts";
import { enforcement } from "./enforcement.ts";
import { files } from "./files.ts";
import { identity } from "./identity.ts";
import { intake } from "./intake.ts";
import { keys } from "./keys.ts";
import { mail } from "./mail.ts";
import { mailboxes } from "./mailboxes.ts";
import { notifications } from "./notifications.ts";
import { operation } from "./operation.ts";
import { pages } from "./pages.ts";
import { recognise } from "./recognise.ts";
import { refusals } from "./refusals.ts";
import { smtp } from "./smtp.ts";
import { support } from "./support.ts";
import { uploads } from "./uploads.ts";
import { writing } from "./writing.ts";
import { webhooks } from "./webhooks.ts";

export const french = {
  ...refusals,
  ...agreements,
  ...agreementNames,
  ...agreementText,
  ...audit,
  ...backup,
  ...contacts,
  ...enforcement,
  ...files,
  ...identity,
  ...intake,
  ...keys,
  ...mail,
  ...mailboxes,
  ...notifications,
  ...operation,
  ...pages,
  ...recognise,
  ...smtp,
  ...support,
  ...uploads,
  ...writing,
  ...webhooks,
};
