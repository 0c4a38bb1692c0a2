import { cpus } from "node:os";
import { startTestServer } from "../tests/support/server.ts";
import { type SmtpTalk, talkSmtp } from "../tests/support/smtp-talk.ts";
import { setUpUnattended, type UnattendedFirm } from "../tests/support/unattended.ts";
import { durableCalls } from "./smtp/durable-calls.ts";
import { startPostfix } from "./smtp/postfix.ts";

/*
 * npm run bench:smtp [-- MAILS]: mail is submitted over 20 connections, of 10 KB and of 1 MB, over connections that stay and over
 * new ones for each mail; to Zegel as secure mail (logged in, parsed, sealed, committed), and to Postfix, which takes it without
 * log-in, writes it to its queue and holds it there. One client and STARTTLS for both. As root, with Postfix and strace.
 */

const mails = Number(process.argv[2] ?? 600);
const connections = 20;
const sizes = [10_000, 1_000_000] as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Peer {
  readonly port: number;
  readonly pid: number;
  readonly from: string;
  readonly logIn: ((talk: SmtpTalk) => Promise<unknown>) | undefined;
}

async function enter({ port, logIn }: Peer): Promise<SmtpTalk> {
  const talk = await talkSmtp(port);
  if (logIn) await logIn(talk);
  else {
    await talk.say("EHLO bench.example");
    await talk.startTls();
    await talk.say("EHLO bench.example");
  }
  return talk;
}

function mailOf(from: string, to: string, sizeBytes: number, number: number): string {
  const head = `From: <${from}>\r\nTo: <${to}>\r\nSubject: Nummer ${number}\r\nX-Zegel-Secure: yes\r\nMIME-Version: 1.0\r\n`;
  const line = `${"Een regel van een gewone mail, zoals er veel zijn. ".repeat(2).slice(0, 74)}\r\n`;
  if (sizeBytes < 100_000) return `${head}\r\n${line.repeat(Math.ceil(sizeBytes / line.length))}`;
  const attachment = Buffer.alloc(sizeBytes * 0.73, `${number} `)
    .toString("base64")
    .replaceAll(/.{76}/g, "$&\r\n");
  return (
    `${head}Content-Type: multipart/mixed; boundary="grens"\r\n\r\n--grens\r\n\r\n${line}\r\n--grens\r\n` +
    `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n` +
    `Content-Disposition: attachment; filename="bijlage.bin"\r\n\r\n${attachment}\r\n--grens--\r\n`
  );
}

async function submit(talk: SmtpTalk, from: string, sizeBytes: number, number: number): Promise<void> {
  const to = `gast${number % 50}@buiten.example`;
  const answer = await talk.submit(from, [to], mailOf(from, to, sizeBytes, number));
  if (answer.code !== 250) throw new Error(answer.text);
}

/** Mails a second. */
async function pour(peer: Peer, { count, sizeBytes, isKept }: { count: number; sizeBytes: number; isKept: boolean }) {
  let next = 0;
  const work = async (): Promise<void> => {
    let talk = await enter(peer);
    for (let number = next++; number < count; number = next++) {
      await submit(talk, peer.from, sizeBytes, number);
      if (isKept) continue;
      talk.end();
      talk = await enter(peer);
    }
    talk.end();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return (count / (performance.now() - started)) * 1000;
}

const zegelPeer = (server: { smtpPort: number; process: { pid: number | undefined } }, firm: UnattendedFirm): Peer => ({
  port: server.smtpPort,
  pid: server.process.pid!,
  from: firm.email,
  logIn: (talk) => talk.logIn(firm.user, firm.secret),
});

const server = await startTestServer({ environment: { ZEGEL_DOORS: "http,smtp", ZEGEL_LOG: "error" } });
const postfix = await startPostfix();
try {
  const ours = zegelPeer(server, await setUpUnattended(server, "snel.example"));
  const theirs: Peer = { port: postfix.port, pid: postfix.pid, from: "app@snel.example", logIn: undefined };
  say(`${cpus().length} cores, Node ${process.version}, Postfix ${postfix.version}; ${connections} connections`);
  for (const peer of [ours, theirs]) await pour(peer, { count: 100, sizeBytes: sizes[0], isKept: true });
  say("| mail | connections | Zegel | Postfix | ratio |\n|---|---|---|---|---|");
  for (const sizeBytes of sizes)
    for (const isKept of [true, false]) {
      const count = sizeBytes > 100_000 ? Math.ceil(mails / 4) : mails;
      const rates = [await pour(ours, { count, sizeBytes, isKept }), await pour(theirs, { count, sizeBytes, isKept })];
      const [zegel = 0, peer = 0] = rates;
      const name = `${sizeBytes / 1000} KB | ${isKept ? "kept" : "new for each mail"}`;
      say(`| ${name} | ${zegel.toFixed(0)} a second | ${peer.toFixed(0)} a second | ${(zegel / peer).toFixed(2)} |`);
    }
  const count = 100;
  for (const [name, peer] of [
    ["Zegel", ours],
    ["Postfix", theirs],
  ] as const) {
    const calls = await durableCalls(peer.pid, () => pour(peer, { count, sizeBytes: sizes[0], isKept: true }));
    say(`${name}: ${(calls / count).toFixed(2)} calls of fsync and its kin a mail of 10 KB`);
  }
} finally {
  await postfix.stop();
  await server.stop();
}
