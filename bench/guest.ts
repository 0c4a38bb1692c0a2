import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { guestRoutes } from "#/contract/index.ts";
import { BrowserClient, pathOf } from "../tests/e2e/http/support/client.ts";
import { beginUploadAt, sendUpload, signInAt, uploadHeaders } from "../tests/e2e/http/support/upload-flow.ts";
import { startTestServer, type TestServer } from "../tests/support/server.ts";
import { openSmtpSink, type SmtpSink } from "../tests/support/smtp-sink.ts";
import { setUpUnattended, type UnattendedFirm } from "../tests/support/unattended.ts";
import { until } from "../tests/support/until.ts";
import { guestOf, submitAll } from "./corpus/submit.ts";
import { linkIn } from "./corpus/read-back.ts";
import { download, peakMemory, piecesOf, upload } from "./guest/download.ts";
import { type FileServer, startNginx } from "./guest/nginx.ts";

/*
 * npm run bench:guest [-- MEBIBYTES [OPENINGS]]: guests open messages by their links, 50 at once (knocking with the secret and
 * reading the conversation; aim: p99 under 100 ms), beside as many small files of nginx; and one guest downloads a file of 1 GiB,
 * against nginx in the same run. nginx keeps plain bytes; ours are opened and checked. Needs nginx: apt-get install nginx.
 */

const mebibyte = 2 ** 20;
const sizeBytes = Number(process.argv[2] ?? 1024) * mebibyte;
const openings = Number(process.argv[3] ?? 1000);
const guests = 50;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Link {
  readonly linkId: string;
  readonly secret: string;
}
interface Conversation {
  readonly messages: readonly { readonly attachments: readonly { readonly attachmentId: string }[] }[];
}

async function linkFor(sink: SmtpSink, guest: string): Promise<Link> {
  const mail = await until(`a notification for ${guest}`, () => sink.mails.find(({ to }) => to[0] === guest), 120_000);
  return linkIn(mail);
}

/** Each guest has an address of its own, as in life. */
const headersOf = (guest: number): Record<string, string> => ({
  "x-forwarded-for": `10.9.${guest >> 8}.${guest & 255}`,
});

async function open(base: string, { linkId, secret }: Link, guest: number): Promise<BrowserClient> {
  const browser = new BrowserClient(base);
  const options = { params: { linkId }, headers: headersOf(guest) };
  const { state } = await browser.call<{ state: string }>(guestRoutes.guestKnock, { ...options, body: { secret } });
  if (state !== "open") throw new Error(`the door said ${state}`);
  const { messages } = await browser.call<Conversation>(guestRoutes.guestConversation, options);
  if (messages.length !== 1) throw new Error(`${messages.length} messages`);
  return browser;
}

/** Milliseconds of each, shortest first, with `guests` at once. */
async function timed(count: number, act: (index: number) => Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const startedMs = performance.now();
      await act(index);
      tookMs.push(performance.now() - startedMs);
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: guests }, work));
  say(`  ${((count / (performance.now() - startedMs)) * 1000).toFixed(0)} a second`);
  return tookMs.toSorted((a, b) => a - b);
}

const at = (list: readonly number[], share: number): string =>
  `${list[Math.min(list.length - 1, Math.floor(list.length * share))]!.toFixed(0)} ms`;
const shown = (list: readonly number[]): string => `median ${at(list, 0.5)}, p99 ${at(list, 0.99)}`;

async function benchOpening(server: TestServer, sink: SmtpSink, firm: UnattendedFirm, nginx: FileServer) {
  const text = "Een regel van een gewoon bericht.\r\n".repeat(30);
  const mails = Array.from({ length: guests }, (_, index) => ({
    file: `${index}`,
    bytes: Buffer.from(
      `From: <${firm.email}>\r\nTo: <${guestOf(index)}>\r\nSubject: Nummer ${index}\r\nX-Zegel-Secure: yes\r\n\r\n${text}`,
    ),
  }));
  const submission = { port: server.smtpPort, sender: firm.email, userName: firm.user, secret: firm.secret };
  await submitAll(mails, { ...submission, connections: 4 }, () => undefined);
  const links = await Promise.all(mails.map((_, index) => linkFor(sink, guestOf(index))));
  await timed(guests * 2, (index) => open(server.url, links[index % guests]!, index));
  say("opening a message by link (knock and conversation), 50 guests at once:");
  const ours = await timed(openings, (index) => open(server.url, links[index % guests]!, index));
  say(`  ${shown(ours)}; aim p99 100 ms`);
  say("one small file of nginx, 50 at once:");
  const theirs = await timed(openings, async () => (await fetch(`${nginx.url}/small`)).arrayBuffer());
  say(`  ${shown(theirs)}`);
  const alone = await open(server.url, links[0]!, 0).then(async () => {
    const startedMs = performance.now();
    await open(server.url, links[1]!, 1);
    return performance.now() - startedMs;
  });
  say(`one guest alone: ${alone.toFixed(0)} ms`);
}

async function benchDownload(server: TestServer, sink: SmtpSink, firm: UnattendedFirm, nginx: FileServer) {
  const member = await signInAt(server.url, firm);
  const uploadPath = await beginUploadAt(member, sizeBytes);
  const type = { "content-type": "application/offset+octet-stream", "upload-offset": "0" };
  await upload(server.url + uploadPath, { ...uploadHeaders(member), ...type }, sizeBytes);
  await sendUpload(member, uploadPath, sizeBytes);
  const link = await linkFor(sink, "gerda@buiten.example");
  const gerda = await open(server.url, link, guests);
  const options = { params: { linkId: link.linkId }, headers: headersOf(guests) };
  const { messages } = await gerda.call<Conversation>(guestRoutes.guestConversation, options);
  const { attachmentId } = messages[0]!.attachments[0]!;
  const url = server.url + pathOf(guestRoutes.guestAttachment, { params: { linkId: link.linkId, attachmentId } });
  const cookie = [...gerda.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const [theirs] = await peakMemory(nginx.process.pid, () => download(`${nginx.url}/large`, {}, sizeBytes));
  const [ours, peakBytes] = await peakMemory(server.process.pid, () =>
    download(url, { cookie, ...headersOf(guests) }, sizeBytes),
  );
  const ratio = (ours / theirs).toFixed(2);
  say(
    `download of ${sizeBytes / mebibyte} MiB by a guest: ${ours.toFixed(0)} MB/s, nginx ${theirs.toFixed(0)} MB/s, ratio ${ratio}`,
  );
  say(`resident memory of the server meanwhile: at most ${(peakBytes / mebibyte).toFixed(0)} MiB`);
}

const directory = mkdtempSync(join(tmpdir(), "zegel-guest-"));
const nginx = await startNginx(directory);
const sink = await openSmtpSink();
const server = await startTestServer({
  environment: { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`, ZEGEL_TRUST_PROXY: "127.0.0.1", ZEGEL_LOG: "warn" },
});
try {
  for (const [name, bytes] of [
    ["small", 2_000],
    ["large", sizeBytes],
  ] as const) {
    const file = openSync(join(directory, "files", name), "w");
    for (const piece of piecesOf(bytes)) writeSync(file, piece);
    closeSync(file);
  }
  const firm = await setUpUnattended(server, "bench.example");
  say(`${cpus().length} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  await benchOpening(server, sink, firm, nginx);
  await benchDownload(server, sink, firm, nginx);
} finally {
  await server.stop();
  await sink.close();
  await nginx.process.end("SIGTERM");
  rmSync(directory, { recursive: true, force: true });
}
