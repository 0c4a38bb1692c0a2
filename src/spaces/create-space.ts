import type { Transaction } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import { type InsertEpoch, newEpoch, writeEpoch } from "./epochs.ts";
import type { OpenEpoch, SpaceKind, SpacesApp } from "./holders.ts";
import { addMembership } from "./memberships.ts";

/** A space that does not exist yet, with its first epoch, so that objects can be sealed to it before the transaction. */
export interface PreparedSpace {
  readonly kind: SpaceKind;
  readonly epoch: OpenEpoch;
}

export interface CreateSpace extends InsertEpoch {
  readonly spaceId?: Id;
  readonly kind: SpaceKind;
  readonly members?: readonly Id[];
}

export function prepareSpace({ kind, spaceId = newId() }: { kind: SpaceKind; spaceId?: Id }): PreparedSpace {
  return { kind, epoch: newEpoch(spaceId, 1) };
}

/** Wraps to the holders and, unless it is that itself, to the organisation's compliance space. */
export async function insertSpace(
  app: SpacesApp,
  tx: Transaction,
  { kind, epoch }: PreparedSpace,
  { members = [], ...options }: InsertEpoch & { readonly members?: readonly Id[] },
): Promise<OpenEpoch> {
  tx.soon(
    tx.query.insertInto("spaces_space").values({
      organisation_id: tx.organisationId,
      space_id: epoch.spaceId,
      kind,
      current_epoch: epoch.epoch,
      reserved_epoch: epoch.epoch,
      created_at: options.at,
    }),
  );
  await writeEpoch(app, tx, epoch, { ...options, kind });
  await addMembership(tx, epoch.spaceId, members, options.at);
  return epoch;
}

export async function createSpace(
  app: SpacesApp,
  tx: Transaction,
  { spaceId, kind, ...options }: CreateSpace,
): Promise<OpenEpoch> {
  const prepared = prepareSpace(spaceId === undefined ? { kind } : { kind, spaceId });
  return insertSpace(app, tx, prepared, options);
}
