import PdfPage from "pdfkit";
import { utf8 } from "#/kernel/index.ts";
import type { DemoAttachment } from "./firm.ts";

const marginPoints = 72;

/** A page of A4 with a title and the lines below it. */
async function page(text: string): Promise<Uint8Array> {
  const [title = "", ...lines] = text.split("\n");
  const document = new PdfPage({ size: "A4", margin: marginPoints, info: { Title: title } });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => document.on("end", () => resolve()));
  document.fontSize(20).text(title).moveDown().fontSize(11);
  for (const line of lines) document.text(line === "" ? " " : line);
  document.end();
  await ended;
  return Buffer.concat(parts);
}

/** The bytes of an attachment: text as it is, pages as PDF. */
export const bytesOf = async ({ type, text }: DemoAttachment): Promise<Uint8Array> =>
  type === "application/pdf" ? page(text) : utf8(text);
