import type { MemberActor } from "#/identity/index.ts";
import type { Database } from "#/db/index.ts";
import type { Clock, Id } from "#/kernel/index.ts";
import type { SpacesApp } from "#/spaces/index.ts";

/** What uploads use of the application. */
export interface UploadsApp extends SpacesApp {
  readonly database: Database;
  readonly clock: Clock;
}

/** Who uploads: somebody with a session, whose mailbox it is sealed to. */
export type Uploader = MemberActor;

/** How far an upload has come, as its sender is told. */
export interface UploadState {
  readonly uploadId: Id;
  readonly sizeBytes: number;
  /** Durable: what lies behind it is sent again. */
  readonly offsetBytes: number;
  /** When it is thrown away; null while a draft holds it. */
  readonly expiresAt: Date | null;
}

/** An upload that is whole: an object of kind `attachment` in the mailbox; `uploadId` is its object's id too. */
export interface FinishedUpload {
  readonly uploadId: Id;
  readonly sizeBytes: number;
  readonly spaceId: Id;
  readonly epoch: number;
}

export const uploadKind = "attachment";
