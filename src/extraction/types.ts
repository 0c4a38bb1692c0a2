/** What a file is, by its content. */
export type FileKind =
  | "docx"
  | "xlsx"
  | "pptx"
  | "odt"
  | "ods"
  | "odp"
  | "pdf"
  | "rtf"
  | "html"
  | "csv"
  | "text"
  | "eml"
  | "msg"
  | "zip"
  | "tnef"
  | "image"
  | "legacy-office"
  | "unknown";

/**
 * How it went. `encrypted`: a password is needed. `damaged`: it is of a known kind and can't be read. `needs-ocr`: pictures of
 * pages, no text. `unsupported`: a kind that is not read. `too-large`, `too-slow`: over a bound. `off`: nothing here can confine
 * a reader.
 */
export type Outcome = "text" | "encrypted" | "damaged" | "needs-ocr" | "unsupported" | "too-large" | "too-slow" | "off";

export interface ExtractedPart {
  /** Where in the file, such as `Blad1`, `header1`, `loonstrook.zip/jan.pdf/page 2`. */
  readonly name: string;
  readonly text: string;
}

export interface NestedOutcome {
  /** Path of a file within the file. */
  readonly name: string;
  readonly outcome: Exclude<Outcome, "text" | "off">;
}

export interface Extraction {
  readonly kind: FileKind;
  readonly outcome: Outcome;
  readonly parts: readonly ExtractedPart[];
  /** Files within it that gave no text, and why. */
  readonly unread: readonly NestedOutcome[];
  /** There was more text than the bound allows. */
  readonly truncated: boolean;
}

export interface ExtractionLimits {
  /** Of the file itself. */
  readonly inputBytes: number;
  /** Of everything that is decompressed, all files within files together. */
  readonly inflatedBytes: number;
  /** Entries of all archives together. */
  readonly entries: number;
  /** Archives, mails and documents within each other. */
  readonly depth: number;
  /** UTF-16 units of text, all parts together. */
  readonly textLength: number;
  readonly parts: number;
  /** Wall clock for the whole file. */
  readonly timeMs: number;
  /** Resident memory of the reader's process. */
  readonly memoryBytes: number;
}

export const defaultLimits: ExtractionLimits = {
  inputBytes: 64 * 2 ** 20,
  inflatedBytes: 256 * 2 ** 20,
  entries: 2_000,
  depth: 4,
  textLength: 10_000_000,
  parts: 5_000,
  timeMs: 30_000,
  memoryBytes: 600 * 2 ** 20,
};
