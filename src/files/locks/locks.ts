import type { Transaction } from "#/db/index.ts";
import { memberNames } from "#/identity/index.ts";
import { type Id, isId, newId, Refusal, secondMs } from "#/kernel/index.ts";
import { entryQuery } from "../entry-rows.ts";
import { openBeside, sealBeside } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import type { FilesActor, FoldersApp } from "../types.ts";
import { openEntry } from "../entries/find-entry.ts";

/** A lock of WebDAV (RFC 4918, section 6). */
export interface FileLock {
  readonly token: Id;
  readonly entryId: Id;
  readonly isExclusive: boolean;
  readonly isDeep: boolean;
  /** As the client said it: a piece of XML or text. */
  readonly owner: string;
  readonly memberId: Id;
  readonly expiresAt: Date;
}

const mostSeconds = 3600;
const mostPerSpace = 5000;
const ownerCharacters = 2000;

interface LockRow {
  readonly token: Id;
  readonly entry_id: Id;
  readonly is_exclusive: boolean;
  readonly is_deep: boolean;
  readonly owner_sealed: Uint8Array;
  readonly member_id: Id;
  readonly expires_at: Date;
}

const liveRows = (tx: Transaction, spaceId: Id, now: Date): Promise<LockRow[]> =>
  tx.query
    .selectFrom("files_lock")
    .select(["token", "entry_id", "is_exclusive", "is_deep", "owner_sealed", "member_id", "expires_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("expires_at", ">", now)
    .execute();

/** The entry, and what it lies in up to the root of its space. */
async function upwards(tx: Transaction, entryId: Id): Promise<Id[]> {
  const way: Id[] = [];
  for (let next: Id | null = entryId; next !== null && way.length < 200;) {
    way.push(next);
    const row: { parent_id: Id | null } | undefined = await entryQuery(tx)
      .where("entry_id", "=", next)
      .executeTakeFirst();
    next = row?.parent_id ?? null;
  }
  return way;
}

const reachesEntry = (row: LockRow, way: readonly Id[]): boolean =>
  row.entry_id === way[0] || (row.is_deep && way.includes(row.entry_id));

async function lockedBy(tx: Transaction, row: LockRow): Promise<Refusal> {
  const who = (await memberNames(tx, [row.member_id])).get(row.member_id) ?? "";
  return new Refusal("conflict", "files.locked", { who });
}

/**
 * Refuses when somebody else has locked what is to be changed: an entry, the folder whose list of entries changes, or (`below`)
 * anything in it. A lock of one's own counts as somebody else's unless the caller names its token. @throws Refusal `files.locked`.
 */
export async function assertUnlocked(
  app: Pick<FoldersApp, "clock">,
  tx: Transaction,
  actor: FilesActor,
  spaceId: Id,
  changed: { readonly entryIds: readonly Id[]; readonly below?: readonly Id[] },
): Promise<void> {
  const rows = (await liveRows(tx, spaceId, app.clock.now())).filter((row) => !actor.lockTokens?.has(row.token));
  if (rows.length === 0) return;
  for (const entryId of changed.entryIds) {
    const way = await upwards(tx, entryId);
    const holding = rows.find((row) => reachesEntry(row, way));
    if (holding) throw await lockedBy(tx, holding);
  }
  const { below } = changed;
  if (!below) return;
  for (const row of rows)
    if ((await upwards(tx, row.entry_id)).some((id) => below.includes(id))) throw await lockedBy(tx, row);
}

const opened = (row: LockRow, { nameKey }: OpenFolder): FileLock => ({
  token: row.token,
  entryId: row.entry_id,
  isExclusive: row.is_exclusive,
  isDeep: row.is_deep,
  owner: openBeside(nameKey, row.entry_id, `lock/${row.token}`, row.owner_sealed),
  memberId: row.member_id,
  expiresAt: row.expires_at,
});

/** The live locks that reach each of these entries of one space. */
export async function locksOn(
  app: Pick<FoldersApp, "clock">,
  tx: Transaction,
  folder: OpenFolder,
  entryIds: readonly Id[],
): Promise<Map<Id, FileLock[]>> {
  const rows = await liveRows(tx, folder.spaceId, app.clock.now());
  const found = new Map<Id, FileLock[]>();
  if (rows.length === 0) return found;
  for (const entryId of entryIds) {
    const way = await upwards(tx, entryId);
    const locks = rows.filter((row) => reachesEntry(row, way)).map((row) => opened(row, folder));
    if (locks.length > 0) found.set(entryId, locks);
  }
  return found;
}

export interface TakeLock {
  readonly entryId: Id;
  readonly isExclusive: boolean;
  readonly isDeep: boolean;
  readonly owner: string;
  readonly seconds: number;
}

const untilOf = (now: Date, seconds: number): Date =>
  new Date(now.getTime() + Math.min(Math.max(seconds, 1), mostSeconds) * secondMs);

/** Locks an entry, or a folder with all below it. @throws Refusal `files.locked`, `files.only_reading`. */
export function takeLock(app: FoldersApp, actor: FilesActor, input: TakeLock): Promise<FileLock> {
  const now = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { row, folder } = await openEntry(app, tx, actor, input.entryId, "editor", { forUpdate: true });
    // Two at once: the space's row is the one that both wait for.
    await tx.query
      .selectFrom("files_space")
      .select("space_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "=", row.space_id)
      .forUpdate()
      .execute();
    await tx.query
      .deleteFrom("files_lock")
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "=", row.space_id)
      .where("expires_at", "<=", now)
      .execute();
    const rows = await liveRows(tx, row.space_id, now);
    if (rows.length >= mostPerSpace) throw new Refusal("limited", "files.locked", { who: "" });
    const way = await upwards(tx, input.entryId);
    for (const other of rows) {
      const meets =
        reachesEntry(other, way) || (input.isDeep && (await upwards(tx, other.entry_id)).includes(input.entryId));
      if (meets && (input.isExclusive || other.is_exclusive)) throw await lockedBy(tx, other);
    }
    const token = newId();
    const owner = input.owner.slice(0, ownerCharacters);
    const lock = { token, entryId: input.entryId, isExclusive: input.isExclusive, isDeep: input.isDeep, owner };
    const expiresAt = untilOf(now, input.seconds);
    await tx.query
      .insertInto("files_lock")
      .values({
        organisation_id: tx.organisationId,
        token,
        space_id: row.space_id,
        entry_id: input.entryId,
        is_exclusive: input.isExclusive,
        is_deep: input.isDeep,
        owner_sealed: sealBeside(folder.nameKey, input.entryId, `lock/${token}`, owner || " "),
        member_id: actor.memberId,
        expires_at: expiresAt,
      })
      .execute();
    return { ...lock, memberId: actor.memberId, expiresAt };
  });
}

