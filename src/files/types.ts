import type { BlobStore } from "#/blobs/index.ts";
import type { Config } from "#/config.ts";
import type { Database } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import type { Bytes, Clock, Id, Log } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";

/** What the verbs of files use of the application. */
export interface FilesApp {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly secrets: Secrets;
}

/** What verbs that write no content use. */
export type FoldersApp = Pick<FilesApp, "blobs" | "clock" | "database" | "secrets">;

/**
 * Who works with files: a member, or a program with an app password. `device` is how people call where it is done;
 * `lockTokens` are those of the locks that the program shows to hold.
 */
export type FilesActor = (MemberActor | AppPasswordActor) & {
  readonly device?: string;
  readonly lockTokens?: ReadonlySet<string>;
};

/** From the narrowest to the widest. */
export const folderRoles = ["uploader", "reader", "editor", "owner"] as const;
export type FolderRole = (typeof folderRoles)[number];

export type FilesDoor = "web" | "webdav" | "sync" | "guest" | "cli";

export interface Entry {
  readonly entryId: Id;
  readonly spaceId: Id;
  readonly parentId: Id | null;
  readonly kind: "folder" | "file";
  /** Where its content is, when it has rights of its own. */
  readonly mountSpaceId: Id | null;
  readonly name: string;
  readonly revision: number;
  /** Of a file. */
  readonly version: number | null;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  readonly changedAt: Date;
  readonly changedBy: Id | null;
  readonly createdAt: Date;
  readonly trashedAt: Date | null;
}

/** Content to be written, whole or as it comes. */
export type Content = Bytes | AsyncIterable<Bytes>;
