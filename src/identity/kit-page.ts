import { create as createQr } from "qrcode";
import type { Language } from "#/contract/index.ts";
import type { Bytes } from "#/kernel/index.ts";

/** One printed share of the recovery kit. */
export interface KitPage {
  readonly organisation: string;
  readonly domain: string;
  /** The text file of the same share. */
  readonly text: string;
  readonly number: number;
  readonly total: number;
  readonly needed: number;
  readonly madeAt: Date;
}

interface KitWords {
  readonly title: string;
  readonly share: (page: KitPage) => string;
  readonly meaning: (page: KitPage) => string;
  readonly keep: string;
  readonly holder: string;
  readonly made: string;
  readonly fingerprint: string;
  readonly code: string;
  readonly scan: string;
  readonly use: string;
}

const dutch: KitWords = {
  title: "herstelset",
  share: ({ number, total }) => (total === 1 ? "Het enige exemplaar" : `Deel ${number} van ${total}`),
  meaning: ({ needed, total }) =>
    needed === 1
      ? "Wie dit blad heeft, kan alles lezen wat uw organisatie in Zegel bewaart. Zonder dit blad is alles weg als niemand meer kan inloggen."
      : `Elke ${needed} van de ${total} delen samen openen alles wat uw organisatie in Zegel bewaart. Eén deel alleen zegt niets.`,
  keep: "Bewaar dit op papier, in een kluis of bij de notaris. Niet in de mail, niet op de server, niet als foto.",
  holder: "Bewaard door",
  made: "Gemaakt op",
  fingerprint: "kenmerk van de herstelset, op alle delen gelijk",
  code: "code van dit deel, op één regel over te nemen",
  scan: "De QR-code bevat dezelfde gegevens.",
  use: "Herstellen: neem de zes regels (Fingerprint: … tot en met Share: …) over in een tekstbestand, of scan de QR-code, en voer uit: bin/zegel recover --kit BESTAND --to MAP. Zie docs/nl/herstel.md.",
};

const english: KitWords = {
  title: "recovery kit",
  share: ({ number, total }) => (total === 1 ? "The only copy" : `Share ${number} of ${total}`),
  meaning: ({ needed, total }) =>
    needed === 1
      ? "Whoever has this sheet can read everything that your organisation keeps in Zegel. Without it everything is lost once nobody can log in any more."
      : `Any ${needed} of the ${total} shares together open everything that your organisation keeps in Zegel. One share alone says nothing.`,
  keep: "Keep this on paper, in a safe or with a notary. Not in mail, not on the server, not as a photo.",
  holder: "Kept by",
  made: "Made on",
  fingerprint: "the same on all shares",
  code: "to be copied as one line",
  scan: "The QR code holds the same.",
  use: "To recover: copy the six lines (Fingerprint: … to Share: …) into a text file, or scan the QR code, and run: bin/zegel recover --kit FILE --to DIRECTORY. See docs/en/recovery.md.",
};

const german: KitWords = {
  title: "Notfallset",
  share: ({ number, total }) => (total === 1 ? "Das einzige Exemplar" : `Teil ${number} von ${total}`),
  meaning: ({ needed, total }) =>
    needed === 1
      ? "Wer dieses Blatt hat, kann alles lesen, was Ihre Organisation in Zegel aufbewahrt. Ohne dieses Blatt ist alles verloren, wenn sich niemand mehr anmelden kann."
      : `Je ${needed} der ${total} Teile öffnen zusammen alles, was Ihre Organisation in Zegel aufbewahrt. Ein Teil allein sagt nichts.`,
  keep: "Bewahren Sie dies auf Papier auf, in einem Tresor oder beim Notar. Nicht in E-Mails, nicht auf dem Server, nicht als Foto.",
  holder: "Aufbewahrt von",
  made: "Erstellt am",
  fingerprint: "Kennzeichen des Notfallsets, auf allen Teilen gleich",
  code: "Code dieses Teils, in einer Zeile zu übernehmen",
  scan: "Der QR-Code enthält dieselben Angaben.",
  use: "Wiederherstellen: Übernehmen Sie die sechs Zeilen (Fingerprint: … bis Share: …) in eine Textdatei, oder scannen Sie den QR-Code, und führen Sie aus: bin/zegel recover --kit DATEI --to ORDNER. Siehe docs/en/recovery.md.",
};

