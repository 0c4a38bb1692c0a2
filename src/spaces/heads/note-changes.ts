import type { Transaction } from "#/db/index.ts";
import { newId } from "#/kernel/index.ts";
import { changeMac, type SpaceChange } from "./space-change.ts";

/** Noted if and only if the objects' own transaction is; soon after that it is in the heads of their spaces. */
export async function noteChanges(tx: Transaction, changes: readonly SpaceChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => {
    const changeId = newId();
    return {
      organisation_id: tx.organisationId,
      change_id: changeId,
      space_id: change.spaceId,
      object_id: change.objectId,
      version: change.version,
      comes: change.comes,
      signature: change.signature,
      mac: tx.auditKey ? changeMac(tx.auditKey, tx.organisationId, changeId, change) : null,
    };
  });
  tx.soon(tx.query.insertInto("spaces_change").values(rows));
}
