import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, newId, Refusal } from "#/kernel/index.ts";
import { uploadLimits } from "./rules.ts";
import type { Uploader, UploadsApp } from "./types.ts";

/**
 * One request receives an upload at a time, over all processes: it holds the row for six seconds from each sign of life.
 * By the database's own clock, since processes may run on several machines.
 */
const until = sql<Date>`clock_timestamp() + make_interval(secs => ${uploadLimits.silentMs / 1000})`;

const absent = (): Refusal => new Refusal("absent", "uploads.absent");

/** Why no lease was given. */
async function refusal(tx: Transaction, actor: Uploader, uploadId: Id): Promise<Refusal> {
  const row = await tx.query
    .selectFrom("uploads_upload")
    .select("upload_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .where("member_id", "=", actor.memberId)
    .executeTakeFirst();
  return row ? new Refusal("conflict", "uploads.locked") : absent();
}

/** The member's upload, held for this request. @throws Refusal `uploads.absent`, `uploads.locked`. */
export async function takeLease(app: UploadsApp, tx: Transaction, actor: Uploader, uploadId: Id) {
  const lease = newId();
  const row = await tx.query
    .updateTable("uploads_upload")
    .set({ locked_by: lease, locked_until: until })
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .where("member_id", "=", actor.memberId)
    .where((where) =>
      where.or([
        where("locked_by", "is", null),
        where("finished_at", "is not", null),
        where("locked_until", "<", sql<Date>`clock_timestamp()`),
      ]),
    )
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", app.clock.now())]))
    .returningAll()
    .executeTakeFirst();
  if (!row) throw await refusal(tx, actor, uploadId);
  return { lease, row };
}

export type LeasedRow = Awaited<ReturnType<typeof takeLease>>["row"];

/** What has become durable meanwhile. */
export interface Progress {
  readonly offsetBytes: number;
  /** Of the pieces that came since the last time. */
  readonly leaves: Bytes;
  /** Where all is there now. */
  readonly blobId?: Id;
}

/** Holds on, and writes down what came. @throws Refusal `uploads.locked` when another request has taken over. */
export async function renewLease(
  app: UploadsApp,
  tx: Transaction,
  { uploadId, lease }: { readonly uploadId: Id; readonly lease: Id },
  progress?: Progress,
): Promise<void> {
  const { numUpdatedRows } = await tx.query
    .updateTable("uploads_upload")
    .set({
      locked_until: until,
      ...(progress && {
        offset_bytes: progress.offsetBytes,
        leaves: sql<Bytes>`leaves || ${progress.leaves}::bytea`,
        expires_at: new Date(app.clock.now().getTime() + uploadLimits.unfinishedMs),
      }),
      ...(progress?.blobId && { blob_id: progress.blobId }),
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .where("locked_by", "=", lease)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Refusal("conflict", "uploads.locked");
}

export async function giveLeaseBack(tx: Transaction, uploadId: Id, lease: Id): Promise<void> {
  await tx.query
    .updateTable("uploads_upload")
    .set({ locked_by: null, locked_until: null })
    .where("organisation_id", "=", tx.organisationId)
    .where("upload_id", "=", uploadId)
    .where("locked_by", "=", lease)
    .execute();
}
