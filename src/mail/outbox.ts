import { z } from "zod";
import type { Transaction } from "#/db/index.ts";
import { parseMail } from "#/intake/index.ts";
import { type Bytes, dayMs, fromUtf8, type Id, newId, utf8, view } from "#/kernel/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import type { OutgoingMail } from "./dispatch-content.ts";
import type { MailApp } from "./types.ts";

/** What would have left, had a smarthost or gateway been set. */
export interface OutboxEntry {
  readonly outboxId: Id;
  readonly kind: "mail" | "sms";
  readonly at: Date;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Empty for texts and plain mails. Not safe to show outside a sandboxed frame. */
  readonly html: string;
}

const keptMs = 7 * dayMs;
const shownEntries = 100;
/** Of a relayed mail as much as a person will look at. */
const largestShownBytes = 8 * 1024 * 1024;

const entrySchema = z.object({
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
type Kept = z.infer<typeof entrySchema>;

async function keep(
  app: Pick<MailApp, "secrets">,
  tx: Transaction,
  kind: OutboxEntry["kind"],
  kept: Kept,
  at: Date,
): Promise<void> {
  const key = app.secrets.queue.current();
  await tx.query
    .insertInto("mail_outbox")
    .values({
      organisation_id: tx.organisationId,
      outbox_id: newId(),
      kind,
      queue_key_id: key.id,
      sealed: sealTo(key.publicKey, utf8(JSON.stringify(kept))),
      at,
    })
    .execute();
}

const named = ({ name, address }: OutgoingMail["message"]["from"]): string =>
  name === "" ? address : `${name} <${address}>`;

export function keepMail(app: Pick<MailApp, "secrets">, tx: Transaction, mail: OutgoingMail, at: Date): Promise<void> {
  const { from, subject, text, html } = mail.message;
  return keep(app, tx, "mail", { from: named(from), to: mail.envelope.to, subject, text, html }, at);
}

export const keepSms = (
  app: Pick<MailApp, "secrets">,
  tx: Transaction,
  { phone, text }: { readonly phone: string; readonly text: string },
  at: Date,
): Promise<void> => keep(app, tx, "sms", { from: "", to: [phone], subject: "", text, html: "" }, at);

/** What is shown of a mail that is only passed on. Read before the transaction; the source is read to its end. */
export async function describeRaw(
  envelope: { readonly from: string; readonly to: readonly { readonly email: string }[] },
  raw: AsyncIterable<Bytes>,
): Promise<Kept> {
  const parts: Bytes[] = [];
  let sizeBytes = 0;
  for await (const part of raw) {
    if (sizeBytes < largestShownBytes) parts.push(Buffer.from(part));
    sizeBytes += part.byteLength;
  }
  const facts = { from: envelope.from, to: envelope.to.map(({ email }) => email) };
  try {
    const mail = await parseMail(onePart(Buffer.concat(parts)), { onAttachment: async () => undefined });
    return { ...facts, subject: mail.subject, text: mail.text, html: mail.html };
  } catch {
    return { ...facts, subject: "", text: view(Buffer.concat(parts)).toString("latin1"), html: "" };
  }
}

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

export const keepRaw = (app: Pick<MailApp, "secrets">, tx: Transaction, kept: Kept, at: Date): Promise<void> =>
  keep(app, tx, "mail", kept, at);

/**
 * The newest entries of all organisations. It has no actor: whoever offers it must make sure that only somebody at this
 * machine asks.
 */
export async function readOutbox(app: Pick<MailApp, "database" | "secrets">): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for (const organisationId of await app.database.organisations())
    await app.database.inOrganisation(organisationId, async (tx) => {
      const rows = await tx.query
        .selectFrom("mail_outbox")
        .selectAll()
        .where("organisation_id", "=", organisationId)
        .orderBy("at", "desc")
        .orderBy("outbox_id", "desc")
        .limit(shownEntries)
        .execute();
      for (const row of rows) {
        const secret = app.secrets.queue.secret(row.queue_key_id);
        const plain = secret && openSealed(secret, row.sealed);
        if (!plain) continue;
        const kept = entrySchema.parse(JSON.parse(fromUtf8(plain)));
        entries.push({ outboxId: row.outbox_id, kind: row.kind, at: row.at, ...kept });
      }
    });
  return entries.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, shownEntries);
}

/** Old entries go, and with them what keeps an old queue key alive. */
export async function clearOutbox(tx: Transaction, now: Date): Promise<void> {
  await tx.query
    .deleteFrom("mail_outbox")
    .where("organisation_id", "=", tx.organisationId)
    .where("at", "<", new Date(now.getTime() - keptMs))
    .execute();
}
