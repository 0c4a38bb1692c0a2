import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { intakeSigner } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { addEpoch, type Holder, removeWraps } from "#/spaces/index.ts";
import type { Signer } from "#/vault/index.ts";
import type { FoldersApp } from "../types.ts";
import { holderOf, readersOf } from "./readers.ts";

interface HeldBy {
  readonly spaceId: Id;
  readonly holderKind: "person" | "space" | "sub-identity";
  readonly holderId: Id;
  /** Whose the holder is; null for a key that belongs to nobody any more. */
  readonly memberId: Id | null;
}

/** Who holds keys of folders, as the wraps say. Programs that were let into a folder by name count for their member. */
async function holdersNow(tx: Transaction, spaceIds: readonly Id[]): Promise<HeldBy[]> {
  const { rows } = await sql<HeldBy>`
    select distinct wrap.space_id as "spaceId", wrap.holder_kind as "holderKind", wrap.holder_id as "holderId",
      case wrap.holder_kind when 'person' then wrap.holder_id when 'space' then own.personal_of
        else password.member_id end as "memberId"
    from keys.spaces_wrap wrap
    left join files_space own on own.organisation_id = wrap.organisation_id and own.space_id = wrap.holder_id
    left join identity_app_password password on password.organisation_id = wrap.organisation_id
      and password.app_password_id = wrap.holder_id and password.revoked_at is null
    where wrap.organisation_id = ${tx.organisationId} and wrap.space_id = any(${[...spaceIds]}::uuid[])
      and wrap.holder_kind in ('person', 'space', 'sub-identity')
      and not exists (select from spaces_space compliance where compliance.organisation_id = wrap.organisation_id
        and compliance.space_id = wrap.holder_id and compliance.kind = 'compliance')`.execute(tx.query);
  return rows;
}

const holderKey = ({ kind, id }: { readonly kind: string; readonly id: Id }): string => `${kind}:${id}`;

const idOf = (holder: Holder): Id =>
  holder.kind === "space" ? holder.spaceId : holder.kind === "person" ? holder.memberId : "";

/**
 * Takes keys away from whom no right reaches any more, and gives each such folder a new epoch, which they never had. Public
 * keys suffice, so that it needs nobody's session. How many folders got a new key.
 */
export async function renewKeysOf(
  app: FoldersApp,
  tx: Transaction,
  spaceIds: readonly Id[],
  { signer, at }: { readonly signer: Signer; readonly at: Date },
): Promise<number> {
  if (spaceIds.length === 0) return 0;
  const readers = Map.groupBy(await readersOf(tx, spaceIds, at), ({ spaceId }) => spaceId);
  const held = Map.groupBy(await holdersNow(tx, spaceIds), ({ spaceId }) => spaceId);
  let renewed = 0;
  for (const [spaceId, holders] of held) {
    const entitled = readers.get(spaceId) ?? [];
    const kept = entitled.map(holderOf);
    const keys = new Set(kept.map((holder) => holderKey({ kind: holder.kind, id: idOf(holder) })));
    const members = new Set(entitled.map(({ memberId }) => memberId));
    const isStill = ({ holderKind, holderId, memberId }: HeldBy): boolean =>
      holderKind === "sub-identity"
        ? memberId !== null && members.has(memberId)
        : keys.has(holderKey({ kind: holderKind, id: holderId }));
    // Somebody's own folder in the place of their person, or the other way about, is no reason for a new key.
    const gone = holders.filter((each) => !isStill(each));
    if (gone.length === 0) continue;
    for (const { holderKind, holderId } of gone) await removeWraps(tx, { spaceId, holderKind, holderId });
    if (gone.every(({ memberId }) => memberId !== null && members.has(memberId))) continue;
    const programs = holders.flatMap((each): Holder[] =>
      each.holderKind === "sub-identity" && isStill(each)
        ? [{ kind: "sub-identity", appPasswordId: each.holderId }]
        : [],
    );
    await addEpoch(app, tx, { spaceId, signer, holders: [...kept, ...programs], at });
    renewed += 1;
  }
  return renewed;
}

/** All folders of an organisation, after groups or members changed, or a right ended by itself. */
export async function renewAllKeys(app: FoldersApp, organisationId: Id): Promise<number> {
  const at = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("files_space")
      .select("space_id")
      .where("organisation_id", "=", organisationId)
      .where("personal_of", "is", null)
      .execute();
    const signer = await intakeSigner(app, tx);
    return renewKeysOf(
      app,
      tx,
      rows.map((row) => row.space_id),
      { signer, at },
    );
  });
}

/** Rights that ended by themselves since: they go, and their keys; how many there were. */
export async function endRightsInTime(app: FoldersApp, organisationId: Id): Promise<number> {
  const at = app.clock.now();
  const ended = await app.database.inOrganisation(organisationId, (tx) =>
    tx.query
      .deleteFrom("files_right")
      .where("organisation_id", "=", organisationId)
      .where("until", "<=", at)
      .executeTakeFirst(),
  );
  if (ended.numDeletedRows > 0n) await renewAllKeys(app, organisationId);
  return Number(ended.numDeletedRows);
}
