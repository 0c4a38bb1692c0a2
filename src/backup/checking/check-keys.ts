import { verifiedEpochs, verifiedKey } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { CheckApp } from "./check-objects.ts";
import { codeOf, type Findings } from "./findings.ts";

const pageLength = 500;

async function keysAfter(tx: Transaction, after: Id | undefined): Promise<Id[]> {
  const rows = await tx.query
    .selectFrom("certificates_key")
    .select("key_id")
    .where("organisation_id", "=", tx.organisationId)
    .$if(after !== undefined, (query) => query.where("key_id", ">", after!))
    .orderBy("key_id")
    .limit(pageLength)
    .execute();
  return rows.map((row) => row.key_id);
}

const epochsAfter = (tx: Transaction, after: { readonly spaceId: Id; readonly epoch: number } | undefined) =>
  tx.query
    .selectFrom("spaces_epoch")
    .select(["space_id as spaceId", "epoch", "public_key as publicKey", "certificate", "signer_key_id as signerKeyId"])
    .where("organisation_id", "=", tx.organisationId)
    .$if(after !== undefined, (query) =>
      query.where((row) =>
        row.or([
          row("space_id", ">", after!.spaceId),
          row.and([row("space_id", "=", after!.spaceId), row("epoch", ">", after!.epoch)]),
        ]),
      ),
    )
    .orderBy("space_id")
    .orderBy("epoch")
    .limit(pageLength)
    .execute();

/** Every public key, certified up to the root that the secrets directory knows; also those that were revoked since. */
export async function checkKeys(app: CheckApp, organisationId: Id, findings: Findings): Promise<void> {
  for (let after: Id | undefined; ;) {
    const ids = await app.database.inOrganisation(organisationId, async (tx) => {
      const page = await keysAfter(tx, after);
      for (const id of page) {
        const code = await codeOf(() => verifiedKey(app, tx, id, { revoked: "accepted" }));
        if (code !== undefined) findings.wrong.push({ organisationId, what: "key", id, code });
      }
      return page;
    });
    findings.keys += ids.length;
    after = ids.at(-1);
    if (!after) break;
  }
  for (let after: { spaceId: Id; epoch: number } | undefined; ;) {
    const page = await app.database.inOrganisation(organisationId, async (tx) => {
      const epochs = await epochsAfter(tx, after);
      for (const epoch of epochs) {
        const code = await codeOf(() => verifiedEpochs(app, tx, [epoch]));
        if (code !== undefined) findings.wrong.push({ organisationId, what: "epoch", id: epoch.spaceId, code });
      }
      return epochs;
    });
    findings.epochs += page.length;
    after = page.at(-1);
    if (!after) break;
  }
}
