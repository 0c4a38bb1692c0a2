import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { promisify } from "node:util";
import type { MemberActor } from "#/identity/index.ts";
import { listMessages, searchMail, sendMessage } from "#/mail/index.ts";
import { mergeMailbox } from "#/mail/finding/merge-mailbox.ts";
import { join, openTestApp, setUpTestOrganisation, type TestApp } from "../tests/support/identity.ts";

/*
 * npm run bench:search [-- MESSAGES]: that many messages are sent to one mailbox, merged into its sealed segments and
 * searched; the peer is notmuch, on the same mails in plain, in the same run. Ours is the verb, with its queries and its
 * opening of keys and summaries; theirs is the program, with its start.
 */

const messages = Number(process.argv[2] ?? 50_000);
const rounds = 15;
const vocabulary = 20_000;
const wordsPerMail = 120;

const run = promisify(execFile);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A generator of its own, so that every run has the same mails (Mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = [
  "ka",
  "len",
  "dor",
  "vis",
  "tem",
  "rol",
  "bas",
  "hui",
  "ner",
  "zon",
  "pra",
  "gel",
  "stu",
  "mir",
  "oot",
];
const wordAt = (rank: number): string => {
  let word = "";
  for (let rest = rank + 15; rest > 0; rest = Math.floor(rest / 15)) word += syllables[rest % 15]!;
  return word;
};

interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Words as often as in language: the second half as often as the first, and so on (Zipf). */
function mails(count: number): Mail[] {
  const random = seeded(42);
  const word = (): string =>
    wordAt(Math.min(vocabulary - 1, Math.floor(Math.exp(random() * Math.log(vocabulary))) - 1));
  const words = (many: number): string => Array.from({ length: many }, word).join(" ");
  return Array.from({ length: count }, (_, index) => ({
    subject: `${words(4)} kenmerk${index}`,
    text: `Beste lezer,\n\n${words(wordsPerMail)}\n\nGroet`,
  }));
}

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await act();
  return { ms: performance.now() - started, result };
}

async function median(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((await timed(act)).ms);
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

async function fill(app: TestApp, from: MemberActor, to: MemberActor, all: readonly Mail[]): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      app.clock.advance(1000);
      await sendMessage(app, from, { door: "web", recipients: [{ email: to.email }], ...all[index]! });
      if ((index + 1) % 1000 === 0) say(`  ${index + 1} sent`);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

async function indexBytes(app: TestApp): Promise<number> {
  const [row] = await app.testDatabase.asOwner<{ bytes: string }>(
    "select coalesce(sum(payload_bytes), 0)::text as bytes from spaces_object where kind = 'segment'",
  );
  return Number(row!.bytes);
}

/** The same mails as a maildir, and what notmuch makes of them. */
async function openPeer(directory: string, all: readonly Mail[]) {
  const place = joinPath(directory, "mail/cur");
  for (const name of ["cur", "new", "tmp"]) await mkdir(joinPath(directory, "mail", name), { recursive: true });
  for (const [index, { subject, text }] of all.entries())
    await writeFile(
      joinPath(place, `${index}:2,S`),
      `From: Ada <ada@tulp.example>\r\nTo: Bram <bram@tulp.example>\r\nSubject: ${subject}\r\nMessage-ID: <${index}@bench>\r\n` +
        `Date: ${new Date(Date.UTC(2026, 0, 1) + index * 1000).toUTCString()}\r\n\r\n${text.replaceAll("\n", "\r\n")}\r\n`,
    );
  const config = joinPath(directory, "config");
  await writeFile(
    config,
    `[database]\npath=${joinPath(directory, "mail")}\n[user]\nname=Ada\nprimary_email=ada@tulp.example\n`,
  );
  const environment = { ...process.env, NOTMUCH_CONFIG: config };
  const notmuch = (...args: string[]) => run("notmuch", args, { env: environment, maxBuffer: 64 * 1024 * 1024 });
  const { ms } = await timed(() => notmuch("new", "--quiet"));
  const { stdout } = await run("du", ["-sb", joinPath(directory, "mail/.notmuch")]);
  return { notmuch, indexMs: ms, bytes: Number(stdout.split("\t")[0]) };
}

const questions: readonly (readonly [string, string, string])[] = [
  ["a rare word", wordAt(15_000), wordAt(15_000)],
  ["a common word", wordAt(3), wordAt(3)],
  ["two words", `${wordAt(40)} ${wordAt(90)}`, `${wordAt(40)} ${wordAt(90)}`],
  ["the beginning of a word", wordAt(4000).slice(0, 5), `${wordAt(4000).slice(0, 5)}*`],
  ["a sender", `van:ada ${wordAt(500)}`, `from:ada ${wordAt(500)}`],
];

async function main(): Promise<void> {
  const directory = await mkdtemp(joinPath(tmpdir(), "zegel-bench-search-"));
  const app = await openTestApp({ waitingJobs: "allowed", poolSize: 10 });
  try {
    const { admin } = await setUpTestOrganisation(app, { domain: "tulp.example" });
    const { actor: bram } = await join(app, admin, "bram");
    const all = mails(messages);
    say(`${messages} mails of ${wordsPerMail} words`);
    const sending = await timed(() => fill(app, admin, bram, all));
    say(`sent to the mailbox: ${Math.round((messages / sending.ms) * 1000)} a second`);
    const merging = await timed(async () => {
      while (await mergeMailbox(app, bram, { budgetMs: 10_000 }));
    });
    say(`merged: ${Math.round((messages / merging.ms) * 1000)} mails a second`);
    const peer = await openPeer(directory, all);
    say(`notmuch new: ${Math.round((messages / peer.indexMs) * 1000)} mails a second`);
    const bytes = await indexBytes(app);
    say(`index: ${Math.round(bytes / messages)} bytes a mail; notmuch ${Math.round(peer.bytes / messages)}`);
    const first = await median(() => listMessages(app, bram, { folder: "inbox", limit: 50 }));
    say(`list, first page of 50: ${first.toFixed(1)} ms`);
    say("| query | Zegel ms | notmuch ms | ratio | found |\n|---|---|---|---|---|");
    for (const [name, ours, theirs] of questions) {
      const found = (await searchMail(app, bram, { q: ours, limit: 50 })).entries.length;
      const oursMs = await median(() => searchMail(app, bram, { q: ours, limit: 50 }));
      const theirsMs = await median(() => peer.notmuch("search", "--limit=50", "--output=summary", theirs));
      const ratio = (oursMs / theirsMs).toFixed(2);
      say(`| ${name} | ${oursMs.toFixed(1)} | ${theirsMs.toFixed(1)} | ${ratio} | ${found} |`);
    }
  } finally {
    await app.close();
    await rm(directory, { recursive: true, force: true });
  }
}

await main();
