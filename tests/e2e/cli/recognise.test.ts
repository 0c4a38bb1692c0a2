import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { programDirectory } from "#/config.ts";
import { bareEnvironment, type Ending, startProcess } from "../../support/process.ts";
import { zipFile } from "../../support/zip-file.ts";

const directory = mkdtempSync(join(tmpdir(), "zegel-recognise-"));
after(() => rmSync(directory, { recursive: true }));
const office = (name: string): string => join(programDirectory, "tests/vectors/office", name);

interface Looked {
  readonly file: string;
  readonly findings: readonly { readonly kind: string; readonly text: string; readonly part: string }[];
  readonly unread: readonly { readonly name: string; readonly outcome: string }[];
}

const zegel = (...args: readonly string[]): Promise<Ending> =>
  startProcess(join(programDirectory, "bin/zegel"), ["recognise", ...args], { env: bareEnvironment() }).ended;
async function lookInto(...files: readonly string[]): Promise<Looked[]> {
  const { status, out, err } = await zegel("--json", ...files);
  assert.equal(status, 0, err);
  return JSON.parse(out) as Looked[];
}

test("A number in a letter, a workbook and a page is found, with the part that it is in", async () => {
  const files = ["brief.docx", "brief.odt", "brief.rtf", "brief.pdf"].map(office);
  for (const { file, findings } of await lookInto(...files)) {
    const found = findings.find(({ kind }) => kind === "bsn");
    assert.equal(found?.text, "123456782", file);
  }
  const [workbook] = await lookInto(office("loon.xlsx"));
  const inCell = workbook?.findings.find(({ kind }) => kind === "bsn");
  assert.deepEqual([inCell?.text, inCell?.part], ["012345672", "Loon"]);
});

test("A mail is looked into with its attachments, and what can't be read is named", async () => {
  const archive = zipFile([
    { name: "brief.docx", content: readFileSync(office("brief.docx")) },
    { name: "slot.txt", content: "x", isEncrypted: true },
  ]);
  const mail = join(directory, "bericht.eml");
  writeFileSync(
    mail,
    [
      "From: Anna <anna@delinde.example>",
      "Subject: dossier",
      'Content-Type: multipart/mixed; boundary="x"',
      "",
      "--x",
      "Content-Type: text/plain",
      "",
      "Zie bijlage.",
      "--x",
      'Content-Type: application/zip; name="alles.zip"',
      "Content-Transfer-Encoding: base64",
      "",
      archive.toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
      "--x--",
      "",
    ].join("\r\n"),
  );
  const [looked] = await lookInto(mail);
  assert.ok(looked?.findings.some(({ kind, part }) => kind === "bsn" && part === "alles.zip/brief.docx/document"));
  assert.deepEqual(looked?.unread, [{ name: "alles.zip/slot.txt", outcome: "encrypted" }]);
});

test("A file that can't be read is refused with what to do, and the others are told all the same", async () => {
  const { status, out, err } = await zegel(office("encrypted.pdf"), office("brief.docx"));
  assert.equal(status, 1);
  assert.match(err, /encrypted\.pdf is encrypted with a password/);
  assert.match(out, /brief\.docx:\d+:\d+ {2}\[document\] bsn {2}12••••••2/);
  assert.match((await zegel(office("brief.doc"))).err, /Save it as docx/);
  assert.match((await zegel(join(directory, "niets.txt"))).err, /can't be read \(ENOENT\)/);
});
