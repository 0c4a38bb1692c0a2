import assert from "node:assert/strict";
import { test } from "node:test";
import { pdfOf, scanOf } from "../../tests/support/scan.ts";
import { canReadPictures, type Extraction, extractWithPictures } from "./index.ts";

const words = "Intakeformulier\n\nNaam: Els Peeters\nBurgerservicenummer: 111222333\nGeboren op 3 maart 1980 te Gent";

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}
const read = (bytes: Buffer, name: string): Promise<Extraction> => extractWithPictures(inPieces(bytes), { name });
const textOf = ({ parts }: Extraction): string => parts.map(({ text }) => text).join("\n");

test("Here characters in pictures can be read", async () => {
  assert.equal(await canReadPictures(), true);
});

test("A photographed form gives its words, in the formats of scanners and phones", async () => {
  for (const [name, option] of [
    ["scan.png", "png"],
    ["scan.jpg", "jpeg"],
  ] as const) {
    const { outcome, ...found } = await read(await scanOf(words, option), name);
    assert.equal(outcome, "text", name);
    assert.match(textOf({ outcome, ...found }), /111222333[^]*3 maart 1980/, name);
  }
});

test("A scanned PDF gives the words of each page, and one that was typed is not drawn at all", async () => {
  const scan = await scanOf(words);
  const other = await scanOf("Tweede blad: dossier van mevrouw Maes");
  const scanned = await pdfOf((page) =>
    page.image(scan, 0, 0, { width: 595 }).addPage().image(other, 0, 0, { width: 595 }),
  );
  const found = await read(scanned, "scan.pdf");
  assert.deepEqual([found.outcome, found.parts.map(({ name }) => name)], ["text", ["page 1", "page 2"]]);
  assert.match(textOf(found), /111222333[^]*mevrouw Maes/);
  const typed = await read(await pdfOf((page) => page.text(words)), "brief.pdf");
  assert.match(textOf(typed), /111222333/);
});

test("A form in a PDF gives what was filled in, with the names of its fields, and notes beside the text", async () => {
  const form = await pdfOf((page) => {
    page.font("Helvetica");
    page.initForm();
    page.text("Aanmelding");
    page.formText("burgerservicenummer", 80, 120, 200, 20, { value: "111222333" });
    page.note(80, 200, 20, 20, "Bel mevrouw Maes");
  });
  const { outcome, parts } = await read(form, "formulier.pdf");
  assert.equal(outcome, "text");
  assert.deepEqual(parts[0]!.text.split("\n").toSorted(), [
    "Aanmelding",
    "Bel mevrouw Maes",
    "burgerservicenummer: 111222333",
  ]);
});

test("Broken pictures, and those that claim to be larger than anything, end with a word and not with the server", async () => {
  const png = await scanOf(words);
  const cut = await read(Buffer.concat([png.subarray(0, 200), Buffer.alloc(5_000, 7)]), "stuk.png");
  assert.equal(cut.outcome, "damaged");
  const vast = Buffer.from(png);
  vast.writeUInt32BE(100_000, 16);
  vast.writeUInt32BE(100_000, 20);
  assert.equal((await read(vast, "groot.png")).outcome, "damaged");
});
