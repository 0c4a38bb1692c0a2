import { createTransport } from "nodemailer";
import { allRoutes } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import type { BrowserClient } from "../tests/e2e/http/support/client.ts";
import { openSmtpSink, type SmtpSink } from "../tests/support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../tests/support/server.ts";
import { setUpUnattended } from "../tests/support/unattended.ts";
import { until } from "../tests/support/until.ts";
import { logInAsMember } from "./corpus/read-back.ts";

/*
 * npm run bench:scheduled [-- MESSAGES]: that many messages, each to a guest of its own, are planned for the same moment
 * and leave to a mail server on this machine. The peer hands as many mails of the same size to the same mail server over
 * as many connections, and does nothing else.
 */

const messages = Number(process.argv[2] ?? 1000);
const parallel = 4;
const deadlineMs = 1_800_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const guestOf = (index: number): string => `gast${index}@bench.example`;
/** Each request from an address of its own: limits per address are not what is measured here. */
const from = (index: number): Record<string, string> => ({
  "x-forwarded-for": `10.1.${(index >> 8) & 255}.${index & 255}`,
});

async function inParallel(count: number, act: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: parallel }, work));
}

interface Draft {
  readonly draftId: string;
  messageId?: string;
}

async function planAll(member: BrowserClient): Promise<Draft[]> {
  const drafts = Array.from({ length: messages }, (): Draft => ({ draftId: newId() }));
  const farAway = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
  await inParallel(messages, async (index) => {
    const draft = drafts[index]!;
    const params = { draftId: draft.draftId };
    const headers = from(index);
    const recipients = [{ email: guestOf(index), role: "to" }];
    const content = { recipients, subject: `Bericht ${index}`, text: "Beste lezer,\n\nDit is het bericht." };
    await member.call(allRoutes.saveDraft, { params, headers, body: { version: 0, content } });
    const body = { version: 1, sendAt: farAway };
    const sent = await member.call<{ messageId: string }>(allRoutes.sendDraft, { params, headers, body });
    draft.messageId = sent.messageId;
  });
  return drafts;
}

/** All to the same moment, which is far enough ahead for the last of them. */
async function moveTo(member: BrowserClient, drafts: readonly Draft[], at: Date): Promise<void> {
  await inParallel(messages, (index) =>
    member.call(allRoutes.reschedule, {
      params: { messageId: drafts[index]!.messageId! },
      headers: from(index),
      body: { sendAt: at.toISOString() },
    }),
  );
}

async function peer(sink: SmtpSink, sizeBytes: number): Promise<number> {
  const before = sink.mails.length;
  const transport = createTransport({
    host: "127.0.0.1",
    port: sink.port,
    pool: true,
    maxConnections: parallel,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const text = "x"
    .repeat(70)
    .concat("\r\n")
    .repeat(Math.ceil(sizeBytes / 72));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: messages }, (_, index) =>
      transport.sendMail({ from: "bench@bench.example", to: guestOf(index), subject: "Peer", text }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  transport.close();
  if (sink.mails.length - before !== messages) throw new Error("the peer lost mails");
  return messages / seconds;
}

async function measure(server: TestServer, sink: SmtpSink): Promise<void> {
  const { email, password } = await setUpUnattended(server, "bench.nl");
  const member = await logInAsMember(server.url, email, password);
  const started = performance.now();
  const drafts = await planAll(member);
  const plannedMs = performance.now() - started;
  say(`planned         ${messages} messages, ${Math.round((messages / plannedMs) * 1000)} a second`);
  const at = new Date(Date.now() + plannedMs + 20_000);
  await moveTo(member, drafts, at);
  if (Date.now() >= at.getTime()) throw new Error("the machine is too slow: planning took longer than foreseen");
  await until("the first has left", () => sink.mails.length > 0, deadlineMs);
  const firstMs = Date.now() - at.getTime();
  await until("all have left", () => sink.mails.length >= messages, deadlineMs);
  const allMs = Date.now() - at.getTime();
  const people = new Set(sink.mails.flatMap(({ to }) => to));
  if (people.size !== messages || sink.mails.length !== messages)
    throw new Error(`${sink.mails.length} mails to ${people.size} people`);
  const sizeBytes = Math.round(sink.mails.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) / messages);
  const rate = messages / (allMs / 1000);
  say(`first left      ${firstMs} ms after its time`);
  say(`all left        ${(allMs / 1000).toFixed(1)} s after their time, ${rate.toFixed(0)} a second`);
  const peerRate = await peer(sink, sizeBytes);
  say(
    `peer            ${peerRate.toFixed(0)} mails of ${sizeBytes} bytes a second over ${parallel} connections (nodemailer)`,
  );
  say(`ratio           ${(rate / peerRate).toFixed(2)}`);
}

const sink = await openSmtpSink();
const server = await startTestServer({ environment: { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}` } });
try {
  await measure(server, sink);
} finally {
  await server.stop();
  await sink.close();
}
