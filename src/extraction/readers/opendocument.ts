import { type Reading, type Source, within } from "../reading.ts";
import { scanXml } from "../xml.ts";
import { readProperties } from "./office.ts";
import type { Package } from "./package.ts";

/* OpenDocument 1.3 (OASIS): the words of the body with notes and comments; headers and footers stand in the styles. */

const lines = new Set(["text:p", "text:h", "table:table-row"]);

/** What stands between words without being shown as one of them. */
const unshown = new Set(["dc:date", "text:note-citation", "text:page-number", "text:page-count", "text:sheet-name"]);

function openDocumentText(xml: string): { readonly name: string; readonly text: string }[] {
  const parts: { name: string; text: string }[] = [];
  let name = "";
  let out: string[] = [];
  let depth = 0;
  let shown = false;
  let silent = 0;
  const finish = (): void => {
    parts.push({ name, text: out.join("").replaceAll("\n\t", "\t") });
    out = [];
  };
  scanXml(xml, {
    start(tag, attribute) {
      if (tag === "table:table" || tag === "draw:page") {
        finish();
        name = attribute("table:name") ?? attribute("draw:name") ?? "";
      } else if (tag === "office:annotation" || tag === "text:note") out.push("\n");
      else if (unshown.has(tag)) silent += 1;
      else if (tag === "text:p" || tag === "text:h" || tag === "dc:creator") [depth, shown] = [depth + 1, true];
      else if (tag === "text:s") out.push(" ");
      else if (tag === "text:tab") out.push("\t");
      else if (tag === "text:line-break") out.push("\n");
    },
    end(tag) {
      if (unshown.has(tag)) silent = Math.max(0, silent - 1);
      if (tag === "text:p" || tag === "text:h" || tag === "dc:creator") {
        depth = Math.max(0, depth - 1);
        shown = depth > 0;
      }
      if (lines.has(tag)) out.push("\n");
      else if (tag === "table:table-cell") out.push("\t");
      else if (tag === "dc:creator") out.push(": ");
    },
    text: (text) => void (shown && silent === 0 && out.push(text)),
  });
  finish();
  return parts;
}

export function readOpenDocument(file: Package, source: Source, reading: Reading): void {
  for (const { name, text } of openDocumentText(file.text("content.xml")))
    reading.take(within(source.path, name || "content"), text);
  if (file.has("styles.xml"))
    for (const { text } of openDocumentText(file.text("styles.xml")))
      reading.take(within(source.path, "header and footer"), text);
  readProperties(file, source, reading);
}

/** An encrypted document says so in its manifest; the entries look like noise. */
export const isEncryptedDocument = (file: Package): boolean =>
  file.has("META-INF/manifest.xml") && file.text("META-INF/manifest.xml").includes("encryption-data");
