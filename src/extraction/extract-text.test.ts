import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { programDirectory } from "#/config.ts";
import { zipFile } from "../../tests/support/zip-file.ts";
import { type Extraction, type ExtractionLimits, extractText, findConfinement } from "./index.ts";

const vector = (name: string): Buffer => readFileSync(join(programDirectory, "tests/vectors/office", name));
const read = (bytes: Uint8Array, name = "bestand", limits: Partial<ExtractionLimits> = {}): Promise<Extraction> =>
  extractText(bytes, { name, limits });
const textOf = ({ parts }: Extraction): string => parts.map(({ name, text }) => `[${name}]\n${text}`).join("\n");

async function says(name: string, ...expected: readonly string[]): Promise<Extraction> {
  const extraction = await read(vector(name), name);
  assert.equal(extraction.outcome, "text", name);
  const text = textOf(extraction);
  for (const each of expected) assert.ok(text.includes(each), `${each} in ${name}:\n${text}`);
  return extraction;
}

test("A reader is shut in here: no network, no files, no programs", async () => {
  assert.ok(await findConfinement());
});

test("A letter gives its words, with headers, footers, notes and comments, in each format of a word processor", async () => {
  const words = [
    "Brief aan de huisarts",
    "BSN 123456782",
    "Kopregel: vertrouwelijk",
    "Voetregel: praktijk De Linde",
    "Voetnoottekst over medicatie",
    "Telefoon\t06 12345678",
    "nog bellen met mevrouw Zwaan",
  ];
  assert.equal((await says("brief.docx", ...words, "Anna Linde")).kind, "docx");
  assert.equal((await says("brief.odt", ...words, "Anna Linde")).kind, "odt");
  assert.equal((await says("brief.rtf", ...words)).kind, "rtf");
  const { kind } = await says("brief.pdf", "Brief aan de huisarts", "BSN 123456782", "Kopregel: vertrouwelijk");
  assert.equal(kind, "pdf");
});

test("A workbook gives its cells as people see them, also of hidden sheets, and comments", async () => {
  const words = ["012345672", "Verborgen: ontslag per juli", "Notitie: loonbeslag"];
  const { kind, parts } = await says("loon.xlsx", ...words, "1961-05-03");
  assert.equal(kind, "xlsx");
  assert.deepEqual(
    parts.slice(0, 2).map(({ name }) => name),
    ["Loon", "Verborgen"],
  );
  assert.equal((await says("loon.ods", ...words, "03-05-1961")).kind, "ods");
});

test("A presentation gives its slides and what the speaker notes", async () => {
  for (const name of ["praat.pptx", "praat.odp"])
    await says(name, "Verzuim in het team", "Sprekersnotitie: Els is overspannen");
});

test("A mail gives its text and each attachment as the file that it is; so does an archive, in an archive too", async () => {
  const inner = zipFile([{ name: "map/brief.docx", content: vector("brief.docx") }]);
  const mail = [
    "From: Anna <anna@delinde.example>",
    "To: jan@zwaan.example",
    "Subject: =?utf-8?q?Pati=C3=ABntbrief?=",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="x"',
    "",
    "--x",
    "Content-Type: text/html; charset=utf-8",
    "",
    "<p>Beste Jan,<br>zie bijlage</p><script>nee()</script>",
    "--x",
    'Content-Type: application/zip; name="alles.zip"',
    "Content-Transfer-Encoding: base64",
    "Content-Disposition: attachment",
    "",
    inner.toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
    "--x--",
    "",
  ].join("\r\n");
  const extraction = await read(Buffer.from(mail), "bericht.eml");
  assert.equal(extraction.kind, "eml");
  const text = textOf(extraction);
  assert.match(text, /Patiëntbrief\n/);
  assert.match(text, /Beste Jan,\nzie bijlage/);
  assert.doesNotMatch(text, /nee\(\)/);
  assert.match(text, /\[alles\.zip\/map\/brief\.docx\/document\]\nBrief aan de huisarts/);
});

test("Plain text, a table and a page are read in the character set that they are in", async () => {
  const latin = Buffer.from("Naam;Café\r\nJosé;1", "latin1");
  assert.deepEqual((await read(latin, "lijst.csv")).parts, [{ name: "text", text: "Naam;Café\r\nJosé;1" }]);
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("Größe", "utf16le")]);
  assert.equal((await read(wide)).parts[0]?.text, "Größe");
  const page = await read(Buffer.from("<!doctype html><title>x</title><p>Dag <b>Jan</b></p>"));
  assert.equal(page.kind, "html");
  assert.match(textOf(page), /Dag Jan/);
});

