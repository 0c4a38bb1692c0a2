import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allowedLicences, type Component, licenceOf } from "../release/licences.ts";
import { installedToRun } from "../release/lockfile.ts";

const root = join(import.meta.dirname, "..");
const read = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), "utf8")) as T;

const { components } = read<{ components: Component[] }>("release/bill-of-materials.cdx.json");

const hashOf = ({ hashes }: Component): string => hashes?.find(({ alg }) => alg === "SHA-512")?.content ?? "";

test("The bill of materials names what the lockfile installs to run, each with its hash, and nothing else", () => {
  const locked = installedToRun().map(({ name, version, sha512 }) => `${name} ${version} ${sha512}`);
  const billed = components.map((each) => `${each.name} ${each.version} ${hashOf(each)}`);
  const unique = (lines: readonly string[]): string[] => [...new Set(lines)].toSorted();
  assert.deepEqual(unique(billed), unique(locked), "npm run bill writes it anew");
});

test("Everything that is linked in is under a licence that binds nobody who uses Zegel", () => {
  const others = components.filter((each) => !allowedLicences.has(licenceOf(each)));
  assert.deepEqual(
    others.map((each) => `${each.name}: ${licenceOf(each)}`),
    [],
  );
});

test("The report of licences names every package of the bill", () => {
  const report = readFileSync(join(root, "release/licences.md"), "utf8");
  for (const { name, version } of components) assert.ok(report.includes(`${name} ${version}`), name);
});
