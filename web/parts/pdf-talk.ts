/** What the frame is given. */
export interface PdfToShow {
  readonly bytes: ArrayBuffer;
  readonly language: string;
}

/** What the frame tells; nothing of it is trusted beyond these few words. */
export type PdfNews =
  | { readonly kind: "ready" }
  | { readonly kind: "opened"; readonly pages: number; readonly shown: number }
  | { readonly kind: "drawn"; readonly page: number }
  | { readonly kind: "failed"; readonly why: "locked" | "broken" };

/** Larger files, further pages and pages with more pixels are for downloading. */
export const pdfLimits = {
  sizeBytes: 25 * 1024 ** 2,
  pages: 50,
  pixelsPerPage: 6_000_000,
  /** Without a sign of life the frame is taken away. */
  silenceMs: 30_000,
} as const;
