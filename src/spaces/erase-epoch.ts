import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { eraseObjects } from "./erase-object.ts";

/** What was sealed to an epoch goes, and every wrap of its key: as if it had never been used. Its number stays taken. */
export async function eraseEpoch(
  tx: Transaction,
  { spaceId, epoch }: { readonly spaceId: Id; readonly epoch: number },
): Promise<void> {
  const objects = await tx.query
    .selectFrom("spaces_object")
    .select("object_id")
    .distinct()
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("epoch", "=", epoch)
    .execute();
  await eraseObjects(
    tx,
    objects.map((row) => row.object_id),
  );
  await tx.query
    .deleteFrom("keys.spaces_wrap")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("epoch", "=", epoch)
    .execute();
}