const wordsIn: Readonly<Record<Language, KitWords>> = { nl: dutch, en: english, fr: english, de: german };

const petrol = "#1F5A66";
const grey = "#5c5852";
const leftPoints = 57;
const widthPoints = 595 - 2 * leftPoints;

const withoutAccent: Readonly<Record<string, string>> = { ł: "l", Ł: "L", đ: "d", Đ: "D", ı: "i", ħ: "h", Ħ: "H" };

/** The fonts of every PDF reader know Windows-1252 only; other letters lose their accents, the text file keeps them. */
const printable = (text: string): string =>
  text.replaceAll(/[^\x20-\x7E\u00A0-\u00FF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu, (letter) => {
    const plain = withoutAccent[letter] ?? letter.normalize("NFKD").replaceAll(/\p{M}/gu, "");
    return /^[\x20-\x7E]+$/.test(plain) ? plain : "?";
  });

/** The lines `Field: value` of a share: all that is needed to read it again. */
export const kitLines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => /^# (?:Zegel-Kit|Organisation|Fingerprint|Set|Share|Code): /.test(line))
    .map((line) => line.slice(2));

const fieldOf = (lines: readonly string[], field: string): string =>
  lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2) ?? "";

function drawQr(document: PDFKit.PDFDocument, text: string, x: number, y: number, sizePoints: number): void {
  const { modules } = createQr(text, { errorCorrectionLevel: "M" });
  const cell = sizePoints / modules.size;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) document.rect(x + column * cell, y + row * cell, cell + 0.05, cell + 0.05);
  document.fill("#000000");
}

function drawLabelled(document: PDFKit.PDFDocument, label: string, value: string, sizePoints: number): void {
  document.font("Helvetica").fontSize(9).fillColor(grey).text(label);
  document.font("Courier-Bold").fontSize(sizePoints).fillColor("#000000").text(value, { lineGap: 3 });
  document.moveDown(0.8);
}

function draw(document: PDFKit.PDFDocument, page: KitPage, language: Language): void {
  const words = wordsIn[language];
  const lines = kitLines(page.text);
  document.rect(0, 0, 595, 8).fill(petrol);
  document.font("Helvetica-Bold").fontSize(26).fillColor(petrol).text(`Zegel: ${words.title}`, leftPoints, 50);
  document
    .fontSize(15)
    .fillColor("#000000")
    .text(printable(`${page.organisation} (${page.domain})`));
  document.font("Helvetica").fontSize(12).fillColor(grey).text(words.share(page)).moveDown();
  document.fontSize(11).fillColor("#000000").text(words.meaning(page), { width: widthPoints });
  document.moveDown(0.5).font("Helvetica-Bold").text(words.keep, { width: widthPoints }).moveDown();
  const topPoints = document.y;
  drawQr(document, lines.join("\n"), leftPoints, topPoints, 190);
  document.x = leftPoints + 215;
  document.y = topPoints;
  document.font("Helvetica").fontSize(10).fillColor(grey);
  document.text(`${words.made}: ${page.madeAt.toISOString().slice(0, 10)}`).moveDown();
  document.text(`${words.holder}: ________________________`).moveDown();
  document.text(words.scan, { width: widthPoints - 215 });
  document.x = leftPoints;
  document.y = topPoints + 210;
  drawLabelled(document, `Fingerprint: (${words.fingerprint})`, fieldOf(lines, "Fingerprint"), 12);
  drawLabelled(document, `Code: (${words.code})`, fieldOf(lines, "Code"), 14);
  for (const field of ["Zegel-Kit", "Organisation", "Set", "Share"])
    document
      .font("Courier")
      .fontSize(10)
      .fillColor("#000000")
      .text(`${field}: ${fieldOf(lines, field)}`);
  document.moveDown().font("Helvetica").fontSize(10).fillColor(grey).text(words.use, { width: widthPoints });
}

/** The share as a PDF of one A4 page, in memory. */
export async function kitPdf(page: KitPage, language: Language): Promise<Bytes> {
  // Large, and wanted once: a server that is set up does without it.
  const { default: Page } = await import("pdfkit");
  const document = new Page({
    size: "A4",
    margin: leftPoints,
    info: { Title: "Zegel", Producer: "Zegel", Creator: "Zegel", CreationDate: page.madeAt },
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => document.once("end", resolve).once("error", reject));
  draw(document, page, language);
  document.end();
  await ended;
  return Buffer.concat(parts);
}
