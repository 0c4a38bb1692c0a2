import type { Bytes } from "#/kernel/index.ts";
import { type ProgramEnd, runConfined } from "./confined-program.ts";
import type { ExtractedPart, Extraction } from "./types.ts";

/** Of the languages that people here write; which of them are installed is asked once. */
const wantedLanguages = ["nld", "fra", "eng", "deu"];
export const mostPictureBytes = 25 * 2 ** 20;
const mostPages = 20;
const pageTimeMs = 20_000;
const wholeTimeMs = 60_000;
const memoryBytes = 1_600_000_000;
const textBytes = 4_000_000;
/** A page of A3 in grey at 200 dots an inch is 8 MB. */
const pageBytes = 64_000_000;
const dotsPerInch = "200";

let languages: Promise<string> | undefined;

/** `nld+fra+eng`, or an empty text where there is no Tesseract. */
function installedLanguages(): Promise<string> {
  return (languages ??= (async () => {
    const bounds = { timeMs: 10_000, memoryBytes, outputBytes: 100_000 };
    const said = await runConfined(["tesseract", "--list-langs"], Buffer.alloc(0), bounds);
    const installed = new Set(said?.how === "done" ? said.output.toString().split("\n") : []);
    return wantedLanguages.filter((each) => installed.has(each)).join("+");
  })());
}

/** Whether characters in pictures can be read on this machine. */
export const canReadPictures = async (): Promise<boolean> => (await installedLanguages()) !== "";

let last: Promise<unknown> = Promise.resolve();

/** One at a time: each takes a core for seconds. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = last.then(act, act);
  last = turn.catch(() => undefined);
  return turn;
}

const ended = (
  kind: Extraction["kind"],
  outcome: Extraction["outcome"],
  parts: readonly ExtractedPart[] = [],
  truncated = false,
): Extraction => ({
  kind,
  outcome,
  parts,
  unread: [],
  truncated,
});

const outcomeOf = ({ how }: ProgramEnd): Extraction["outcome"] =>
  how === "failed" || how === "done" ? "damaged" : how;

/** The text in one picture. */
async function readPicture(bytes: Bytes, timeMs: number): Promise<ProgramEnd | undefined> {
  const command = ["tesseract", "stdin", "stdout", "-l", await installedLanguages(), "--psm", "3"];
  return runConfined(command, bytes, { timeMs, memoryBytes, outputBytes: textBytes });
}

/** A page of a PDF as a grey picture; without bytes where there is no such page. */
function drawPage(bytes: Bytes, page: number, timeMs: number): Promise<ProgramEnd | undefined> {
  const command = ["pdftoppm", "-r", dotsPerInch, "-gray", "-f", `${page}`, "-l", `${page}`, "-"];
  return runConfined(command, bytes, { timeMs, memoryBytes, outputBytes: pageBytes });
}

async function readScan(bytes: Bytes): Promise<Extraction> {
  const startedAt = performance.now();
  const parts: ExtractedPart[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const leftMs = wholeTimeMs - (performance.now() - startedAt);
    if (leftMs <= 0) return ended("pdf", parts.length > 0 ? "text" : "too-slow", parts, true);
    const drawn = await drawPage(bytes, page, Math.min(pageTimeMs, leftMs));
    if (!drawn || drawn.output.byteLength === 0) {
      if (page > 1) return ended("pdf", "text", parts);
      return ended("pdf", drawn ? outcomeOf(drawn) : "needs-ocr");
    }
    const read = await readPicture(drawn.output, Math.min(pageTimeMs, leftMs));
    const text = read?.output.toString("utf8").trim() ?? "";
    if (text !== "") parts.push({ name: `page ${page}`, text });
  }
  return ended("pdf", "text", parts, true);
}

/**
 * What `extractText` calls `needs-ocr`, by Tesseract and poppler where these are installed, each shut in
 * (docs/spec/extraction.md). Without them the answer stays `needs-ocr`.
 */
export async function readPictures(bytes: Bytes, kind: "image" | "pdf"): Promise<Extraction> {
  if (bytes.byteLength > mostPictureBytes) return ended(kind, "too-large");
  if (!(await canReadPictures())) return ended(kind, "needs-ocr");
  return inTurn(async () => {
    if (kind === "pdf") return readScan(bytes);
    const read = await readPicture(bytes, pageTimeMs);
    if (read?.how !== "done") return ended(kind, read ? outcomeOf(read) : "needs-ocr");
    const text = read.output.toString("utf8").trim();
    return ended(kind, "text", text === "" ? [] : [{ name: "", text }]);
  });
}
