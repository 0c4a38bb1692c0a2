import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Transaction } from "#/db/index.ts";
import type { JobHandler } from "#/jobs/index.ts";
import { type Bytes, isId, minuteMs, Refusal } from "#/kernel/index.ts";
import { smsCodeMac } from "#/vault/index.ts";
import { type DkimSigner, openDkimSigner } from "./delivery/dkim-signer.ts";
import { returnAddress } from "./delivery/envelope-id.ts";
import { onRecord } from "./delivery/on-record.ts";
import { noteWhole, tryAgain } from "./delivery/try-again.ts";
import type { OutgoingMail, OutgoingSms } from "./dispatch-content.ts";
import { passOn, signatureOf } from "./dispatch-relay.ts";
import { smsText } from "./letters.ts";
import { keepMail, keepSms } from "./outbox.ts";
import { dispatchJob, openDispatch } from "./queue-dispatch.ts";
import { limits } from "./rules.ts";
import { bounced, claimDispatch, type DispatchRow, handedOver, removePayload } from "./settle-dispatch.ts";
import { readSmsTemplate, sendSms, type SmsOutcome, type SmsTemplate, type SmsText } from "./sms-template.ts";
import { composeMail, envelopeOf, type MailTransport, openTransport } from "./transport.ts";
import type { MailApp } from "./types.ts";

/** Where things leave the house; undefined is the outbox. */
export interface Exits {
  readonly mail: MailTransport | undefined;
  readonly signer: DkimSigner;
  /** In the order in which they are tried. */
  readonly sms: readonly SmsTemplate[] | undefined;
}

/** @throws Refusal `config.invalid`. */
function smsExit(variable: "ZEGEL_SMS" | "ZEGEL_SMS_SECOND", file: string): SmsTemplate {
  try {
    return readSmsTemplate(readFileSync(file, "utf8"));
  } catch (error) {
    const expects = `a template as docs/spec/sms-template.md describes it (${(error as Error).message})`;
    throw new Refusal("invalid", "config.invalid", { variable, expects });
  }
}

export function openExits({ config }: Pick<MailApp, "config">): Exits {
  const { smarthost, sms, smsSecond } = config;
  const second = smsSecond === undefined ? [] : [smsExit("ZEGEL_SMS_SECOND", smsSecond)];
  return {
    mail: smarthost.kind === "smtp" ? openTransport(smarthost) : undefined,
    signer: openDkimSigner(),
    sms: sms.kind === "template" ? [smsExit("ZEGEL_SMS", sms.file), ...second] : undefined,
  };
}

const inOrganisation = (app: MailApp, row: DispatchRow, run: (tx: Transaction) => Promise<void>): Promise<void> =>
  app.database.inOrganisation(row.organisation_id, run);

const giveUp = (app: MailApp, row: DispatchRow, answer: string): Promise<void> =>
  onRecord(() => inOrganisation(app, row, async (tx) => void (await bounced(app, tx, row, answer, app.clock.now()))));

async function* inParts(...parts: readonly (Bytes | undefined)[]): AsyncGenerator<Bytes, void> {
  for (const part of parts) if (part) yield part;
}

async function handToSmarthost(
  app: MailApp,
  exits: Exits,
  transport: MailTransport,
  row: DispatchRow,
  mail: OutgoingMail,
  recorded: Promise<void>,
) {
  const raw = await composeMail(mail);
  const signature = await signatureOf(app, exits.signer, row, inParts(raw));
  const { bounceAddress } = app.config;
  const envelope = envelopeOf(mail);
  const reports = row.kind === "notification" || row.kind === "reminder";
  const from =
    bounceAddress && reports && mail.envelope.id ? returnAddress(bounceAddress, mail.envelope.id) : undefined;
  return transport.deliverRaw({ ...envelope, from: from ?? envelope.from }, inParts(signature, raw), {
    onWhole: () => noteWhole(app, row),
    recorded,
  });
}

async function sendMail(
  app: MailApp,
  exits: Exits,
  row: DispatchRow,
  mail: OutgoingMail,
  recorded: Promise<void>,
): Promise<void> {
  const delivery = exits.mail
    ? await handToSmarthost(app, exits, exits.mail, row, mail, recorded)
    : ({ kind: "accepted", answer: "outbox" } as const);
  const at = app.clock.now();
  if (delivery.kind === "retry" || delivery.kind === "unanswered") {
    if (!(await tryAgain(app, row, delivery))) await giveUp(app, row, delivery.answer);
    return;
  }
  await onRecord(() =>
    inOrganisation(app, row, async (tx) => {
      if (delivery.kind === "refused") return void (await bounced(app, tx, row, delivery.answer, at));
      if ((await handedOver(tx, row, delivery.answer, at)) && !exits.mail) await keepMail(app, tx, mail, at);
    }),
  );
}

