import type { Reading, Source } from "../reading.ts";
import { within } from "../reading.ts";
import { scanXml } from "../xml.ts";
import { type Package, shortName } from "./package.ts";

/* Word and PowerPoint (ECMA-376): every part that holds words, also headers, notes, comments and what was struck out. */

const breaks = new Set(["w:p", "a:p", "w:tr", "a:tr", "w:comment", "p:cm", "w:footnote"]);
const texts = new Set(["w:t", "w:delText", "a:t", "p:text", "p188:text", "t"]);

/** The words of one part: paragraphs on lines, cells with tabs between them. */
export function officeText(xml: string): string {
  const out: string[] = [];
  let inText = 0;
  scanXml(xml, {
    start(name, _attribute, isEmpty) {
      if (texts.has(name) && !isEmpty) inText += 1;
      else if (name === "w:tab" || name === "a:tab") out.push("\t");
      else if (name === "w:br" || name === "a:br" || name === "w:cr") out.push("\n");
      else if (name === "w:noBreakHyphen") out.push("-");
    },
    end(name) {
      if (texts.has(name)) inText = Math.max(0, inText - 1);
      else if (breaks.has(name)) out.push("\n");
      else if (name === "w:tc" || name === "a:tc") out.push("\t");
    },
    text(text) {
      if (inText > 0) out.push(text);
    },
  });
  // A cell's paragraph ends before its tab does.
  return out.join("").replaceAll("\n\t", "\t");
}

const wordParts = /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/;
const slideParts = /^ppt\/(?:slides|notesSlides|comments)\/[^/]+\.xml$/;

/** Title, author and the like: names of people stand there. */
export function readProperties(file: Package, { path }: Source, reading: Reading): void {
  for (const name of ["docProps/core.xml", "docProps/custom.xml", "meta.xml"]) {
    if (!file.has(name)) continue;
    const lines: string[] = [];
    let label = "";
    scanXml(file.text(name), {
      start: (tag) => void (label = tag.replace(/^.*:/, "")),
      text: (text) => void (text.trim() !== "" && lines.push(`${label}: ${text.trim()}`)),
    });
    reading.take(within(path, "properties"), lines.join("\n"));
  }
}

export function readOffice(file: Package, source: Source, reading: Reading): void {
  const names = [...file.matching(wordParts), ...file.matching(slideParts)];
  // The document itself before what stands around it.
  const main = names.filter((name) => name.endsWith("/document.xml") || name.includes("/slides/"));
  for (const name of [...main, ...names.filter((each) => !main.includes(each))])
    reading.take(within(source.path, shortName(name)), officeText(file.text(name)));
  readProperties(file, source, reading);
}
