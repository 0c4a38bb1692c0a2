import { z } from "zod";
import type { CertificatesApp } from "#/certificates/index.ts";
import {
  type Agreements,
  attachmentKinds,
  findingKinds,
  misaddressingSignals,
  verificationSchema,
} from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, dayMs, fromUtf8, newId, utf8 } from "#/kernel/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import { recordsKey } from "./records-key.ts";

/** What `decide` was asked about one mail: addresses, kinds and counts. No text, no keyword, no label, no file name. */
const recordSchema = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  sender: z.string(),
  recipients: z.array(
    z.object({
      email: z.string(),
      kind: z.enum(["member", "guest"]),
      signals: z.array(z.enum(misaddressingSignals)),
    }),
  ),
  attachments: z.array(z.object({ kind: z.enum(attachmentKinds), sizeBytes: z.number() })),
  process: z.string().optional(),
  wish: z.object({ secure: z.boolean(), verification: verificationSchema.optional() }).optional(),
  findings: z.array(z.object({ kind: z.enum(findingKinds), count: z.number(), confidence: z.number() })),
  /** What happened then: the strictest route. */
  outcome: z.enum(["plain", "secure", "hold", "refuse"]),
});
export type MailRecord = Omit<z.infer<typeof recordSchema>, "version">;

const mostAttachments = 200;

/** In the transaction that takes the mail. Without a key, nothing is remembered. */
export async function writeRecord(app: CertificatesApp, tx: Transaction, record: MailRecord): Promise<void> {
  const key = await recordsKey(app, tx);
  if (!key) return;
  const bounded = { version: 1, ...record, attachments: record.attachments.slice(0, mostAttachments) };
  await tx.query
    .insertInto("agreements_record")
    .values({
      organisation_id: tx.organisationId,
      record_id: newId(),
      issuing_key_id: key.issuingKeyId,
      at: new Date(record.at),
      sealed: sealTo(key.publicKey, utf8(JSON.stringify(bounded))),
    })
    .execute();
}

/** Undefined for what is damaged, was sealed to another key, or was written by a later version. */
export function readRecord(secret: Bytes, sealed: Bytes): MailRecord | undefined {
  const plain = openSealed(secret, sealed);
  if (!plain) return undefined;
  try {
    return recordSchema.parse(JSON.parse(fromUtf8(plain)));
  } catch {
    return undefined;
  }
}

/** What is older than the agreements keep it. */
export async function clearRecords(tx: Transaction, { retention }: Agreements, now: Date): Promise<void> {
  await tx.query
    .deleteFrom("agreements_record")
    .where("organisation_id", "=", tx.organisationId)
    .where("at", "<", new Date(now.getTime() - retention.findingDays * dayMs))
    .execute();
}
