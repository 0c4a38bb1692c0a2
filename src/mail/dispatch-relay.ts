import type { Bytes } from "#/kernel/index.ts";
import { openSealedStream } from "#/vault/index.ts";
import { describeRaw, keepRaw } from "./outbox.ts";
import { insertDispatch, type PreparedDispatch } from "./queue-dispatch.ts";
import { decodeRelay, type RelayEnvelope } from "./relay-content.ts";
import { dispatchRelay, type RelayTransport } from "./relay-dispatch.ts";
import { prepareRelay } from "./relay-prepare.ts";
import { limits } from "./rules.ts";
import { bounced, type DispatchRow, handedOver, noticeOfBounce } from "./settle-dispatch.ts";
import type { RefusedRecipient } from "./transport.ts";
import type { MailApp } from "./types.ts";

type Later = (app: MailApp, row: DispatchRow, code: string, answer: string) => Promise<void>;

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** The mail as it was queued, or undefined when its key is gone. */
async function reopened(app: MailApp, row: DispatchRow) {
  const secret = app.secrets.queue.secret(row.queue_key_id);
  const sealed = row.sealed ? onePart(row.sealed) : row.blob_id ? app.blobs.read(row.blob_id) : undefined;
  return secret && sealed ? decodeRelay(openSealedStream(secret, sealed)) : undefined;
}

/** The same mail for those recipients alone whom the smarthost put off. */
async function forThoseLeft(
  app: MailApp,
  row: DispatchRow,
  envelope: RelayEnvelope,
  refused: readonly RefusedRecipient[],
): Promise<PreparedDispatch | undefined> {
  const left = new Set(refused.filter(({ permanent }) => !permanent).map(({ email }) => email));
  if (left.size === 0) return undefined;
  const content = await reopened(app, row);
  const to = envelope.to.filter(({ email }) => left.has(email.toLowerCase()));
  return content && prepareRelay(app, { ...envelope, to }, content.raw);
}

async function keepInOutbox(app: MailApp, row: DispatchRow): Promise<void> {
  const content = await reopened(app, row);
  const described = content && (await describeRaw(content.envelope, content.raw));
  const at = app.clock.now();
  await app.database.inOrganisation(row.organisation_id, async (tx) => {
    if (!described) return bounced(app, tx, row, "mail.queue_key_lost", at);
    await keepRaw(app, tx, described, at);
    await handedOver(tx, row, "outbox", at);
  });
}

/** Hands ordinary mail to the smarthost, byte for byte; whoever it refuses is told to the sender. */
export async function passOn(
  app: MailApp,
  transport: RelayTransport | undefined,
  row: DispatchRow,
  later: Later,
): Promise<void> {
  if (!transport) return keepInOutbox(app, row);
  const done = await dispatchRelay(app, row, transport);
  const at = app.clock.now();
  if (done?.delivery.kind === "retry" && row.attempts < limits.dispatchAttempts)
    return later(app, row, "mail.smarthost_unavailable", done.delivery.answer);
  const refused = done?.delivery.kind === "accepted" ? done.delivery.refused : [];
  const left = done && (await forThoseLeft(app, row, done.envelope, refused));
  await app.database.inOrganisation(row.organisation_id, async (tx) => {
    if (!done) return bounced(app, tx, row, "mail.queue_key_lost", at);
    const { envelope, delivery } = done;
    const tell = (guest: string, answer: string): Promise<void> =>
      noticeOfBounce(app, tx, {
        to: { emails: [envelope.from] },
        kind: "bounce_relay",
        guest,
        answer,
        conversationId: undefined,
        at,
      });
    if (delivery.kind !== "accepted") {
      await bounced(app, tx, row, delivery.answer, at);
      await tell(envelope.to.map(({ email }) => email).join(", "), delivery.answer);
      return;
    }
    await handedOver(tx, row, delivery.answer, at);
    for (const { email, answer } of refused.filter(({ permanent }) => permanent)) await tell(email, answer);
    if (left) await insertDispatch(tx, left, at);
  });
}
