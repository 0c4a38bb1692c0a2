import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const project = resolve(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(project, path), "utf8");
const page = read("docs/asvs.md");

const verdicts = {
  "**test**": "met, and a test shows it",
  built: "met, built without a test of its own",
  "not applicable": "not applicable",
  "**not met**": "not met",
} as const;

const rows = [...page.matchAll(/^\| (V\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = "", level = "", verdict = "", where = ""]) => ({ id, level, verdict, where }),
);
const testsIn = (text: string) =>
  [...text.matchAll(/`([\w./-]+\.test\.ts)`: "([^"]+)"/g)].map(([, path = "", title = ""]) => ({ path, title }));

test("Every test that the table of ASVS names is there under its name", () => {
  const named = testsIn(page);
  assert.ok(named.length > 100);
  for (const { path, title } of named) {
    assert.ok(existsSync(join(project, path)), path);
    assert.ok(read(path).includes(title), `${path}: ${title}`);
  }
});

test("Every place that the page of ASVS names is there", () => {
  for (const [, path = ""] of page.matchAll(/`((?:src|docs|tests|web|bin|deploy)\/[\w./-]+)`/g))
    assert.ok(existsSync(join(project, path)), path);
});

test("What is said to be tested names a test, and what is not met says why", () => {
  for (const { id, verdict, where } of rows) {
    assert.ok(verdict in verdicts, `${id}: ${verdict}`);
    assert.ok(where.trim().length > 0, id);
    if (verdict === "**test**") assert.ok(testsIn(where).length > 0, id);
  }
});

test("The table of ASVS holds each requirement of levels 1 and 2 once, and its counts are right", () => {
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  const ofLevel = (level: string): number => rows.filter((row) => row.level === level).length;
  assert.deepEqual([ofLevel("1"), ofLevel("2")], [70, 183]);
  assert.match(page, /of 253 requirements \(70 of level 1, 183 of level 2\)/);
  for (const [verdict, words] of Object.entries(verdicts)) {
    const said = new RegExp(`^\\| ${words} \\| (\\d+) \\|$`, "m").exec(page)?.[1];
    assert.equal(Number(said), rows.filter((row) => row.verdict === verdict).length, words);
  }
});

test("Under the unit the program can't read the history of its checkout", () => {
  assert.ok(read("deploy/zegel.service").split("\n").includes("InaccessiblePaths=-/opt/zegel/.git"));
});

test("What a container is made of holds no history, no data and no secrets", () => {
  const left = read(".dockerignore").split("\n");
  for (const path of [".git", "data", "data-demo", "node_modules"]) assert.ok(left.includes(path), path);
});
