import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { hex } from "#/kernel/index.ts";
import * as vectors from "cctv-age";
import { openAgeFile } from "../../tests/support/vault/age-file.ts";
import { encodeHeader, parseHeader } from "./age-header.ts";
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
    fileKey: all("file key")[0],
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

test("A header is read in exactly one form: writing it again gives the same bytes", () => {
  let compared = 0;
  for (const vector of Object.values(vectors as unknown as Record<string, Uint8Array>).map(readVector)) {
    if (vector.armored || vector.expect === "header failure" || vector.expect === "HMAC failure") continue;
    const header = parseHeader(vector.file);
    if (!vector.fileKey) continue;
    const written = encodeHeader(Buffer.from(vector.fileKey, "hex"), header.stanzas);
    assert.equal(hex(written), hex(vector.file.subarray(0, header.lengthBytes)));
    compared++;
  }
  assert.ok(compared >= 30, `${compared} headers`);
});

test("A header without end is not read to its end", () => {
  const stanza = "-> x\n\n";
  for (const [header, works] of [
    [stanza.repeat(64), true],
    [stanza.repeat(65), false],
    [`-> ${"x".repeat(70_000)}\n\n`, false],
  ] as const) {
    const bytes = Buffer.from(`age-encryption.org/v1\n${header}--- ${"A".repeat(43)}\n`);
    if (works) assert.equal(parseHeader(bytes).lengthBytes, bytes.byteLength);
    else assert.throws(() => parseHeader(bytes), { code: "vault.header_wrong" });
  }
});