test("What is encrypted, damaged, a picture, or of a kind that is not read is said to be so", async () => {
  const outcome = async (bytes: Uint8Array, name = "bestand"): Promise<string> => (await read(bytes, name)).outcome;
  assert.equal(await outcome(vector("encrypted.pdf")), "encrypted");
  assert.equal(await outcome(vector("brief.doc")), "unsupported");
  assert.equal(await outcome(vector("brief.docx").subarray(0, 4000)), "damaged");
  assert.equal(await outcome(Buffer.from("%PDF-1.7\nnot really")), "damaged");
  assert.equal(await outcome(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])), "needs-ocr");
  assert.equal(await outcome(Buffer.from([0, 1, 2, 3, 4, 5])), "unsupported");
  const locked = zipFile([
    { name: "open.txt", content: "leesbaar" },
    { name: "dicht.txt", content: "niet", isEncrypted: true },
  ]);
  const { outcome: whole, unread, parts } = await read(locked);
  assert.equal(whole, "text");
  assert.deepEqual(parts, [{ name: "open.txt", text: "leesbaar" }]);
  assert.deepEqual(unread, [{ name: "dicht.txt", outcome: "encrypted" }]);
});

test("An archive that unpacks to more than the bound is left, and sizes that lie change nothing", async () => {
  const zeros = Buffer.alloc(40 * 2 ** 20);
  const bomb = zipFile([{ name: "a.txt", content: zeros, statedBytes: 10 }]);
  assert.ok(bomb.length < 100_000);
  const { outcome } = await read(bomb, "a.zip", { inflatedBytes: 8 * 2 ** 20 });
  assert.equal(outcome, "too-large");
  const within = zipFile([{ name: "b.zip", content: bomb }]);
  assert.equal((await read(within, "b.zip", { inflatedBytes: 8 * 2 ** 20 })).outcome, "too-large");
});

test("Archives within archives are followed to a depth, and no more files than the bound", async () => {
  let nested = zipFile([{ name: "diep.txt", content: "diep" }]);
  for (let level = 0; level < 20; level++) nested = zipFile([{ name: "z.zip", content: nested }]);
  const deep = await read(nested);
  assert.deepEqual(
    deep.unread.map(({ outcome }) => outcome),
    ["too-large"],
  );
  const many = zipFile(Array.from({ length: 500 }, (_, index) => ({ name: `${index}.txt`, content: "x" })));
  assert.equal((await read(many, "m.zip", { entries: 100 })).outcome, "too-large");
});

test("Markup that grows, nests or never ends takes no longer than its length", async () => {
  const docx = (xml: string): Buffer => zipFile([{ name: "word/document.xml", content: xml }]);
  const entities = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, at) => `<!ENTITY b${at} "&a;&a;&a;">`).join("")}]><w:p><w:t>&b19;klaar</w:t></w:p>`;
  const read1 = await read(docx(entities));
  assert.match(textOf(read1), /klaar/);
  assert.ok(textOf(read1).length < 1000);
  const deep = await read(docx(`${"<w:tbl>".repeat(300_000)}<w:p><w:t>onderin</w:t></w:p>`));
  assert.match(textOf(deep), /onderin/);
  for (const open of ["<", "<!--", "<![CDATA[", '<w:t a="', "&#x", "<w:p><w:t>&"])
    assert.notEqual((await read(docx(open.repeat(200_000)), "x", { timeMs: 15_000 })).outcome, "too-slow", open);
  const groups = await read(Buffer.from(`{\\rtf1 ${"{".repeat(500_000)}onderin`));
  assert.match(textOf(groups), /onderin/);
});

test("A document that leads round in circles ends, and what was read before it stays", async () => {
  const slow = zipFile([
    { name: "1.txt", content: "eerst dit" },
    { name: "2.pdf", content: loopingPdf() },
  ]);
  const begunMs = performance.now();
  const { parts } = await read(slow, "x.zip", { timeMs: 10_000 });
  assert.ok(performance.now() - begunMs < 30_000);
  assert.deepEqual(parts[0], { name: "1.txt", text: "eerst dit" });
});

test("A reader is ended when its time is over, and when it takes more memory than it may", async () => {
  assert.equal((await read(vector("brief.pdf"), "x.pdf", { timeMs: 20 })).outcome, "too-slow");
  assert.equal((await read(vector("brief.pdf"), "x.pdf", { memoryBytes: 24 * 2 ** 20 })).outcome, "too-large");
});

test("A file over the bound is left before all of it has come, and text over the bound is cut", async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(64 * 1024, "x");
  }
  assert.equal((await extractText(endless(), { name: "x", limits: { inputBytes: 2 ** 20 } })).outcome, "too-large");
  const cut = await read(Buffer.from("woord ".repeat(1000)), "x", { textLength: 100 });
  assert.equal(cut.truncated, true);
  assert.equal(cut.parts[0]?.text.length, 100);
});

/** Pages that are each other's children: whoever counts them goes round. */
function loopingPdf(): string {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 100000 >>",
    "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 100000 >>",
  ];
  let pdf = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = pdf.length;
  pdf += `xref\n0 4\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  return `${pdf}trailer << /Root 1 0 R /Size 4 >>\nstartxref\n${table}\n%%EOF\n`;
}
