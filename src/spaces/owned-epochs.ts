import { type VerifiedEpoch, verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import { currentEpochs } from "./current-epoch.ts";
import type { Owner, SpacesApp } from "./holders.ts";

export interface OwnedSpace {
  readonly spaceId: Id;
  readonly owner: Owner;
}

/**
 * The newest epoch of each space, verified, and certified by whom the space has to belong to: the member's own key, or
 * the root for the compliance space, or for a shared mailbox the key that was vouched for. Who may write in the database could else point a row at another space, and have
 * everything new sealed for its reader. `vault.certificate_wrong` when one is not its owner's.
 */
export async function ownedEpochs(
  app: SpacesApp,
  tx: Transaction,
  spaces: readonly OwnedSpace[],
): Promise<Map<Id, VerifiedEpoch>> {
  const spaceIds = spaces.map(({ spaceId }) => spaceId);
  const epochs = await currentEpochs(app, tx, spaceIds);
  // What the root certified has no row to look up, and is nobody's mailbox.
  const issuerIds = [...epochs.values()].flatMap(({ kind, issuerKeyId }) => (kind === "epoch" ? [issuerKeyId] : []));
  const issuers = await verifiedKeys(app, tx, issuerIds, { revoked: "accepted" });

  function isTheirs({ spaceId, owner }: OwnedSpace): boolean {
    const { kind, issuerKeyId, publicKey } = epochs.get(spaceId)!;
    if (owner === "compliance") return kind === "compliance";
    if ("publicKey" in owner) return kind === "epoch" && equalBytes(publicKey, owner.publicKey);
    const issuer = issuers.get(issuerKeyId);
    return kind === "epoch" && issuer?.kind === "person" && issuer.subjectId === owner.memberId;
  }

  if (!spaces.every(isTheirs)) throw new Refusal("invalid", "vault.certificate_wrong");
  return epochs;
}

/** The newest epoch of a mailbox, with whose it is: what to seal for those alone who are in it. */
export async function mailboxEpoch(
  app: SpacesApp,
  tx: Transaction,
  mailbox: OwnedSpace,
): Promise<VerifiedEpoch & { readonly owner: Owner }> {
  const { spaceId, owner } = mailbox;
  const epochs = await ownedEpochs(app, tx, [{ spaceId, owner }]);
  return { ...epochs.get(spaceId)!, owner };
}
