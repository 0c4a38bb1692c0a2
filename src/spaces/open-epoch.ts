import { type RawBuilder, sql } from "kysely";
import { type VerifiedEpoch, verifiedEpochs } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal, view } from "#/kernel/index.ts";
import { unwrapSecret, unwrapSecretNested } from "#/vault/index.ts";
import type { Reader, SpacesApp } from "./holders.ts";

export interface EpochPlace {
  readonly spaceId: Id;
  readonly epoch: number;
}

interface Wrap extends EpochPlace {
  readonly holderKind: string;
  readonly holderId: Id;
  readonly holderEpoch: number;
  readonly nested: boolean;
  readonly sealed: Bytes;
}

/** A conversation is held by mailboxes, and those by people: three steps with one to spare. */
const longestWay = 4;

export const placeKey = ({ spaceId, epoch }: EpochPlace): string => `${spaceId}:${epoch}`;

/**
 * All wraps on any way from the epochs up to the reader; one query. Each place by its key (`offset 0` keeps it so): what the
 * planner guesses of a recursion would have it read the whole table.
 */
async function loadWraps(tx: Transaction, reader: Reader, places: readonly EpochPlace[]): Promise<Wrap[]> {
  const spaceIds = places.map((place) => place.spaceId);
  const epochs = places.map((place) => place.epoch);
  const wrapsOf = (spaceId: RawBuilder<Id>, epoch: RawBuilder<number>) => sql`
    select * from keys.spaces_wrap kept
    where kept.organisation_id = ${tx.organisationId} and kept.space_id = ${spaceId} and kept.epoch = ${epoch}
      and (kept.holder_kind = 'space' or (kept.holder_kind = ${reader.kind} and kept.holder_id = ${reader.id}))
    offset 0`;
  const { rows } = await sql<Wrap>`
    with recursive way as (
      select w.space_id, w.epoch, w.holder_kind, w.holder_id, w.holder_epoch, w.nested, w.sealed, 1 as step
      from unnest(${spaceIds}::uuid[], ${epochs}::int[]) as wanted (space_id, epoch)
      cross join lateral (${wrapsOf(sql`wanted.space_id`, sql`wanted.epoch`)}) w
      union
      select w.space_id, w.epoch, w.holder_kind, w.holder_id, w.holder_epoch, w.nested, w.sealed, above.step + 1
      from (
        select distinct way.holder_id, way.holder_epoch, way.step from way
        where way.holder_kind = 'space' and way.step < ${longestWay}
      ) above
      cross join lateral (${wrapsOf(sql`above.holder_id`, sql`above.holder_epoch`)}) w
    )
    select distinct space_id as "spaceId", epoch, holder_kind as "holderKind", holder_id as "holderId",
      holder_epoch as "holderEpoch", nested, sealed from way`.execute(tx.query);
  return rows;
}

/** Of all wraps those that the reader's own ones lead to. */
function leadingToReader(wraps: readonly Wrap[]): Map<string, Wrap[]> {
  const ways = Map.groupBy(wraps, placeKey);
  const reached = new Map<string, Wrap[]>();
  for (let step = 0; step < longestWay; step++) {
    for (const [place, candidates] of ways) {
      const usable = candidates.filter(
        (wrap) =>
          wrap.holderKind !== "space" || reached.has(placeKey({ spaceId: wrap.holderId, epoch: wrap.holderEpoch })),
      );
      if (usable.length > 0) reached.set(place, usable);
    }
  }
  return reached;
}

async function loadEpochs(
  app: SpacesApp,
  tx: Transaction,
  wraps: readonly Wrap[],
): Promise<Map<string, VerifiedEpoch>> {
  const places = [...new Map(wraps.map((wrap) => [placeKey(wrap), wrap])).values()];
  const { rows } = await sql<{
    spaceId: Id;
    epoch: number;
    publicKey: Bytes;
    certificate: Bytes;
    signerKeyId: Id;
  }>`
    select e.space_id as "spaceId", e.epoch, e.public_key as "publicKey", e.certificate, e.signer_key_id as "signerKeyId"
    from unnest(${places.map((place) => place.spaceId)}::uuid[], ${places.map((place) => place.epoch)}::int[])
      as wanted (space_id, epoch)
    join spaces_epoch e on e.organisation_id = ${tx.organisationId}
      and e.space_id = wanted.space_id and e.epoch = wanted.epoch`.execute(tx.query);
  return new Map((await verifiedEpochs(app, tx, rows)).map((epoch) => [placeKey(epoch), epoch]));
}

function unwrap(reader: Reader, wrap: Wrap, holderSecret: Bytes, publicKey: Bytes): Bytes | undefined {
  const cacheKey = `${placeKey(wrap)}:${view(wrap.sealed).toString("base64", wrap.sealed.byteLength - 32)}`;
  const known = reader.cache?.get(cacheKey);
  if (known) return known;
  if (wrap.nested && !reader.passwordSecret) return undefined;
  const secret = wrap.nested
    ? unwrapSecretNested(holderSecret, reader.passwordSecret!, wrap.sealed, publicKey)
    : unwrapSecret(holderSecret, wrap.sealed, publicKey);
  if (secret) reader.cache?.set(cacheKey, secret);
  return secret;
}

/**
 * The secrets of those epochs that the reader has a way to, by `placeKey`: wrapped to the reader, or to a space that the
 * reader has a way to. Each epoch on the way is certified, and each secret must belong to the certified key; else
 * `vault.certificate_wrong` or `vault.key_wrong`. Four queries, however many epochs.
 */
export async function openEpochSecrets(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  places: readonly EpochPlace[],
): Promise<Map<string, Bytes>> {
  if (places.length === 0 || reader.organisationId !== tx.organisationId) return new Map();
  const ways = leadingToReader(await loadWraps(tx, reader, places));
  const epochs = await loadEpochs(app, tx, [...ways.values()].flat());
  const opened = new Map<string, Bytes | undefined>();

  function open(place: string): Bytes | undefined {
    if (opened.has(place)) return opened.get(place);
    opened.set(place, undefined);
    const publicKey = epochs.get(place)?.publicKey;
    let isRefused = false;
    for (const wrap of publicKey ? (ways.get(place) ?? []) : []) {
      const holderSecret =
        wrap.holderKind === "space"
          ? open(placeKey({ spaceId: wrap.holderId, epoch: wrap.holderEpoch }))
          : reader.x25519Secret;
      if (!holderSecret) continue;
      const secret = unwrap(reader, wrap, holderSecret, publicKey!);
      if (secret) {
        opened.set(place, secret);
        return secret;
      }
      // Of an agreed password nothing can be told but that it does not open; any other wrap of ours must.
      isRefused ||= !wrap.nested;
    }
    if (isRefused) throw new Refusal("invalid", "vault.key_wrong");
    return undefined;
  }

  const found = places.map((place) => [placeKey(place), open(placeKey(place))] as const);
  return new Map(found.filter((entry): entry is readonly [string, Bytes] => entry[1] !== undefined));
}

/** One of `openEpochSecrets`; undefined when the reader has no way to it. */
export async function openEpochSecret(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  spaceId: Id,
  epoch: number,
): Promise<Bytes | undefined> {
  const place = { spaceId, epoch };
  return (await openEpochSecrets(app, tx, reader, [place])).get(placeKey(place));
}
