import type { Sentence } from "../sentence.ts";

/** Refusals of backup, restore and check: for whoever looks after Zegel. */
export const backup = {
  "backup.manifest_wrong":
    "{file} can't be read: it is damaged, or was written by a newer version of Zegel. Choose another snapshot with --snapshot, or move the file out of the way (backup --verify --quarantine).",
  "backup.none_whole":
    "{directory} holds no backup that was finished. Name the directory that zegel backup was given, or make one.",
  "backup.snapshot_absent": "{directory} has no snapshot {snapshot}; zegel backup --verify lists those that are there.",
  "backup.blob_damaged":
    "Blob {blob} is missing in the backup, or is not what was written. Take another snapshot (--snapshot) or copy, or restore the rest with --skip-damaged.",
  "backup.blob_unreadable": "The disk does not give the blob: it is damaged, or the rights to it were changed.",
  "backup.part_damaged": "{file} is missing in the backup, or is not what was written. Take another snapshot or copy.",
  "backup.database_not_empty":
    "This database holds an organisation already. Nothing is put over it: name an empty database.",
  "backup.inside_data":
    "{directory} and {own} lie within one another. A backup belongs on another disk than what it is of.",
  "backup.secrets_inside":
    "{secrets} and the backup in {directory} lie within one another. Keep the secrets apart: together they open everything.",
  "backup.other_installation":
    "{directory} holds backups of another installation. Name another directory for this one.",
  "backup.secrets_foreign":
    "The secrets in {directory} are those of another installation. Name the copy that belongs with this data.",
  "backup.secrets_missing":
    "There are no secrets in {directory}, and without them nothing opens. Bring the copy that was made with zegel backup --secrets back, and name it with --secrets DIRECTORY, or put it where ZEGEL_SECRETS says.",
  "backup.restore_unfinished":
    "A restore into {directory} was broken off. Run the same zegel restore again: it goes on. Or empty the directory.",
  "backup.data_not_empty":
    "{directory} is not empty. Nothing is restored over data: name a new directory with ZEGEL_DATA, or move this one away.",
  "backup.database_in_use":
    "Others are connected to this database ({others}). Stop the server first: what it sends after an export would leave twice.",
  "backup.directory_not_empty": "{directory} holds files already. Name a directory that is new or empty.",
  "backup.not_rows": "{directory} holds a whole backup. Use zegel restore for it.",
  "backup.only_rows": "{directory} holds rows without blobs. Use zegel database import for it.",
  "backup.no_room":
    "There is no room in {directory} for a backup before the database is brought to this version: {neededMebibytes} MiB are needed. Nothing was changed. Make room, and start again.",
  "backup.verify_failed": {
    count: "wrong",
    one: "{wrong} part of the backup is not what was written.",
    other: "{wrong} parts of the backup are not what was written.",
  },
  "backup.blobs_lost":
    "The backup is whole but for what was lost before it: {missing} blobs are missing and {damaged} damaged in the installation itself. Run zegel check.",
  "backup.check_failed": {
    count: "wrong",
    one: "The check found {wrong} thing wrong.",
    other: "The check found {wrong} things wrong.",
  },
  "backup.header_missing": "The header is missing: nobody can open it.",
  "backup.content_missing": "The payload is missing in the database.",
  "backup.blob_missing": "The blob is missing.",
  "backup.payload_differs": "The payload is not what was sealed.",
  "backup.object_missing": "It is not there, though a row names it.",
  "backup.object_orphaned": "No row names it: nobody finds it, and it is never cleared away.",
  "backup.wrap_missing": "The recovery kit has no way to it: the key for the kit is missing.",
  "backup.log_wrong": "The audit log is not what was written: see zegel audit verify.",
  "backup.reference_wrong": "The row names an object of something else.",
} satisfies Record<string, Sentence>;
