import { sql } from "kysely";
import type { VerifiedEpoch } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { readerOf } from "#/identity/index.ts";
import { type Bytes, type Id, Refusal, view } from "#/kernel/index.ts";
import { currentEpochs, openEpochSecrets, placeKey } from "#/spaces/index.ts";
import { openSealed } from "#/vault/index.ts";
import { rolesOf } from "./rights/roles.ts";
import { reaches } from "./rules.ts";
import type { FilesActor, FoldersApp, FolderRole } from "./types.ts";

/** A folder space that the actor has both a right in and a key to. */
export interface OpenFolder {
  readonly spaceId: Id;
  readonly role: FolderRole;
  readonly nameKey: Bytes;
  /** What to seal new content to. */
  readonly epoch: VerifiedEpoch;
}

interface NameKeyRow {
  readonly spaceId: Id;
  readonly epoch: number;
  readonly sealed: Bytes;
}

/** The name key of each space, by the newest epoch that has it noted and that the reader has a way to. */
async function nameKeys(app: FoldersApp, tx: Transaction, actor: FilesActor, spaceIds: readonly Id[]) {
  const reader = readerOf(actor);
  const { rows } = await sql<NameKeyRow>`
    select space_id as "spaceId", epoch, sealed from keys.files_name_key
    where organisation_id = ${tx.organisationId} and space_id = any(${[...spaceIds]}::uuid[])
    order by epoch desc`.execute(tx.query);
  const secrets = await openEpochSecrets(app, tx, reader, rows);
  const found = new Map<Id, Bytes>();
  for (const row of rows) {
    const secret = found.has(row.spaceId) ? undefined : secrets.get(placeKey(row));
    if (!secret) continue;
    const known = `name-key:${view(row.sealed).toString("base64", row.sealed.byteLength - 48)}`;
    const nameKey = reader.cache?.get(known) ?? openSealed(secret, row.sealed);
    if (nameKey?.byteLength !== 32) throw new Refusal("invalid", "vault.key_wrong");
    reader.cache?.set(known, nameKey);
    found.set(row.spaceId, nameKey);
  }
  return found;
}

/**
 * The folder spaces of the actor, all or those that are named; what there is no right in, or no key to yet, is left out.
 */
export async function openFolders(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  spaceIds?: readonly Id[],
): Promise<Map<Id, OpenFolder>> {
  const roles = await rolesOf(tx, actor, app.clock.now(), spaceIds);
  const readable = [...roles].flatMap(([spaceId, role]) => (reaches(role, "reader") ? [spaceId] : []));
  if (readable.length === 0) return new Map();
  const keys = await nameKeys(app, tx, actor, readable);
  const epochs = await currentEpochs(app, tx, [...keys.keys()]);
  return new Map(
    [...keys].map(([spaceId, nameKey]) => [
      spaceId,
      { spaceId, role: roles.get(spaceId)!, nameKey, epoch: epochs.get(spaceId)! },
    ]),
  );
}

/**
 * One folder space, with at least that role. @throws Refusal `files.absent` for one the actor can't know of,
 * `files.only_reading` where the right does not reach.
 */
export async function openFolder(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  spaceId: Id,
  needed: FolderRole,
): Promise<OpenFolder> {
  const folder = (await openFolders(app, tx, actor, [spaceId])).get(spaceId);
  if (!folder) throw new Refusal("absent", "files.absent");
  assertReaches(folder, needed);
  return folder;
}

/**
 * Content may take hours to come. Before it is entered: the right still reaches, and the key that it was sealed for is still
 * the newest, so that nobody who lost theirs meanwhile can read it. @throws Refusal `files.absent`, `files.only_reading`,
 * `files.changed_meanwhile`.
 */
export async function assertStillOpen(
  app: FoldersApp,
  tx: Transaction,
  actor: FilesActor,
  folder: OpenFolder,
  needed: FolderRole,
): Promise<void> {
  const { spaceId } = folder;
  const asked = tx.query
    .selectFrom("spaces_space")
    .select("current_epoch")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .executeTakeFirst();
  const [roles, space] = await Promise.all([rolesOf(tx, actor, app.clock.now(), [spaceId]), asked]);
  const role = roles.get(spaceId);
  if (!role) throw new Refusal("absent", "files.absent");
  assertReaches({ ...folder, role }, needed);
  if (space?.current_epoch !== folder.epoch.epoch) throw new Refusal("conflict", "files.changed_meanwhile");
}

export function assertReaches({ role }: OpenFolder, needed: FolderRole): void {
  if (!reaches(role, needed))
    throw new Refusal("forbidden", needed === "owner" ? "files.owner_needed" : "files.only_reading");
}
