import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { hex } from "#/kernel/index.ts";
import * as vectors from "cctv-age";
import { openAgeFile } from "../../tests/support/vault/age-file.ts";
import { sha256 } from "./derive.ts";

/** A vector is header lines, an empty line, and the file. */
function readVector(vector: Uint8Array) {
  const text = Buffer.from(vector).toString("latin1");
  const end = text.indexOf("\n\n");
  const lines = text
    .slice(0, end)
    .split("\n")
    .map((line) => line.split(": ", 2) as [string, string]);
  const all = (name: string) => lines.filter(([key]) => key === name).map(([, value]) => value);
  const stored = vector.subarray(end + 2);
  return {
    expect: all("expect")[0],
    payload: all("payload")[0],
    armored: all("armored")[0] === "yes",
    identities: all("identity"),
    passphrases: all("passphrase"),
    file: all("compressed")[0] === "zlib" ? inflateSync(stored) : stored,
  };
}

test("All 143 published age test files get the published verdict, and nothing more than the published content", () => {
  const names = Object.keys(vectors).filter((name) => name !== "default");
  assert.equal(names.length, 143);
  const verdicts: string[] = [];
  const expected: string[] = [];
  for (const name of names) {
    const vector = readVector((vectors as unknown as Record<string, Uint8Array>)[name]!);
    const opened = openAgeFile(vector.file, vector);
    verdicts.push([name, opened.verdict, vector.payload && hex(sha256(opened.content))].join(" "));
    expected.push([name, vector.expect, vector.payload].join(" "));
  }
  assert.deepEqual(verdicts, expected);
});
