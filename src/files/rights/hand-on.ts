import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { insertWraps, type OpenEpoch, openSpace } from "#/spaces/index.ts";
import { sealTo } from "#/vault/index.ts";
import { openFolders } from "../open-folders.ts";
import type { FoldersApp } from "../types.ts";
import { holderOf, readersOf } from "./readers.ts";

interface Missing {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly memberId: Id;
}

/** Which keys of which folders somebody does not have yet whom a right reaches. */
async function missingKeys(tx: Transaction, spaceIds: readonly Id[], at: Date): Promise<Missing[]> {
  const readers = await readersOf(tx, spaceIds, at);
  const holders = readers.map((reader) => ({ ...reader, holder: holderOf(reader) }));
  const { rows } = await sql<Missing>`
    select named.space_id as "spaceId", epoch.epoch, named.member_id as "memberId"
    from unnest(
      ${holders.map(({ spaceId }) => spaceId)}::uuid[], ${holders.map(({ memberId }) => memberId)}::uuid[],
      ${holders.map(({ holder }) => holder.kind)}::text[],
      ${holders.map(({ holder, memberId }) => (holder.kind === "space" ? holder.spaceId : memberId))}::uuid[]
    ) as named (space_id, member_id, holder_kind, holder_id)
    join spaces_epoch epoch on epoch.organisation_id = ${tx.organisationId} and epoch.space_id = named.space_id
    where not exists (
      select from keys.spaces_wrap wrap where wrap.organisation_id = ${tx.organisationId}
        and wrap.space_id = epoch.space_id and wrap.epoch = epoch.epoch
        and wrap.holder_kind = named.holder_kind and wrap.holder_id = named.holder_id)`.execute(tx.query);
  return rows;
}

/** Epochs of those spaces that came without their name key (made by somebody who could not read it). */
async function epochsWithoutNameKey(tx: Transaction, spaceIds: readonly Id[]): Promise<Set<Id>> {
  const { rows } = await sql<{ spaceId: Id }>`
    select distinct epoch.space_id as "spaceId" from spaces_epoch epoch
    where epoch.organisation_id = ${tx.organisationId} and epoch.space_id = any(${[...spaceIds]}::uuid[])
      and not exists (select from keys.files_name_key kept where kept.organisation_id = ${tx.organisationId}
        and kept.space_id = epoch.space_id and kept.epoch = epoch.epoch)`.execute(tx.query);
  return new Set(rows.map((row) => row.spaceId));
}

async function handOver(
  app: FoldersApp,
  tx: Transaction,
  {
    spaceId,
    epochs,
    missing,
    at,
  }: {
    readonly spaceId: Id;
    readonly epochs: readonly OpenEpoch[];
    readonly missing: readonly Missing[];
    readonly at: Date;
  },
): Promise<void> {
  const readers = await readersOf(tx, [spaceId], at);
  for (const epoch of epochs) {
    const waiting = new Set(missing.flatMap((each) => (each.epoch === epoch.epoch ? [each.memberId] : [])));
    const holders = readers.flatMap((reader) => (waiting.has(reader.memberId) ? [holderOf(reader)] : []));
    await insertWraps(app, tx, { epoch, holders, at });
  }
}

/** Keys of one folder, opened by the caller, for everybody whom a right reaches and who lacks them. */
export async function handOnTo(
  app: FoldersApp,
  tx: Transaction,
  spaceId: Id,
  epochs: readonly OpenEpoch[],
  at: Date,
): Promise<void> {
  await handOver(app, tx, { spaceId, epochs, missing: await missingKeys(tx, [spaceId], at), at });
}

/**
 * In the session of somebody who reads folders: their keys, for everybody whom a right reaches and who waits for them; and the
 * name key to epochs that were made without.
 */
export async function handOnFolderKeys(app: FoldersApp, actor: MemberActor): Promise<void> {
  const at = app.clock.now();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const folders = await openFolders(app, tx, actor);
    const spaceIds = [...folders.keys()];
    if (spaceIds.length === 0) return;
    const missing = Map.groupBy(await missingKeys(tx, spaceIds, at), ({ spaceId }) => spaceId);
    const nameless = await epochsWithoutNameKey(tx, spaceIds);
    for (const spaceId of new Set([...missing.keys(), ...nameless])) {
      const epochs = await openSpace(app, tx, readerOf(actor), spaceId);
      await handOver(app, tx, { spaceId, epochs, missing: missing.get(spaceId) ?? [], at });
      if (nameless.has(spaceId))
        await tx.query
          .insertInto("keys.files_name_key")
          .values(
            epochs.map(({ epoch, publicKey }) => ({
              organisation_id: tx.organisationId,
              space_id: spaceId,
              epoch,
              sealed: sealTo(publicKey, folders.get(spaceId)!.nameKey),
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    }
  });
}
