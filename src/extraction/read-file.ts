import { detectKind } from "./detect.ts";
import { isEncryptedDocument, readOpenDocument } from "./readers/opendocument.ts";
import { readOffice } from "./readers/office.ts";
import { readCompound } from "./readers/outlook.ts";
import { Package } from "./readers/package.ts";
import { readPdf } from "./readers/pdf.ts";
import { readHtml, readMail, readPlain } from "./readers/plain.ts";
import { readRtf } from "./readers/rtf.ts";
import { readSpreadsheet } from "./readers/spreadsheet.ts";
import { readTnef } from "./readers/tnef.ts";
import { readZip } from "./readers/zip.ts";
import { Enough, type Reader, type Reading, type Source, Unreadable } from "./reading.ts";
import type { FileKind, Outcome } from "./types.ts";

type Kind = Exclude<FileKind, "zip">;
interface Named {
  readonly name: string;
  readonly mediaType?: string;
}

const unsupported: Reader = () => {
  throw new Unreadable("unsupported");
};
const needsOcr: Reader = () => {
  throw new Unreadable("needs-ocr");
};

const readers: Readonly<Partial<Record<Kind, Reader>>> = {
  pdf: readPdf,
  rtf: readRtf,
  html: readHtml,
  csv: readPlain,
  text: readPlain,
  eml: readMail,
  tnef: readTnef,
  image: needsOcr,
  "legacy-office": readCompound,
};

const openDocuments: Readonly<Record<string, FileKind>> = {
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
};

/** What a ZIP is: a document by the parts that it must have, else an archive. */
async function readZipped(source: Source, reading: Reading, nested: Parameters<Reader>[2]): Promise<FileKind> {
  const file = new Package(source.bytes, reading);
  const kind = file.has("mimetype") ? openDocuments[file.text("mimetype").trim()] : undefined;
  if (kind !== undefined) {
    if (isEncryptedDocument(file)) throw new Unreadable("encrypted");
    readOpenDocument(file, source, reading);
    return kind;
  }
  if (file.has("xl/workbook.xml")) {
    readSpreadsheet(file, source, reading);
    return "xlsx";
  }
  if (file.has("word/document.xml") || file.has("ppt/presentation.xml")) {
    readOffice(file, source, reading);
    return file.has("word/document.xml") ? "docx" : "pptx";
  }
  await readZip(source, reading, nested);
  return "zip";
}

async function readOne(source: Source & Named, reading: Reading): Promise<FileKind> {
  reading.assertDepth(source.depth);
  const kind = detectKind(source.bytes, source.name, source.mediaType);
  const nested = async (inner: Source & Named): Promise<void> => {
    try {
      await readOne(inner, reading);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reading.note(inner.path, error.outcome);
    }
  };
  if (kind === "zip") return readZipped(source, reading, nested);
  await (readers[kind] ?? unsupported)(source, reading, nested);
  return kind;
}

/** Reads a file and all that is in it; how it went is the outcome, never an exception of a reader's. */
export async function readFile(
  source: { readonly bytes: Buffer } & Named,
  reading: Reading,
): Promise<{ readonly kind: FileKind; readonly outcome: Exclude<Outcome, "off">; readonly truncated: boolean }> {
  const kind = detectKind(source.bytes, source.name, source.mediaType);
  try {
    const found = await readOne({ ...source, path: "", depth: 0 }, reading);
    // Of an archive in which nothing could be read, the reason is the first of its files'.
    const outcome = reading.partCount === 0 ? (reading.unread[0]?.outcome ?? "text") : "text";
    return { kind: found, outcome, truncated: false };
  } catch (error) {
    if (error instanceof Enough) return { kind, outcome: "text", truncated: true };
    const outcome = error instanceof Unreadable ? error.outcome : "damaged";
    // What was read before it went wrong stays.
    return { kind, outcome: reading.partCount > 0 && outcome === "damaged" ? "text" : outcome, truncated: true };
  }
}
