import { z } from "zod";
import { findingKinds, verificationSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type AppPasswordActor, type MemberActor, readerOf } from "#/identity/index.ts";
import { type Bytes, fromUtf8, type Id, utf8 } from "#/kernel/index.ts";
import { mailboxEpoch, openEpochSecrets, type Owner, placeKey } from "#/spaces/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import type { MailApp } from "../types.ts";

const becauseSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** Why a message is held: for its sender and its approvers, sealed to each one's mailbox. No content but the subject. */
const holdReasonSchema = z.object({
  version: z.literal(1),
  sender: z.object({ email: z.string(), name: z.string() }),
  recipients: z.array(z.object({ email: z.string(), isHeld: z.boolean() })),
  rules: z.array(
    z.object({
      source: z.string(),
      action: z.string(),
      verification: verificationSchema.optional(),
      because: z.array(becauseSchema),
      /** The firm's own words, in the sender's language. */
      why: z.string(),
    }),
  ),
  findings: z.array(z.object({ kind: z.enum(findingKinds), count: z.number(), confidence: z.number() })),
  unread: z.number(),
  /** Only for those who may read the message. */
  subject: z.string().optional(),
});
export type HoldReason = z.infer<typeof holdReasonSchema>;

export interface SealedReason {
  readonly mailboxSpaceId: Id;
  readonly epoch: number;
  readonly sealed: Bytes;
}

export interface MailboxPlace {
  readonly spaceId: Id;
  readonly owner: Owner;
}

export async function sealReason(
  app: MailApp,
  tx: Transaction,
  mailbox: MailboxPlace,
  reason: HoldReason,
): Promise<SealedReason> {
  const { epoch, publicKey } = await mailboxEpoch(app, tx, mailbox);
  return { mailboxSpaceId: mailbox.spaceId, epoch, sealed: sealTo(publicKey, utf8(JSON.stringify(reason))) };
}

export interface SealedRow {
  readonly mailboxSpaceId: Id;
  readonly epoch: number;
  readonly sealed: Bytes;
}

/** What the actor can open, in order; undefined for what it cannot. */
export async function openSealedRows(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  rows: readonly (SealedRow | undefined)[],
): Promise<(string | undefined)[]> {
  const places = rows.flatMap((row) => (row ? [{ spaceId: row.mailboxSpaceId, epoch: row.epoch }] : []));
  const secrets = await openEpochSecrets(app, tx, readerOf(actor), places);
  return rows.map((row) => {
    const secret = row && secrets.get(placeKey({ spaceId: row.mailboxSpaceId, epoch: row.epoch }));
    const plain = secret && openSealed(secret, row.sealed);
    return plain && fromUtf8(plain);
  });
}

export function readReason(text: string | undefined): HoldReason | undefined {
  if (text === undefined) return undefined;
  try {
    return holdReasonSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
