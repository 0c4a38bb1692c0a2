import type { Sentence } from "../sentence.ts";

/** What the person who runs Zegel reads when it can't start: one line that says what to do. */
export const operation = {
  "data.in_use":
    "The data directory {dataDirectory} is in use by process {pid} ({process}). Stop that first, or set ZEGEL_DATA to another directory.",
  "data.foreign_owner": "{directory} belongs to another user. Start Zegel as that user, or run: {command}",
  "data.not_ours":
    "{directory} holds other things than the data of Zegel. Set ZEGEL_DATA to a new or empty directory, or to one that Zegel made.",
  "port.taken":
    "Port {port} ({variable}) is in use by another program. Stop that program, or set {variable} to another port.",
  "port.denied":
    "Port {port} ({variable}) may not be opened by this user. Set {variable} to a port above 1023, or give the right to open it.",
  "database.no_binaries":
    "There is no embedded database for {platform}. Set ZEGEL_DATABASE_URL to a PostgreSQL of version 15 or newer.",
  "database.links_missing":
    "Files of the embedded database in {directory} are incomplete and cannot be written. Run npm start once as the user who installed Zegel.",
  "database.no_account":
    "The embedded database does not run as root and none of the users {names} exists. Make one (useradd --system zegel), or start Zegel as an ordinary user.",
  "database.cannot_enter":
    "The embedded database runs as user {account}, who cannot reach {paths}. Give that user access, or start Zegel as an ordinary user.",
  "database.password_missing":
    "The password of the embedded database is missing ({file}). Put the secrets directory back from its backup and start again.",
  "database.other_major":
    "The data in {directory} is of PostgreSQL {found} and this version of Zegel brings PostgreSQL {needed}. Start the version of Zegel that made it and export the data there first.",
  "database.start_failed": "The embedded database did not start: {reason}",
  "demo.not_empty":
    "This data directory belongs to a real firm, so the demonstration stays out of it. Name another one: ZEGEL_DATA.",
  "demo.real_exits":
    "A demonstration sends nothing: leave ZEGEL_SMARTHOST and ZEGEL_SMS at outbox: and ZEGEL_URL at localhost.",
  "database.ended": "The embedded database ended unexpectedly, so Zegel stopped. Start it again; it will be repaired.",
  "database.unavailable": "The database is away for a moment. Try again in {retryAfterSeconds:duration}.",
  "database.disk_full":
    "The disk of the database is full, so this was not kept. Try again later, and tell whoever looks after Zegel.",
  "database.unreachable": "The database of ZEGEL_DATABASE_URL does not answer: {reason}",
} as const satisfies Record<string, Sentence>;
