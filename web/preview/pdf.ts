import "./pdf.css";
import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
// oxlint-disable-next-line import/default -- an address, made while building
import workerAddress from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { type PdfNews, type PdfToShow, pdfLimits } from "../parts/pdf-talk.ts";

/*
 * Runs in a frame without an origin: no cookie, no storage, no network. What a hostile file makes of it stays in here. The
 * page around hands over the bytes, and is told how far it came; nothing else passes.
 */
const pages = document.querySelector("#pages")!;
const tell = (news: PdfNews): void => parent.postMessage(news, "*");

/**
 * A worker may not be loaded from another origin, and a frame without one has only others: so by way of a blob, which
 * brings the program in. Where a browser won't, it runs here: slower, and in the same frame.
 */
async function startReading(): Promise<void> {
  const address = new URL(workerAddress, import.meta.url).href;
  const source = `import(${JSON.stringify(address)}).catch(() => postMessage("failed"));`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const begun = await new Promise<boolean>((resolve) => {
    worker.addEventListener("message", ({ data }) => resolve(data !== "failed"), { once: true });
    worker.addEventListener("error", () => resolve(false), { once: true });
  });
  if (begun) GlobalWorkerOptions.workerPort = worker;
  else Object.assign(globalThis, { pdfjsWorker: await import(/* @vite-ignore */ address) });
}

async function draw(page: PDFPageProxy, sheet: HTMLElement): Promise<void> {
  const plain = page.getViewport({ scale: 1 });
  const wanted = (sheet.clientWidth * Math.min(devicePixelRatio, 2)) / plain.width;
  const most = Math.sqrt(pdfLimits.pixelsPerPage / (plain.width * plain.height));
  const viewport = page.getViewport({ scale: Math.min(wanted, most) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  canvas.setAttribute("aria-hidden", "true");
  sheet.append(canvas);
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  const text = document.createElement("p");
  text.className = "page-text";
  text.textContent = items
    .map((item) => ("str" in item ? `${item.str}${item.hasEOL ? "\n" : ""}` : ""))
    .join("")
    .slice(0, 50_000);
  sheet.append(text);
  page.cleanup();
}

/** A place for the page, in its proportions. */
async function place(file: PDFDocumentProxy, number: number): Promise<HTMLElement> {
  const page = await file.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const element = document.createElement("section");
  element.className = "page";
  element.dataset["number"] = String(number);
  element.style.aspectRatio = `${Math.max(1, width)} / ${Math.max(1, height)}`;
  pages.append(element);
  return element;
}

async function show({ bytes, language }: PdfToShow): Promise<void> {
  document.documentElement.lang = language;
  await startReading();
  const file = await getDocument({
    data: new Uint8Array(bytes),
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: pdfLimits.pixelsPerPage * 4,
    canvasMaxAreaInBytes: pdfLimits.pixelsPerPage * 16,
    stopAtErrors: false,
    verbosity: 0,
  }).promise;
  const drawAt = (target: Element): void => {
    near.unobserve(target);
    const number = Number((target as HTMLElement).dataset["number"]);
    void file
      .getPage(number)
      .then((page) => draw(page, target as HTMLElement))
      .then(
        () => tell({ kind: "drawn", page: number }),
        () => tell({ kind: "failed", why: "broken" }),
      );
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) drawAt(target);
    },
    { rootMargin: "600px" },
  );
  const shown = Math.min(file.numPages, pdfLimits.pages);
  tell({ kind: "opened", pages: file.numPages, shown });
  for (let number = 1; number <= shown; number++) {
    const element = await place(file, number);
    // The first one also where the frame is below the window: what is never drawn would look like a frame that hangs.
    if (number === 1) drawAt(element);
    else near.observe(element);
  }
}

addEventListener("message", (event: MessageEvent<PdfToShow>) => {
  if (event.source !== parent || !(event.data?.bytes instanceof ArrayBuffer)) return;
  show(event.data).catch((error: Error) =>
    tell({ kind: "failed", why: error.name === "PasswordException" ? "locked" : "broken" }),
  );
});
tell({ kind: "ready" });