/** The code comes into being now; from here on it is the one that counts, with all its tries. */
async function makeCode(app: MailApp, row: DispatchRow): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const now = app.clock.now();
  await inOrganisation(app, row, async (tx) => {
    await tx.query
      .updateTable("mail_code")
      .set({
        code_mac: smsCodeMac(app.secrets.pepper, row.link_id!, code),
        tries: 0,
        sent_at: now,
        expires_at: new Date(now.getTime() + limits.codeValidMs),
      })
      .where("organisation_id", "=", row.organisation_id)
      .where("link_id", "=", row.link_id!)
      .execute();
  });
  return code;
}

const accepted = ["accepted", "accepted by the second gateway"] as const;

/** Each gateway in turn, until one takes it; what is said is said of the last one, but any that may work later counts. */
async function sendByAny(
  app: MailApp,
  templates: readonly SmsTemplate[],
  sms: SmsText,
): Promise<Exclude<SmsOutcome, { kind: "accepted" }> | { kind: "accepted"; answer: string }> {
  const failed: Exclude<SmsOutcome, { kind: "accepted" }>[] = [];
  for (const [place, template] of templates.entries()) {
    const outcome = await sendSms(template, sms);
    if (outcome.kind === "accepted") return { kind: "accepted", answer: accepted[place] ?? accepted[0] };
    app.log.warn({ gateway: place + 1, answer: outcome.answer }, "a gateway did not take a text message");
    failed.push(outcome);
  }
  return failed.findLast(({ kind }) => kind === "retry") ?? failed.at(-1)!;
}

async function sendText(app: MailApp, exits: Exits, row: DispatchRow, sms: OutgoingSms): Promise<void> {
  const code = await makeCode(app, row);
  const text = smsText(sms.language, sms.organisation, code, limits.codeValidMs / minuteMs);
  const outcome = exits.sms
    ? await sendByAny(app, exits.sms, { phone: sms.phone, text })
    : ({ kind: "accepted", answer: "outbox" } as const);
  const at = app.clock.now();
  if (outcome.kind === "retry") {
    if (!(await tryAgain(app, row, { kind: "retry", answer: outcome.answer }))) await giveUp(app, row, outcome.answer);
    return;
  }
  await onRecord(() =>
    inOrganisation(app, row, async (tx) => {
      if (outcome.kind === "refused") return void (await bounced(app, tx, row, outcome.answer, at));
      const isFresh = await handedOver(tx, row, outcome.answer, at);
      if (isFresh && !exits.sms) await keepSms(app, tx, { phone: sms.phone, text }, at);
    }),
  );
}

async function dispatch(app: MailApp, exits: Exits, row: DispatchRow, recorded: Promise<void>): Promise<void> {
  if (row.kind === "relay") return passOn(app, exits.mail, exits.signer, row, recorded);
  const content = await openDispatch(app, row);
  if (!content) return giveUp(app, row, "mail.queue_key_lost");
  return content.type === "sms" ? sendText(app, exits, row, content) : sendMail(app, exits, row, content, recorded);
}

/** One try to its end; the smarthost hears nothing more on that connection before its answer is on record. */
async function tryOnce(app: MailApp, exits: Exits, row: DispatchRow): Promise<void> {
  const recorded = Promise.withResolvers<void>();
  recorded.promise.catch(() => undefined);
  try {
    await dispatch(app, exits, row, recorded.promise);
    recorded.resolve();
  } catch (error) {
    recorded.reject(error);
    throw error;
  }
}

/** What the worker does for this room. `close` ends connections to the smarthost. */
export function openMailJobs(app: MailApp): { readonly handlers: Readonly<Record<string, JobHandler>>; close(): void } {
  const exits = openExits(app);
  return {
    handlers: {
      [dispatchJob]: async ({ organisationId, dispatchId }) => {
        if (!isId(dispatchId)) return;
        const row = await claimDispatch(app, organisationId, dispatchId);
        if (!row) return;
        await tryOnce(app, exits, row);
        await removePayload(app, row);
      },
    },
    close: () => {
      exits.mail?.close();
      exits.signer.close();
    },
  };
}
