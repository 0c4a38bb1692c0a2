import { execFileSync } from "node:child_process";
import Pdf from "pdfkit";
import { collect } from "#/kernel/index.ts";

/** A PDF that is drawn by hand. */
export async function pdfOf(draw: (page: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const page = new Pdf({ size: "A4" });
  draw(page);
  page.end();
  return Buffer.from((await collect(page as AsyncIterable<Buffer>, 100_000_000))!);
}

/** A page as a scanner or a telephone gives it: dots, no characters. */
export async function scanOf(text: string, format: "png" | "jpeg" = "png"): Promise<Buffer<ArrayBuffer>> {
  const typed = await pdfOf((page) => page.fontSize(16).text(text));
  return Buffer.from(execFileSync("pdftoppm", ["-r", "150", "-singlefile", `-${format}`, "-"], { input: typed }));
}
