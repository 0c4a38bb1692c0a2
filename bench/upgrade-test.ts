// `npm run upgrade-test [-- VERSION]`: installs the version before this one, lets a firm live in it, starts this version on
// the same data and opens everything; then sees that the earlier version leaves newer data alone.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programDirectory } from "#/config.ts";
import { freePorts } from "../tests/support/free-port.ts";
import { bareEnvironment, type RunningProcess, startProcess } from "../tests/support/process.ts";
import { checkOut, earlierVersion } from "./upgrade/earlier-version.ts";
import { json, live, openAll, type Place, submit, zegel } from "./upgrade/life.ts";

const startedAt = performance.now();
const tell = (line: string): void =>
  void process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const directory = mkdtempSync(join(tmpdir(), "zegel-upgrade-"));
const data = join(directory, "data");
const [httpPort, smtpPort, smtpsPort] = (await freePorts(3)) as [number, number, number];
const environment: NodeJS.ProcessEnv = {
  ...bareEnvironment(),
  ZEGEL_DATA: data,
  ZEGEL_HTTP_PORT: String(httpPort),
  ZEGEL_SMTP_PORT: String(smtpPort),
  ZEGEL_SMTPS_PORT: String(smtpsPort),
};
const base = `http://localhost:${httpPort}`;
const earlier: Place = { program: join(directory, "earlier"), environment, directory };
const current: Place = { program: programDirectory, environment, directory };

async function start({ program }: Place): Promise<RunningProcess> {
  const server = startProcess(process.execPath, [join(program, "src/main.ts")], { env: environment, channel: true });
  await server.says(/^Zegel is ready\.$/m, 180_000);
  return server;
}

async function stop(server: RunningProcess): Promise<void> {
  assert.equal((await server.end("SIGTERM", 20_000)).status, 0);
}

async function run(): Promise<void> {
  const version = process.argv[2] ?? earlierVersion();
  tell(`${version} is installed (${checkOut(version, earlier.program)})`);
  let server = await start(earlier);
  const life = await live(earlier, base, smtpPort);
  await stop(server);
  tell("a firm has sent a message, a guest has answered");

  server = await start(current);
  const [kept, ...more] = readdirSync(join(data, "backups"));
  assert.ok(kept);
  assert.ok(kept.startsWith("before-") && more.length === 0, "the rows were backed up before the migrations");
  await openAll(life);
  await submit(life, `Na de overgang ${randomBytes(4).toString("hex")}`, randomBytes(100_000));
  const checked = await json<{ opened: number; wrong: unknown[] }>(current, "check", "--kit", life.kit);
  assert.deepEqual(checked.wrong, []);
  await stop(server);
  tell(`this version has opened everything (${checked.opened} objects)`);

  const refused = await startProcess(process.execPath, [join(earlier.program, "src/main.ts")], {
    env: environment,
    channel: true,
  }).ended;
  assert.notEqual(refused.status, 0);
  assert.match(refused.err, /newer/i);
  tell(`the earlier version refuses: ${refused.err.trim().split("\n").at(-1)}`);

  const back = { ...environment, ZEGEL_DATA: join(directory, "back"), ZEGEL_SECRETS: join(data, "secrets") };
  const imported = await zegel({ ...current, environment: back }, "database", "import", join(data, "backups", kept));
  assert.equal(imported.status, 0, imported.err);
  tell("the rows from before the migrations can be put back");
  await stop(await start(current));
  tell("this version starts again: good");
}

try {
  await run();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
