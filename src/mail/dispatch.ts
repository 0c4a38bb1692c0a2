import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Transaction } from "#/db/index.ts";
import type { JobHandler } from "#/jobs/index.ts";
import { isId, minuteMs, Refusal } from "#/kernel/index.ts";
import { smsCodeMac } from "#/vault/index.ts";
import type { OutgoingMail, OutgoingSms } from "./dispatch-content.ts";
import { passOn } from "./dispatch-relay.ts";
import { smsText } from "./letters.ts";
import { keepMail, keepSms } from "./outbox.ts";
import { dispatchJob, openDispatch } from "./queue-dispatch.ts";
import { openRelayTransport, type RelayTransport } from "./relay-dispatch.ts";
import { limits } from "./rules.ts";
import { bounced, claimDispatch, type DispatchRow, handedOver, removePayload } from "./settle-dispatch.ts";
import { readSmsTemplate, sendSms, type SmsTemplate } from "./sms-template.ts";
import { type MailTransport, openTransport } from "./transport.ts";
import type { MailApp } from "./types.ts";

/** Where things leave the house; undefined is the outbox. */
export interface Exits {
  readonly mail: MailTransport | undefined;
  readonly relay: RelayTransport | undefined;
  readonly sms: SmsTemplate | undefined;
}

/** @throws Refusal `config.invalid`. */
function smsExit({ sms }: MailApp["config"]): SmsTemplate | undefined {
  if (sms.kind === "outbox") return undefined;
  try {
    return readSmsTemplate(readFileSync(sms.file, "utf8"));
  } catch (error) {
    const expects = `a template as docs/spec/sms-template.md describes it (${(error as Error).message})`;
    throw new Refusal("invalid", "config.invalid", { variable: "ZEGEL_SMS", expects });
  }
}

export function openExits({ config }: Pick<MailApp, "config">): Exits {
  const { smarthost } = config;
  return {
    mail: smarthost.kind === "smtp" ? openTransport(smarthost) : undefined,
    relay: smarthost.kind === "smtp" ? openRelayTransport(smarthost) : undefined,
    sms: smsExit(config),
  };
}

const inOrganisation = (app: MailApp, row: DispatchRow, run: (tx: Transaction) => Promise<void>): Promise<void> =>
  app.database.inOrganisation(row.organisation_id, run);

/** Not now: the job comes back with growing pauses, until it was tried often enough. */
export async function later(app: MailApp, row: DispatchRow, code: string, answer: string): Promise<void> {
  const at = app.clock.now();
  if (row.attempts >= limits.dispatchAttempts)
    return inOrganisation(app, row, (tx) => bounced(app, tx, row, answer, at));
  await inOrganisation(app, row, async (tx) => {
    await tx.query
      .updateTable("mail_dispatch")
      .set({ last_answer: answer })
      .where("organisation_id", "=", row.organisation_id)
      .where("dispatch_id", "=", row.dispatch_id)
      .execute();
  });
  throw new Refusal("unavailable", code, { answer });
}

async function sendMail(app: MailApp, exits: Exits, row: DispatchRow, mail: OutgoingMail): Promise<void> {
  const delivery = (await exits.mail?.deliver(mail)) ?? { kind: "accepted", answer: "outbox" };
  const at = app.clock.now();
  if (delivery.kind === "retry") return later(app, row, "mail.smarthost_unavailable", delivery.answer);
  await inOrganisation(app, row, async (tx) => {
    if (delivery.kind === "refused") return bounced(app, tx, row, delivery.answer, at);
    if (!exits.mail) await keepMail(app, tx, mail, at);
    await handedOver(tx, row, delivery.answer, at);
  });
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

async function sendText(app: MailApp, exits: Exits, row: DispatchRow, sms: OutgoingSms): Promise<void> {
  const code = await makeCode(app, row);
  const text = smsText(sms.language, sms.organisation, code, limits.codeValidMs / minuteMs);
  const outcome = exits.sms ? await sendSms(exits.sms, { phone: sms.phone, text }) : ({ kind: "accepted" } as const);
  const at = app.clock.now();
  if (outcome.kind === "retry") return later(app, row, "mail.gateway_unavailable", outcome.answer);
  await inOrganisation(app, row, async (tx) => {
    if (outcome.kind === "refused") return bounced(app, tx, row, outcome.answer, at);
    if (!exits.sms) await keepSms(app, tx, { phone: sms.phone, text }, at);
    await handedOver(tx, row, exits.sms ? "accepted" : "outbox", at);
  });
}

async function dispatch(app: MailApp, exits: Exits, row: DispatchRow): Promise<void> {
  if (row.kind === "relay") return passOn(app, exits.relay, row, later);
  const content = await openDispatch(app, row);
  if (!content) return inOrganisation(app, row, (tx) => bounced(app, tx, row, "mail.queue_key_lost", app.clock.now()));
  return content.type === "sms" ? sendText(app, exits, row, content) : sendMail(app, exits, row, content);
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
        await dispatch(app, exits, row);
        await removePayload(app, row);
      },
    },
    close: () => exits.mail?.close(),
  };
}
