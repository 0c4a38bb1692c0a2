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
  "warning.disk_subject": "Zegel: the disk is filling up",
  "warning.disk_low":
    "On the disk of Zegel {freeBytes:size} of {totalBytes:size} are free. When it is full, no mail and no files can come in any more. Make room, or make the disk larger.",
  "warning.disk_full":
    "The disk of Zegel is nearly full: {freeBytes:size} of {totalBytes:size} are free. Soon no mail and no files can come in any more. Make room today, or make the disk larger.",
  "warning.disk_over_subject": "Zegel: there is room on the disk again",
  "warning.disk_over":
    "On the disk of Zegel {freeBytes:size} of {totalBytes:size} are free again. Nothing has to be done.",
  "warning.certificate_subject": "Zegel: the certificate is about to end",
  "warning.certificate_ending":
    "The certificate of Zegel ends on {until:date}. After that browsers and mail programs refuse to connect. It should have been renewed by itself by now: look why that did not happen.",
  "warning.certificate_expired":
    "The certificate of Zegel ended on {until:date}. Browsers and mail programs refuse to connect. Renew it now.",
  "warning.certificate_over_subject": "Zegel: the certificate was renewed",
  "warning.certificate_over": "The certificate of Zegel now ends on {until:date}. Nothing has to be done.",
  "warning.queue_subject": "Zegel: work has been waiting for long",
  "warning.queue_standing":
    "Work of Zegel has been waiting for {oldestSeconds:duration}. Look whether the process with the door 'worker' is running, and what its log says.",
  "warning.queue_mail_waiting":
    "Mail of Zegel has been waiting for {oldestSeconds:duration}, {mails} in all. The mail server does not take it. Look whether it is running, and what the log of Zegel says of its answers.",
  "warning.queue_over_subject": "Zegel: nothing is waiting for long any more",
  "warning.queue_over": "What was waiting has been done. Nothing has to be done.",
  "warning.backup_subject": "Zegel: the backup is old",
  "warning.backup_none":
    "There is no backup of Zegel yet. If the disk breaks now, everything is lost. Set a daily backup up; the guide for administrators tells how.",
  "warning.backup_old":
    "The last backup of Zegel is of {finishedAt:time}. Look why no newer one was made, and make one now.",
  "warning.backup_over_subject": "Zegel: there is a new backup",
  "warning.backup_over": "The last backup of Zegel is of {finishedAt:time}. Nothing has to be done.",
  "warning.jobs_subject": "Zegel: work was given up",
  "warning.jobs_gave_up": {
    count: "jobs",
    one: "One job did not succeed after many tries ({kinds}). The health page lets you try it again. If that does not help, the log of Zegel says why.",
    other:
      "{jobs} jobs did not succeed after many tries ({kinds}). The health page lets you try them again. If that does not help, the log of Zegel says why.",
  },
  "warning.jobs_over_subject": "Zegel: no work is given up any more",
  "warning.jobs_over": "The work that had been given up was done after all. Nothing has to be done.",
  "warning.look": "The health of Zegel:",
  "warning.why": "You get this mail because you are an administrator of Zegel at {organisation}.",
  "database.unreachable": "The database of ZEGEL_DATABASE_URL does not answer: {reason}",
} as const satisfies Record<string, Sentence>;