const noLock = (): Refusal => new Refusal("absent", "files.lock_absent");

/** Holds a lock of one's own for longer. @throws Refusal `files.lock_absent`. */
export function renewLock(
  app: FoldersApp,
  actor: FilesActor,
  { entryId, token, seconds }: { readonly entryId: Id; readonly token: string; readonly seconds: number },
): Promise<FileLock> {
  const now = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { folder } = await openEntry(app, tx, actor, entryId, "reader");
    const lock = (await locksOn(app, tx, folder, [entryId])).get(entryId)?.find((each) => each.token === token);
    if (!lock || lock.memberId !== actor.memberId) throw noLock();
    const expiresAt = untilOf(now, seconds);
    await tx.query
      .updateTable("files_lock")
      .set({ expires_at: expiresAt })
      .where("organisation_id", "=", tx.organisationId)
      .where("token", "=", token)
      .execute();
    return { ...lock, expiresAt };
  });
}

/** Ends a lock of one's own that reaches the entry. @throws Refusal `files.lock_absent`. */
export function endLock(
  app: FoldersApp,
  actor: FilesActor,
  { entryId, token }: { readonly entryId: Id; readonly token: string },
): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { folder } = await openEntry(app, tx, actor, entryId, "reader");
    const lock = (await locksOn(app, tx, folder, [entryId])).get(entryId)?.find((each) => each.token === token);
    if (!isId(token) || !lock || lock.memberId !== actor.memberId) throw noLock();
    await tx.query
      .deleteFrom("files_lock")
      .where("organisation_id", "=", tx.organisationId)
      .where("token", "=", token)
      .execute();
  });
}
