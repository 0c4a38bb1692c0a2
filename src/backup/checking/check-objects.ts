import type { CheckpointApp } from "#/audit/index.ts";
import type { BlobStore } from "#/blobs/index.ts";
import { type CertificatesApp, verifiedKey } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import { type ObjectRow, objectRows, sealedPartsOf } from "#/spaces/index.ts";
import { verifySeal } from "#/vault/index.ts";
import { merkleLeaves } from "../merkle-leaves.ts";
import { codeOf, type Findings } from "./findings.ts";

export type CheckApp = CertificatesApp &
  Pick<CheckpointApp, "config" | "database" | "secrets"> & { readonly blobs: BlobStore };

const pageLength = 200;

const rowsAfter = (tx: Transaction, after: { readonly objectId: Id; readonly version: number } | undefined) =>
  objectRows(tx)
    .$if(after !== undefined, (query) =>
      query.where((row) =>
        row.or([
          row("object.object_id", ">", after!.objectId),
          row.and([row("object.object_id", "=", after!.objectId), row("object.version", ">", after!.version)]),
        ]),
      ),
    )
    .orderBy("object.object_id")
    .orderBy("object.version")
    .limit(pageLength)
    .execute();

const wrong = (code: string): Refusal => new Refusal("invalid", code);

/** Header, place, signature and tree; no key is needed. */
async function checkSeal(app: CheckApp, tx: Transaction, row: ObjectRow): Promise<void> {
  const { header, ...parts } = sealedPartsOf(row);
  if (!header) throw wrong("backup.header_missing");
  const { ed25519: signerPublic } = await verifiedKey(app, tx, row.signer_key_id, { revoked: "accepted" });
  if (!signerPublic) throw wrong("vault.certificate_wrong");
  verifySeal({ ...parts, header, signerPublic });
}

/** The payload piece by piece against the hashes that were signed. */
async function checkPayload(app: CheckApp, row: ObjectRow): Promise<void> {
  if (row.blob_id === null) {
    if (!row.payload) throw wrong("backup.content_missing");
  } else if ((await app.blobs.size(row.blob_id)) === undefined) throw wrong("backup.blob_missing");
  const payload: AsyncIterable<Bytes> | readonly Bytes[] =
    row.blob_id === null ? [row.payload!] : app.blobs.read(row.blob_id);
  const leaves = merkleLeaves();
  let sizeBytes = 0;
  for await (const part of payload) {
    leaves.update(part);
    sizeBytes += part.byteLength;
  }
  if (sizeBytes !== row.payload_bytes || !equalBytes(concat(...leaves.end()), row.leaves))
    throw wrong("backup.payload_differs");
}

/** What was erased between the reading of its row and the look at its blob is no loss. */
async function isThereStill(app: CheckApp, row: ObjectRow): Promise<boolean> {
  const found = await app.database.inOrganisation(row.organisation_id, (tx) =>
    tx.query
      .selectFrom("spaces_object")
      .select("object_id")
      .where("organisation_id", "=", row.organisation_id)
      .where("object_id", "=", row.object_id)
      .where("version", "=", row.version)
      .executeTakeFirst(),
  );
  return found !== undefined;
}

/** Every sealed object of an organisation: that it is there, whole, in its place, and signed by a certified key. */
export async function checkObjects(app: CheckApp, organisationId: Id, findings: Findings): Promise<void> {
  let after: { objectId: Id; version: number } | undefined;
  for (;;) {
    const page = await app.database.inOrganisation(organisationId, async (tx) => {
      const rows = await rowsAfter(tx, after);
      const codes: (string | undefined)[] = [];
      for (const row of rows) codes.push(await codeOf(() => checkSeal(app, tx, row)));
      return rows.map((row, index) => ({ row, code: codes[index] }));
    });
    for (const { row, code: ofSeal } of page) {
      const code = ofSeal ?? (await codeOf(() => checkPayload(app, row)));
      findings.objects++;
      findings.payloadBytes += row.payload_bytes;
      if (code !== undefined && (await isThereStill(app, row)))
        findings.wrong.push({ organisationId, what: "object", id: row.object_id, code });
    }
    const last = page.at(-1)?.row;
    if (!last) return;
    after = { objectId: last.object_id, version: last.version };
  }
}
