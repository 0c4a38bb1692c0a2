import { addJob } from "#/jobs/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { openSealedStream } from "#/vault/index.ts";
import type { RefusedRecipient } from "./delivery/answers.ts";
import type { DkimSigner } from "./delivery/dkim-signer.ts";
import { prepareReport } from "./delivery/report-to-sender.ts";
import { isLate, nextTryAt } from "./delivery/schedule.ts";
import { withDirectWays } from "./delivery/direct-transport.ts";
import { onRecord } from "./delivery/on-record.ts";
import { noteWhole, triedOf, tryAgain } from "./delivery/try-again.ts";
import { houseOf } from "./house.ts";
import { describeRaw, keepRaw } from "./outbox.ts";
import { dispatchJob, insertDispatch, type PreparedDispatch } from "./queue-dispatch.ts";
import { decodeRelay, type RelayEnvelope } from "./relay-content.ts";
import { dispatchRelay, type RelayTransport } from "./relay-dispatch.ts";
import { prepareRelay } from "./relay-prepare.ts";
import { bounced, type DispatchRow, handedOver } from "./settle-dispatch.ts";
import type { MailApp } from "./types.ts";

async function* onePart(bytes: Bytes): AsyncGenerator<Bytes, void> {
  yield bytes;
}

/** The mail as it was queued, or undefined when its key is gone. */
async function reopened(app: MailApp, row: DispatchRow) {
  const secret = app.secrets.queue.secret(row.queue_key_id);
  const sealed = row.sealed ? onePart(row.sealed) : row.blob_id ? app.blobs.read(row.blob_id) : undefined;
  return secret && sealed ? decodeRelay(openSealedStream(secret, sealed)) : undefined;
}

/** The signature of the organisation's domain, to set before the mail; undefined when the author is of another domain. */
export async function signatureOf(
  app: MailApp,
  signer: DkimSigner,
  row: DispatchRow,
  raw: AsyncIterable<Bytes>,
): Promise<Bytes | undefined> {
  const { domain } = await app.database.inOrganisation(row.organisation_id, houseOf);
  const at = app.clock.now();
  return signer.sign(await app.secrets.dkim.key(domain, at), raw, at);
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
    if (!described) return void (await bounced(app, tx, row, "mail.queue_key_lost", at));
    await keepRaw(app, tx, described, at);
    await handedOver(tx, row, "outbox", at);
  });
}

/** Damaged or without a key it can't be read to its end: then it can't be signed, and does not leave either. */
async function signature(app: MailApp, signer: DkimSigner, row: DispatchRow): Promise<Bytes | undefined> {
  try {
    const content = await reopened(app, row);
    return content && (await signatureOf(app, signer, row, content.raw));
  } catch {
    return undefined;
  }
}

/** Hands ordinary mail to the smarthost, byte for byte below the signature; whoever it refuses is told to the sender. */
export async function passOn(
  app: MailApp,
  transport: RelayTransport | undefined,
  signer: DkimSigner,
  row: DispatchRow,
  recorded: Promise<void>,
): Promise<void> {
  if (!transport) return keepInOutbox(app, row);
  const header = await signature(app, signer, row);
  const done = await dispatchRelay(app, row, withDirectWays(app, transport), {
    header,
    onWhole: () => noteWhole(app, row),
    recorded,
  });
  const at = app.clock.now();
  const tried = triedOf(row);
  const report = async (action: "failed" | "delayed", about: readonly RefusedRecipient[]) =>
    done && prepareReport(app, row, { action, envelope: done.envelope, about, mail: await reopened(app, row) });
  const toAll = (answer: string): RefusedRecipient[] =>
    done!.envelope.to.map(({ email }) => ({ email: email.toLowerCase(), answer, permanent: true }));

  if (done?.delivery.kind === "retry" || done?.delivery.kind === "unanswered") {
    const { answer } = done.delivery;
    const telling =
      row.delay_told_at === null && isLate(tried, at) ? await report("delayed", toAll(answer)) : undefined;
    if (await tryAgain(app, row, done.delivery)) {
      if (telling) await app.database.inOrganisation(row.organisation_id, (tx) => insertDispatch(tx, telling, at));
      return;
    }
  }
  const refused = done?.delivery.kind === "accepted" ? done.delivery.refused : done ? toAll(done.delivery.answer) : [];
  const failed = refused.filter(({ permanent }) => permanent);
  const telling = failed.length > 0 ? await report("failed", failed) : undefined;
  const left = done && (await forThoseLeft(app, row, done.envelope, refused));
  const record = (): Promise<void> =>
    app.database.inOrganisation(row.organisation_id, async (tx) => {
      if (!done) return void (await bounced(app, tx, row, "mail.queue_key_lost", at));
      const { delivery } = done;
      const isFresh =
        delivery.kind === "accepted"
          ? await handedOver(tx, row, delivery.answer, at)
          : await bounced(app, tx, row, delivery.answer, at);
      if (!isFresh) return;
      if (telling) await insertDispatch(tx, telling, at);
      if (!left) return;
      const { organisationId } = tx;
      const { dispatchId } = left;
      const runAt = nextTryAt(tried, app.config.retryMs, at) ?? at;
      await insertDispatch(tx, left, at);
      await tx.query
        .updateTable("mail_dispatch")
        .set({ first_try_at: tried.firstTryAt, attempts: row.attempts, next_try_at: runAt })
        .where("organisation_id", "=", organisationId)
        .where("dispatch_id", "=", dispatchId)
        .execute();
      await addJob(tx, dispatchJob, { organisationId, dispatchId }, { key: dispatchId, runAt });
    });
  await onRecord(record);
}
