import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Id } from "#/kernel/index.ts";
import { type NoteKey, readNoteKey } from "#/vault/index.ts";
import { type AuditTest, openAuditTest } from "../../tests/support/audit.ts";
import { eraseEntries, exportLog, readLogState, verifyExport } from "./index.ts";

let log: AuditTest;
let key: NoteKey;
let lines: string[];
let older: string;
before(async () => {
  log = await openAuditTest();
  await log.write(9);
  older = (await log.sign()).note;
  const [row] = await log.asOwner<{ entry_id: Id }>("select entry_id from audit_leaf where position = 3");
  await eraseEntries(log.app, log.operator, { entryIds: [row!.entry_id], reason: "request" });
  await log.write(4);
  await log.sign();
  key = readNoteKey((await readLogState(log.app, log.operator)).key)!;
  lines = (await Array.fromAsync(await exportLog(log.app, log.operator))).join("").trimEnd().split("\n");
});
after(() => log.close());

async function* each(texts: readonly string[]): AsyncGenerator<string, void> {
  yield* texts;
}
const verified = (texts: readonly string[], ...kept: string[]) => verifyExport(each(texts), key, kept);
const problemsOf = async (texts: readonly string[], ...kept: string[]): Promise<string[]> => {
  const { problems } = await verified(texts, ...kept);
  return [...new Set(problems.map(({ problem }) => problem))].toSorted();
};
const without = (at: number): string[] => lines.toSpliced(at, 1);
const changed = (at: number, from: string | RegExp, to: string): string[] =>
  lines.with(at, lines[at]!.replace(from, to));

test("An export of the whole log is verified by the public key alone, with what was kept of it", async () => {
  const { problems, verified: count, erased, complete, size, origin } = await verified(lines, older);
  assert.deepEqual([problems, count, erased, complete, size], [[], 14, 1, true, 14]);
  assert.equal(origin, key.name);
});

test("A part of the log is verified as a part", async () => {
  const [, , entry] = lines;
  const { entryId } = (JSON.parse(entry!) as { entry: { entryId: Id } }).entry;
  const part = (await Array.fromAsync(await exportLog(log.app, log.operator, { entryId })))
    .join("")
    .trimEnd()
    .split("\n");
  assert.equal(part.length, 2);
  const { problems, verified: count, complete } = await verified(part);
  assert.deepEqual([problems, count, complete], [[], 1, false]);
  assert.deepEqual(await problemsOf(part, older), ["older-checkpoint-needs-complete-export"]);
});

test("Whatever is changed in an export is found", async () => {
  const both = ["checkpoint-does-not-fit", "entry-changed"];
  assert.deepEqual(await problemsOf(changed(2, "mail.message-sent", "mail.message-read")), both);
  assert.deepEqual(await problemsOf(changed(2, '"recipients":', '"receivers":')), both);
  assert.deepEqual(await problemsOf(changed(2, '"position":1', '"position":2')), ["entry-changed", "entry-missing"]);
  assert.deepEqual(await problemsOf(without(5)), ["entry-missing"]);
  assert.deepEqual(await problemsOf(lines.slice(0, -1)), ["entry-missing"]);
  assert.deepEqual(await problemsOf(lines.toSpliced(4, 0, lines[3]!)), ["entry-missing"]);
  assert.deepEqual(await problemsOf(changed(6, "{", "")), ["line-unreadable"]);
  assert.deepEqual(await problemsOf(changed(0, String.raw`\n14\n`, String.raw`\n13\n`)), ["checkpoint-not-signed"]);
  assert.deepEqual(await problemsOf(changed(0, key.name, "other.example/audit/1")), ["key-is-another"]);
  assert.deepEqual(await problemsOf([]), ["not-an-export"]);
  assert.deepEqual(await problemsOf(["{}"]), ["not-an-export"]);
});

test("An erased entry can't be filled in again", async () => {
  const at = lines.findIndex((line) => line.includes('"leafHash"'));
  const filled = JSON.parse(lines[at]!) as Record<string, unknown>;
  const { salt, entry } = JSON.parse(lines[at + 1]!) as Record<string, unknown>;
  const text = JSON.stringify({ position: filled["position"], salt, entry, proof: filled["proof"] });
  assert.deepEqual(await problemsOf(lines.with(at, text)), ["checkpoint-does-not-fit", "entry-changed"]);
});

test("A checkpoint is found in a mail as it was saved", async () => {
  const body = `Beste Ada,\n\nBewaar deze mail.\n\nHandtekening:\n${older}\nGroet — één van ons\n`;
  const quoted = [...Buffer.from(body)]
    .map((byte) =>
      byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}` : String.fromCharCode(byte),
    )
    .join("")
    .replaceAll(/[^\n]{70}(?![\n=]|.?[0-9A-F]{1,2})/g, "$&=\n")
    .replaceAll("\n", "\r\n");
  const base64 = Buffer.from(body).toString("base64").replaceAll(/.{76}/g, "$&\r\n");
  for (const text of [
    older,
    older.replaceAll("\n", "\r\n"),
    body,
    `Subject: x\r\n\r\n${quoted}`,
    `Subject: x\r\n\r\n${base64}\r\n`,
  ])
    assert.deepEqual(await problemsOf(lines, text), [], text);
});
