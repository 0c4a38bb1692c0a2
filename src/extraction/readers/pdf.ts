import { type Reader, type Reading, Unreadable, within } from "../reading.ts";

/* PDF by pdf.js, page by page, without fonts, scripts or pictures. What loops is ended from outside by its time. */

interface Item {
  readonly str?: string;
  readonly hasEOL?: boolean;
  readonly transform?: readonly number[];
  readonly width?: number;
}

/** Words as they stand: a gap on a line is a space, a great one a tab. */
function pageText(items: readonly Item[]): string {
  let out = "";
  let endX = Number.NaN;
  let lineY = Number.NaN;
  for (const { str = "", hasEOL = false, transform, width = 0 } of items) {
    const [, , , height = 10, x = 0, y = 0] = transform ?? [];
    const size = Math.abs(height) || 10;
    if (out !== "" && !out.endsWith("\n")) {
      if (Math.abs(y - lineY) > size / 2) out += "\n";
      else if (x - endX > size * 2) out += "\t";
      else if (x - endX > size / 5 && !out.endsWith(" ")) out += " ";
    }
    out += str;
    [endX, lineY] = [x + width, y];
    if (hasEOL) out += "\n";
  }
  return out;
}

interface Annotation {
  readonly fieldName?: string;
  readonly alternativeText?: string;
  readonly fieldValue?: unknown;
  readonly contentsObj?: { readonly str?: string };
  readonly password?: boolean;
}

/** What was filled in, behind the name of its field, and what was noted beside the text. */
function notesText(annotations: readonly Annotation[]): string {
  const lines = annotations.flatMap(({ fieldName, alternativeText, fieldValue, contentsObj }) => {
    const values = (Array.isArray(fieldValue) ? fieldValue : [fieldValue]).filter(
      (value): value is string => typeof value === "string" && value !== "" && value !== "Off",
    );
    const label = alternativeText || fieldName || "";
    const note = contentsObj?.str ?? "";
    return [...values.map((value) => (label === "" ? value : `${label}: ${value}`)), ...(note === "" ? [] : [note])];
  });
  return lines.join("\n");
}

export const readPdf: Reader = async ({ bytes, path }, reading: Reading) => {
  // Only where a PDF is: it is much to load.
  const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    useWorkerFetch: false,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  } as Parameters<typeof getDocument>[0]);
  try {
    const file = await task.promise;
    let length = 0;
    for (let number = 1; number <= file.numPages; number++) {
      const page = await file.getPage(number);
      const { items } = await page.getTextContent();
      const written = notesText((await page.getAnnotations()) as Annotation[]);
      const text = [pageText(items as Item[]), written].filter((each) => each !== "").join("\n");
      length += text.trim().length;
      reading.take(within(path, `page ${number}`), text);
      page.cleanup();
    }
    if (length === 0) throw new Unreadable("needs-ocr");
  } catch (error) {
    const { name = "" } = error as Error;
    if (name === "PasswordException") throw new Unreadable("encrypted");
    if (name === "InvalidPDFException" || name === "FormatError" || name === "UnknownErrorException")
      throw new Unreadable("damaged");
    throw error;
  } finally {
    await task.destroy().catch(() => undefined);
  }
};
