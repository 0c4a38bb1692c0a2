import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freePorts } from "../../support/free-port.ts";
import { bareEnvironment, type Ending, runProcess, type RunningProcess, startProcess } from "../../support/process.ts";
import { until } from "../../support/until.ts";
import { openRegistry, pack, type Package, type Registry, writeProject } from "./registry.ts";
import {
  checkoutFor,
  giveAllTo,
  npmProgram,
  ownDirectory,
  processesOf,
  type Runner,
  runners,
  systemPath,
} from "./runner.ts";

const platform = `${process.platform}-${process.arch}`;
const bundled = `node-${platform}`;
let packages: readonly Package[];
let registry: Registry;

before(async () => {
  const place = ownDirectory(runners[0]!);
  packages = [
    pack(place, { name: bundled, version: "24.0.0" }, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`),
    pack(place, { name: `modern-${platform}`, version: "1.0.0", engines: { node: ">=22.5.0" } }),
    pack(place, { name: `plain-${platform}`, version: "1.0.0" }),
  ];
  registry = await openRegistry(packages);
});
after(() => registry.close());

interface Project {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

function project(runner: Runner, address = registry.url): Project {
  const home = ownDirectory(runner);
  const directory = join(home, "zegel");
  mkdirSync(directory);
  writeProject(directory, packages);
  giveAllTo(runner, home);
  const environment = {
    ...bareEnvironment(),
    PATH: systemPath(),
    HOME: home,
    npm_config_registry: address,
    npm_config_cache: join(home, ".npm"),
    npm_config_update_notifier: "false",
  };
  return { directory, environment };
}

const start = (runner: Runner, { directory, environment }: Project): RunningProcess =>
  startProcess(npmProgram(), ["start"], { ...runner.ids, cwd: directory, env: environment });

async function startAndStop(runner: Runner, place: Project): Promise<Ending> {
  const npm = start(runner, place);
  await npm.says(/^ready under v24\./m);
  return npm.end("SIGTERM");
}

const installed = ({ directory }: Project, name: string): boolean =>
  existsSync(join(directory, "node_modules", name, "package.json"));

for (const runner of runners) {
  test(`On a fresh checkout, npm start by ${runner.title} installs what is locked, once, and goes on under Node 24`, async () => {
    const place = project(runner);
    await startAndStop(runner, place);
    for (const { name } of packages) assert.ok(installed(place, name), `${name} was left out`);
    const count = registry.served.length;
    await startAndStop(runner, place);
    assert.equal(registry.served.length, count);

    rmSync(join(place.directory, "node_modules", `plain-${platform}`), { recursive: true });
    rmSync(join(place.directory, "node_modules/.stamp-install"));
    await startAndStop(runner, place);
    assert.ok(installed(place, `plain-${platform}`));
  });

  test(`Without a network, the start by ${runner.title} says so in one line and ends with 69`, async () => {
    const [port] = await freePorts(1);
    const place = project(runner, `http://127.0.0.1:${port}/`);
    const launcher = join(place.directory, "bin/launch.cjs");
    const node = join(place.directory, "../node");
    symlinkSync(process.execPath, node);
    const options = { ...runner.ids, cwd: place.directory, env: place.environment };
    const direct = await runProcess(node, [launcher, "start"], options);
    assert.equal(direct.status, 69);
    assert.match(direct.err, /^Installing needs the network: [^\n]+\n$/);
    const throughNpm = await start(runner, place).ended;
    assert.equal(throughNpm.status, 69);
    assert.match(throughNpm.err, /^Installing needs the network: /m);
  });

  test(`An installation by ${runner.title} that was killed half way is repaired by the next start`, async () => {
    const place = project(runner);
    registry.stalled = `plain-${platform}`;
    const servedBefore = registry.served.filter((name) => name === registry.stalled).length;
    const npm = start(runner, place);
    await until(
      "the installation hangs",
      () => registry.served.filter((name) => name === `plain-${platform}`).length > servedBefore,
    );
    for (const pid of processesOf(place.directory)) process.kill(pid, "SIGKILL");
    await npm.ended;
    registry.stalled = undefined;
    assert.equal(existsSync(join(place.directory, "node_modules/.stamp-install")), false);
    await startAndStop(runner, place);
    for (const { name } of packages) assert.ok(installed(place, name), `${name} was left out`);
  });

  test(`A package that is not what the lockfile says is not installed by ${runner.title}`, async () => {
    const place = project(runner);
    const file = join(place.directory, "package-lock.json");
    const wanted = packages[2]!.integrity;
    const other = `${wanted.slice(0, 20)}${wanted[20] === "A" ? "B" : "A"}${wanted.slice(21)}`;
    writeFileSync(file, readFileSync(file, "utf8").replace(wanted, other));
    const ending = await start(runner, place).ended;
    assert.equal(ending.status, 69, ending.err);
    assert.match(ending.err, /^Installing failed: /m);
    assert.doesNotMatch(ending.out, /ready under/);
  });

  test(`npm ci --ignore-scripts by ${runner.title} leaves nothing for npm start to fetch`, async () => {
    const place = project(runner);
    const { directory, environment } = place;
    // npm itself under the newest Node at hand: under an old one it leaves out packages that want a newer one.
    const npm = await runProcess(npmProgram(), ["ci", "--ignore-scripts"], {
      ...runner.ids,
      cwd: directory,
      env: { ...environment, PATH: process.env["PATH"] },
    });
    assert.equal(npm.status, 0, npm.err);
    const count = registry.served.length;
    await startAndStop(runner, place);
    assert.equal(registry.served.length, count);
  });

  test(`Two starts by ${runner.title} at once install one after the other`, async () => {
    const place = project(runner);
    const both = [start(runner, place), start(runner, place)];
    for (const npm of both) await npm.says(/^ready under v24\./m);
    for (const npm of both) await npm.end("SIGTERM");
    for (const { name } of packages) assert.ok(installed(place, name), `${name} was left out`);
  });
}

test("Without the system parts the tests do not begin: one command to run, and 69", async () => {
  const runner = runners.at(-1)!;
  const script = join(checkoutFor(runner), "tests/run.ts");
  const environment = { ...bareEnvironment(), PATH: "/nonexistent", CHROMIUM_PATH: "" };
  const ending = await runProcess(process.execPath, [script], { ...runner.ids, cwd: "/", env: environment });
  assert.equal(ending.status, 69);
  assert.match(ending.err, /^The tests need .*chromium.* sudo apt-get install [^\n]+\n$/);
  assert.equal(ending.out, "");
});
