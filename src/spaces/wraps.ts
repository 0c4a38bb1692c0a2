import { findKeyOf } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { wrapSecret, wrapSecretNested } from "#/vault/index.ts";
import { type Holder, holderRow, type OpenEpoch, type SpacesApp } from "./holders.ts";
import { type OwnedSpace, ownedEpochs } from "./owned-epochs.ts";

interface Recipient {
  readonly publicKey: Bytes;
  readonly passwordPublic?: Bytes;
  /** Of a holding space. */
  readonly epoch: number;
}

type CertifiedHolder = Extract<Holder, { kind: "person" | "officer" | "sub-identity" }>;

async function certifiedKey(app: SpacesApp, tx: Transaction, holder: CertifiedHolder): Promise<Recipient> {
  const key = await findKeyOf(app, tx, { kind: holder.kind, subjectId: holderRow(holder).id });
  if (!key?.x25519) throw new Refusal("conflict", "spaces.holder_without_key");
  return { publicKey: key.x25519, epoch: 0 };
}

/** The public key of each holder, in order, certified where it is not the caller's own making. */
async function recipientsOf(app: SpacesApp, tx: Transaction, holders: readonly Holder[]): Promise<Recipient[]> {
  const holding = holders.filter((holder): holder is Holder & OwnedSpace => holder.kind === "space");
  const spaces = await ownedEpochs(app, tx, holding);
  const recipients: Recipient[] = [];
  for (const holder of holders) {
    if (holder.kind === "space") recipients.push(spaces.get(holder.spaceId)!);
    else if (holder.kind === "link" || holder.kind === "recovery") recipients.push({ ...holder, epoch: 0 });
    else recipients.push(await certifiedKey(app, tx, holder));
  }
  return recipients;
}

function seal(secret: Bytes, { publicKey, passwordPublic }: Recipient): Bytes {
  return passwordPublic ? wrapSecretNested(passwordPublic, publicKey, secret) : wrapSecret(publicKey, secret);
}

/** Hands the epoch's secret to each holder; somebody named twice gets it once. */
export async function insertWraps(
  app: SpacesApp,
  tx: Transaction,
  { epoch, holders, at }: { readonly epoch: OpenEpoch; readonly holders: readonly Holder[]; readonly at: Date },
): Promise<void> {
  const distinct = new Map(holders.map((holder) => [Object.values(holderRow(holder)).join(), holder]));
  const once = [...distinct.values()];
  if (once.length === 0) return;
  const recipients = await recipientsOf(app, tx, once);
  const rows = once.map((holder, index) => ({
    organisation_id: tx.organisationId,
    space_id: epoch.spaceId,
    epoch: epoch.epoch,
    holder_kind: holderRow(holder).kind,
    holder_id: holderRow(holder).id,
    holder_epoch: recipients[index]!.epoch,
    nested: recipients[index]!.passwordPublic !== undefined,
    sealed: seal(epoch.secret, recipients[index]!),
    created_at: at,
  }));
  tx.soon(tx.query.insertInto("keys.spaces_wrap").values(rows));
}

/** Lets one more holder read the epoch; replaces the wrap of a holder who has one. */
export async function addWrap(
  app: SpacesApp,
  tx: Transaction,
  { epoch, holder, at }: { readonly epoch: OpenEpoch; readonly holder: Holder; readonly at: Date },
): Promise<void> {
  const { kind, id } = holderRow(holder);
  await removeWraps(tx, { spaceId: epoch.spaceId, epoch: epoch.epoch, holderKind: kind, holderId: id });
  await insertWraps(app, tx, { epoch, holders: [holder], at });
}

export interface RemoveWraps {
  /** Those in every space when left out. */
  readonly spaceId?: Id;
  /** All of the space's when left out. */
  readonly epoch?: number;
  readonly holderKind: Holder["kind"];
  readonly holderId: Id;
}

/** Takes the key away from a holder; how many wraps there were. What was read before has been read. */
export async function removeWraps(tx: Transaction, wraps: RemoveWraps): Promise<number> {
  const { epoch, spaceId } = wraps;
  const result = await tx.query
    .deleteFrom("keys.spaces_wrap")
    .where("organisation_id", "=", tx.organisationId)
    .$if(spaceId !== undefined, (query) => query.where("space_id", "=", spaceId!))
    .where("holder_kind", "=", wraps.holderKind)
    .where("holder_id", "=", wraps.holderId)
    .$if(epoch !== undefined, (query) => query.where("epoch", "=", epoch!))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
