import type { Sentence } from "../sentence.ts";

/** Refusals of the rooms that keep keys and what they seal, most of which are for whoever looks after Zegel. */
export const keys = {
  "vault.identity_malformed":
    "This key is damaged and cannot be used. Ask whoever looks after Zegel to check the storage.",
  "vault.kit_unreadable":
    "This is no part of a recovery kit, or a line is missing ({field}). Take the whole text as it was printed.",
  "vault.kit_damaged":
    "A line of the recovery kit has a typing error ({field}). Compare it with the print, character by character.",
  "vault.kit_mixed": "These parts belong to different recovery kits. Take parts that carry the same name and date.",
  "vault.kit_too_few": "There are {have} parts and {need} are needed. Add other parts of the same recovery kit.",
  "vault.kit_fingerprint":
    "These parts do not give the key that is printed on them. Check every part, or take other ones.",
  "vault.kit_shares": "A recovery kit has 1 to 16 parts, of which at most all are needed. Choose other numbers.",
  "vault.password_empty": "No password was filled in. Fill it in and try again.",
  "vault.busy": "Many people are logging in right now. Wait a moment and try again.",
  "spaces.absent": "This is not here, or not for you to see. Go back and load the page again.",
  "spaces.object_moved": "This was just changed by somebody else. Load the page again and try once more.",
  "spaces.compliance_absent":
    "The organisation has no place for recovery, so nothing can be sealed. Tell whoever looks after Zegel.",
  "spaces.holder_without_key":
    "Somebody this should be shared with has no key yet. Wait until that person has logged in, and try again.",
  "certificates.root_unknown":
    "The secrets directory does not know this organisation, so its keys cannot be verified. Put the secrets directory back from its backup.",
  "certificates.key_revoked":
    "This key was withdrawn and counts no longer. Log in again; if it stays so, ask your administrator.",
  "secrets.mismatch":
    "The secrets directory belongs to another installation than the database. Set ZEGEL_SECRETS to the directory that belongs with it.",
  "secrets.incomplete":
    "In the secrets directory the file {file} is missing. Put the whole directory back from its backup.",
  "secrets.dkim_selector_unknown": "There is no DKIM key {selector} here. `zegel dkim` shows those there are.",
  "secrets.dkim_too_many": "So many DKIM keys were made today that there is no name left for another.",
  "secrets.damaged":
    "In the secrets directory the file {file} is damaged. Put the whole directory back from its backup.",
  "secrets.root_pinned":
    "The secrets directory already knows this organisation by another key. Nothing was changed; check which backup this is.",
  "db.schema_newer":
    "The database was made by a newer version of Zegel (step {found}, this one knows {known}). Install that version.",
  "db.schema_differs":
    "The database was changed by hand or by another program (at step {migration}). Put back a backup, or install the version of Zegel that made it.",
  "db.role_makes_no_roles":
    "The database role {role} may not make roles, and Zegel works as a role that owns nothing. Give, as administrator of PostgreSQL: ALTER ROLE {role} CREATEROLE.",
  "db.version_too_old":
    "This is PostgreSQL {found}; Zegel needs version {needed} or newer. Upgrade the database and start again.",
} as const satisfies Record<string, Sentence>;
