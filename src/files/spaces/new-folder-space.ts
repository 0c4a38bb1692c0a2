import { randomBytes } from "node:crypto";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { type Bytes, type Id, newId } from "#/kernel/index.ts";
import { insertWraps, createSpace, type OpenEpoch } from "#/spaces/index.ts";
import { sealTo } from "#/vault/index.ts";
import { takeNumbers, writeChanges } from "../changes.ts";
import { nameMac, sealName } from "../names.ts";
import { holderOf, readersOf } from "../rights/readers.ts";
import type { FolderRole, FoldersApp } from "../types.ts";

export interface RightRow {
  readonly subjectKind: "member" | "group" | "everybody";
  readonly subjectId: Id;
  readonly role: FolderRole;
  readonly until?: Date | null;
}

export interface NewFolderSpace {
  readonly spaceId?: Id;
  readonly name: string;
  readonly rights: readonly RightRow[];
  readonly personalOf?: Id;
  readonly isGeneral?: boolean;
  readonly stepUpMinutes?: number | null;
  readonly at: Date;
}

export interface MadeFolderSpace {
  readonly spaceId: Id;
  readonly nameKey: Bytes;
  readonly epoch: OpenEpoch;
}

async function noteKey(tx: Transaction, epoch: OpenEpoch, nameKey: Bytes): Promise<void> {
  await tx.query
    .insertInto("keys.files_name_key")
    .values({
      organisation_id: tx.organisationId,
      space_id: epoch.spaceId,
      epoch: epoch.epoch,
      sealed: sealTo(epoch.publicKey, nameKey),
    })
    .execute();
}

export async function insertRights(
  tx: Transaction,
  actor: MemberActor,
  spaceId: Id,
  rights: readonly RightRow[],
  at: Date,
): Promise<void> {
  await tx.query
    .insertInto("files_right")
    .values(
      rights.map((right) => ({
        organisation_id: tx.organisationId,
        space_id: spaceId,
        subject_kind: right.subjectKind,
        subject_id: right.subjectId,
        role: right.role,
        until: right.until ?? null,
        given_by: actor.memberId,
        given_at: at,
      })),
    )
    .execute();
}

/** A folder space with its root, its rights and its keys, given to all whom the rights reach. */
export async function newFolderSpace(
  app: FoldersApp,
  tx: Transaction,
  actor: MemberActor,
  input: NewFolderSpace,
): Promise<MadeFolderSpace> {
  const { spaceId = newId(), name, at } = input;
  const { organisationId } = tx;
  const signer = signerOf(actor);
  // The keys of one's own folder are wrapped to oneself here; all others find their way over `readersOf` below.
  const holders = [{ kind: "person", memberId: actor.memberId } as const];
  const epoch = await createSpace(app, tx, {
    kind: "folder",
    spaceId,
    signer,
    holders: input.personalOf ? holders : [],
    at,
  });
  await tx.query
    .insertInto("files_space")
    .values({
      organisation_id: organisationId,
      space_id: spaceId,
      personal_of: input.personalOf ?? null,
      is_general: input.isGeneral ?? false,
      step_up_minutes: input.stepUpMinutes ?? null,
      created_at: at,
    })
    .execute();
  await insertRights(tx, actor, spaceId, input.rights, at);
  if (!input.personalOf) await handToReaders(app, tx, epoch, at);
  const nameKey = randomBytes(32);
  await noteKey(tx, epoch, nameKey);
  const root = { nameMac: nameMac(nameKey, spaceId, name), nameSealed: sealName(nameKey, spaceId, spaceId, name) };
  const first = await takeNumbers(tx, spaceId, 1);
  await tx.query
    .insertInto("files_entry")
    .values({
      organisation_id: organisationId,
      entry_id: spaceId,
      space_id: spaceId,
      parent_id: null,
      kind: "folder",
      name_mac: root.nameMac,
      name_sealed: root.nameSealed,
      revision: first,
      modified_at: at,
      changed_at: at,
      changed_by: actor.memberId,
      created_at: at,
    })
    .execute();
  writeChanges(tx, actor, { spaceId, first, at }, [
    { entryId: spaceId, act: "added", parentId: null, ...root, version: null, isTrashed: false },
  ]);
  return { spaceId, nameKey, epoch };
}

/** The epoch's secret for everybody whom a right reaches. */
export async function handToReaders(app: FoldersApp, tx: Transaction, epoch: OpenEpoch, at: Date): Promise<void> {
  const readers = await readersOf(tx, [epoch.spaceId], at);
  await insertWraps(app, tx, { epoch, holders: readers.map(holderOf), at });
}
