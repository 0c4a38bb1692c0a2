import { type PdfNews, pdfLimits } from "./pdf-talk.ts";

export type PreviewKind = "picture" | "pdf";

/** A file of at most this size is shown; larger ones are downloaded. */
export const pictureLimitBytes = 25 * 1024 ** 2;

const pictures = /\.(?:jpe?g|png|gif|webp)$/i;
const pictureTypes = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);

/** How an attachment could be shown, going by what it is called; undefined when only downloading is left. */
export function previewKind(file: { name: string; type: string; sizeBytes: number }): PreviewKind | undefined {
  if (file.sizeBytes === 0) return undefined;
  if (pictureTypes.has(file.type) || pictures.test(file.name))
    return file.sizeBytes <= pictureLimitBytes ? "picture" : undefined;
  if (file.type === "application/pdf" || /\.pdf$/i.test(file.name))
    return file.sizeBytes <= pdfLimits.sizeBytes ? "pdf" : undefined;
  return undefined;
}

/** No `allow-same-origin`: what runs in the frame is nobody's, and reaches nothing of ours. */
export const pdfSandbox = "allow-scripts";
export const pdfFrameAddress = "/preview/pdf.html";

export type PdfState =
  | { readonly kind: "loading" }
  | { readonly kind: "shown"; readonly pages: number; readonly left: number }
  | { readonly kind: "failed"; readonly why: "locked" | "broken" | "unreachable" };

async function bytesOf(address: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal });
  if (!answer.ok) throw new TypeError("network");
  const bytes = await answer.arrayBuffer();
  if (bytes.byteLength > pdfLimits.sizeBytes) throw new RangeError("too large");
  return bytes;
}

const count = (value: unknown): number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? Math.min(value, 1_000_000) : 0;

/**
 * Shows a PDF file of ours in `frame`, which has `pdfSandbox` and is empty so far. Returns how to stop. Bytes go in by a
 * message; what comes out is read as a few words and numbers, whatever it says.
 */
export function showPdf(
  frame: HTMLIFrameElement,
  file: { readonly address: string; readonly language: string },
  onState: (state: PdfState) => void,
): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    stopped.abort();
    clearTimeout(silence);
  };
  const fail = (why: "locked" | "broken" | "unreachable"): void => {
    stop();
    frame.removeAttribute("src");
    onState({ kind: "failed", why });
  };
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => fail("broken"), pdfLimits.silenceMs);
  };
  const handOver = async (): Promise<void> => {
    try {
      const bytes = await bytesOf(file.address, signal);
      listen();
      frame.contentWindow?.postMessage({ bytes, language: file.language }, "*", [bytes]);
    } catch {
      if (!signal.aborted) fail("unreachable");
    }
  };
  const hear = ({ source, data }: MessageEvent<Partial<PdfNews> | null>): void => {
    if (source !== frame.contentWindow || typeof data !== "object" || data === null) return;
    listen();
    if (data.kind === "ready") {
      void handOver();
    } else if (data.kind === "opened") {
      const pages = count(data.pages);
      onState({ kind: "shown", pages, left: Math.max(0, pages - count(data.shown)) });
    } else if (data.kind === "drawn") clearTimeout(silence);
    else if (data.kind === "failed") fail(data.why === "locked" ? "locked" : "broken");
  };
  addEventListener("message", hear, { signal });
  onState({ kind: "loading" });
  listen();
  frame.src = pdfFrameAddress;
  return stop;
}
