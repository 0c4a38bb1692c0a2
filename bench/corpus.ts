import { resolve } from "node:path";
import { openSmtpSink, type SmtpSink, type SunkMail } from "../tests/support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../tests/support/server.ts";
import { setUpUnattended } from "../tests/support/unattended.ts";
import { until } from "../tests/support/until.ts";
import { corpusMails } from "./corpus/mails.ts";
import { type PeakMemory, processorMs, watchMemory } from "./corpus/memory.ts";
import { exportOriginal, logInAsMember, openAsGuest } from "./corpus/read-back.ts";
import { type Outcome, submitAll } from "./corpus/submit.ts";

/*
 * npm run corpus [-- [DIRECTORY] [--limit N]]: real mail through a real server. All mails are submitted over SMTP as secure
 * ones, opened as their guests would, and exported again. Fails on a crash, a hang, a message that can't be read, an
 * original that is not the same to the byte, or (without DIRECTORY) when fewer than 99 % are accepted.
 */

const connections = 8;
const neededShare = 0.99;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const progress =
  (what: string, total: number) =>
  (done: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${what} ${done}/${total}${done === total ? "\n" : ""}`);
  };

function readArguments(args: readonly string[]): { directory: string | undefined; limit: number } {
  const at = args.indexOf("--limit");
  const limit = at < 0 ? Number.MAX_SAFE_INTEGER : Number(args[at + 1]);
  const rest = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  if (!(limit >= 1) || rest.length > 1 || rest[0]?.startsWith("-")) {
    process.stderr.write("usage: npm run corpus [-- [DIRECTORY] [--limit N]]\n");
    process.exit(2);
  }
  return { directory: rest[0] === undefined ? undefined : resolve(rest[0]), limit };
}

/** Runs `act` for each with a few at a time; gives what went wrong, by file. */
async function forEachOf(
  outcomes: readonly Outcome[],
  tell: (done: number) => void,
  act: (outcome: Outcome, index: number) => Promise<string | undefined>,
): Promise<Map<string, string>> {
  const wrong = new Map<string, string>();
  let next = 0;
  let done = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < outcomes.length; index = next++) {
      const outcome = outcomes[index]!;
      const fault = await act(outcome, index).catch((error: unknown) => String(error));
      if (fault) wrong.set(outcome.mail.file, fault);
      tell(++done);
    }
  }
  await Promise.all(Array.from({ length: connections }, work));
  return wrong;
}

interface Result {
  readonly outcomes: readonly Outcome[];
  readonly unreadable: ReadonlyMap<string, string>;
  readonly unequal: ReadonlyMap<string, string>;
  readonly memory: PeakMemory;
  readonly submitMs: number;
}

async function run(server: TestServer, sink: SmtpSink, directory: string | undefined, limit: number): Promise<Result> {
  const mails = corpusMails(directory, limit);
  const { email: sender, password, user, secret } = await setUpUnattended(server, "corpus.nl");
  const watch = watchMemory(server.process.pid);
  let [markMs, serverMs, ownMs] = [performance.now(), processorMs(server.process.pid), ownTimeMs()];
  const phase = (name: string): void => {
    const [now, serverNow, ownNow] = [performance.now(), processorMs(server.process.pid), ownTimeMs()];
    const seconds = (ms: number): string => (ms / 1000).toFixed(1);
    say(
      `${name.padEnd(28)}${seconds(now - markMs)} s (processor: server ${seconds(serverNow - serverMs)} s, ours ${seconds(ownNow - ownMs)} s)`,
    );
    [markMs, serverMs, ownMs] = [now, serverNow, ownNow];
  };
  const started = performance.now();
  const outcomes = await submitAll(
    mails,
    { port: server.smtpPort, sender, userName: user, secret, connections },
    progress("submitted", mails.length),
  );
  const submitMs = performance.now() - started;
  phase("submitted");
  const accepted = outcomes.filter((outcome) => outcome.messageId);
  await until(
    "all notifications have left",
    () => sink.mails.length >= accepted.length || server.process.hasEnded(),
    600_000,
  );
  phase("notifications sent");
  const notifications = new Map<string, SunkMail>(sink.mails.map((mail) => [mail.to[0]!, mail]));
  const unreadable = await forEachOf(accepted, progress("read by guests", accepted.length), async (outcome, index) => {
    const notification = notifications.get(outcome.guest);
    return notification ? openAsGuest(server.url, outcome, notification, index) : "no notification came";
  });
  phase("opened by guests");
  const member = await logInAsMember(server.url, sender, password);
  const unequal = await forEachOf(accepted, progress("exported", accepted.length), (outcome, index) =>
    exportOriginal(member, outcome, index),
  );
  phase("originals exported");
  return { outcomes, unreadable, unequal, memory: watch.stop(), submitMs };
}

const ownTimeMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function report({ outcomes, unreadable, unequal, memory, submitMs }: Result): void {
  const refused = outcomes.filter((outcome) => !outcome.messageId);
  const reasonOf = ({ answer }: Outcome): string =>
    /^(\d{3}[- ]\d\.\d+\.\d+)/.exec(answer)?.[1]?.replace("-", " ") ?? answer.slice(0, 60);
  for (const outcome of refused)
    say(`refused     ${outcome.mail.file}: ${outcome.answer.replaceAll(/\n\d{3}[- ][\d.]+ /g, " ")}`);
  for (const [file, fault] of unreadable) say(`unreadable  ${file}: ${fault}`);
  for (const [file, fault] of unequal) say(`unequal     ${file}: ${fault}`);
  const times = outcomes.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  const reasons = Map.groupBy(refused, reasonOf);
  const accepted = outcomes.length - refused.length;
  const rows: [string, string][] = [
    ["mails", String(outcomes.length)],
    ["accepted", `${accepted} (${((accepted / outcomes.length) * 100).toFixed(2)} %)`],
    ...[...reasons].map(([reason, list]): [string, string] => [`refused ${reason}`, String(list.length)]),
    ["readable by the guest", String(accepted - unreadable.size)],
    ["original equal to the byte", String(accepted - unequal.size)],
    ["mean, DATA to 250", `${mean.toFixed(1)} ms (${connections} connections)`],
    ["p99", `${times[Math.min(times.length - 1, Math.floor(times.length * 0.99))]!.toFixed(1)} ms`],
    [
      "submitted in",
      `${(submitMs / 1000).toFixed(1)} s (${Math.round(outcomes.length / (submitMs / 1000))} mails a second)`,
    ],
    ["peak memory of the server", `${megabytes(memory.rssBytes)} resident, ${megabytes(memory.pssBytes)} share`],
    ["with PostgreSQL", `${megabytes(memory.allPssBytes)} share`],
  ];
  say("");
  for (const [name, value] of rows) say(`${name.padEnd(28)}${value}`);
}

const { directory, limit } = readArguments(process.argv.slice(2));
const sink = await openSmtpSink();
const server = await startTestServer({
  environment: { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${sink.port}`, ZEGEL_TRUST_PROXY: "127.0.0.1", ZEGEL_LOG: "warn" },
});
let failed = false;
try {
  const result = await run(server, sink, directory, limit);
  report(result);
  const accepted = result.outcomes.filter((outcome) => outcome.messageId).length;
  const isEnough = directory !== undefined || accepted >= result.outcomes.length * neededShare;
  failed = !isEnough || result.unreadable.size > 0 || result.unequal.size > 0 || server.process.hasEnded();
} catch (error) {
  failed = true;
  process.stderr.write(`${(error as Error).stack}\n${server.process.err().slice(-4000)}\n`);
} finally {
  const ending = await server.stop();
  if (ending.status !== 0) {
    failed = true;
    process.stderr.write(`the server ended with ${ending.status}\n${ending.err.slice(-4000)}\n`);
  }
  await sink.close();
}
process.exit(failed ? 1 : 0);
