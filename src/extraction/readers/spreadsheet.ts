import { type Reading, type Source, within } from "../reading.ts";
import { scanXml } from "../xml.ts";
import { officeText, readProperties } from "./office.ts";
import type { Package } from "./package.ts";

/* Excel (ECMA-376, SpreadsheetML): cells as people see them, also of hidden sheets; comments, headers and footers. */

/** Numbers of built-in formats that show a date or a time (ECMA-376 part 1, 18.8.30). */
const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
const dayMs = 86_400_000;
const longestRow = 1_000_000;

type Shown = (value: string) => string;

/** A serial day as a date; Excel believes that 1900 was a leap year. */
function dateOf(serial: number, is1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < 2_958_466)) return undefined;
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const iso = new Date(Math.round((days - 25_569) * dayMs)).toISOString();
  const time = iso.slice(11, 16);
  return time === "00:00" ? iso.slice(0, 10) : serial < 1 ? time : `${iso.slice(0, 10)} ${time}`;
}

/** How cells of a format show their number: dates as dates, `000000000` with its zeros. */
function shownBy(code: string, isDate: boolean, is1904: boolean): Shown {
  if (isDate) return (value) => dateOf(Number(value), is1904) ?? value;
  const zeros = /^0{2,20}$/.exec(code)?.[0].length ?? 0;
  if (zeros > 0) return (value) => (/^\d+$/.test(value) ? value.padStart(zeros, "0") : value);
  return (value) => (/^-?\d+\.\d{9,}$/.test(value) ? String(Number(Number(value).toPrecision(12))) : value);
}

const isDateCode = (code: string): boolean =>
  /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\\.|\[(?:red|green|blue|black|white|yellow|cyan|magenta|\$[^\]]*)\]/gi, ""));

function readStyles(file: Package, is1904: boolean): Shown[] {
  if (!file.has("xl/styles.xml")) return [];
  const codes = new Map<number, string>();
  const shown: Shown[] = [];
  let inCells = false;
  scanXml(file.text("xl/styles.xml"), {
    start(name, attribute) {
      if (name === "numFmt") codes.set(Number(attribute("numFmtId")), attribute("formatCode") ?? "");
      else if (name === "cellXfs") inCells = true;
      else if (name === "xf" && inCells) {
        const id = Number(attribute("numFmtId") ?? 0);
        const code = codes.get(id) ?? "";
        shown.push(shownBy(code, builtInDates.has(id) || isDateCode(code), is1904));
      }
    },
    end: (name) => void (name === "cellXfs" && (inCells = false)),
  });
  return shown;
}

function readShared(file: Package): string[] {
  if (!file.has("xl/sharedStrings.xml")) return [];
  const strings: string[] = [];
  let inText = false;
  let current = "";
  scanXml(file.text("xl/sharedStrings.xml"), {
    start: (name, _attribute, isEmpty) => void (name === "t" && (inText = !isEmpty)),
    end(name) {
      if (name === "t") inText = false;
      else if (name === "si") {
        strings.push(current);
        current = "";
      }
    },
    text: (text) => void (inText && (current += text)),
  });
  return strings;
}

function readSheet(xml: string, shared: readonly string[], styles: readonly Shown[]): string {
  const out: string[] = [];
  let row: string[] = [];
  let type = "n";
  let style = 0;
  let value = "";
  let taking = false;
  scanXml(xml, {
    start(name, attribute) {
      if (name === "c") [type, style, value] = [attribute("t") ?? "n", Number(attribute("s") ?? 0), ""];
      else taking = name === "v" || name === "t" || /^(?:odd|even|first)(?:Header|Footer)$/.test(name);
      if (taking && name !== "v" && name !== "t") value = "";
    },
    end(name) {
      if (name === "c" && row.length < longestRow) {
        if (type === "s") row.push(shared[Number(value)] ?? "");
        else row.push(type === "n" && value !== "" ? (styles[style]?.(value) ?? value) : value);
      } else if (name === "row") {
        out.push(row.join("\t"));
        row = [];
      } else if (/(?:Header|Footer)$/.test(name) && value !== "")
        out.push(value.replaceAll(/&(?:[A-Z]|\d{1,3}|"[^"]{0,200}")/g, " "));
      taking = false;
    },
    text: (text) => void (taking && (value += text)),
  });
  return out.join("\n");
}

interface Sheet {
  readonly name: string;
  readonly target: string;
}

function readWorkbook(file: Package): { readonly sheets: Sheet[]; readonly is1904: boolean } {
  const targets = new Map<string, string>();
  if (file.has("xl/_rels/workbook.xml.rels"))
    scanXml(file.text("xl/_rels/workbook.xml.rels"), {
      start(name, attribute) {
        const target = attribute("Target") ?? "";
        if (name === "Relationship")
          targets.set(attribute("Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
      },
    });
  const sheets: Sheet[] = [];
  let is1904 = false;
  scanXml(file.text("xl/workbook.xml"), {
    start(name, attribute) {
      if (name === "workbookPr") is1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      else if (name === "sheet")
        sheets.push({ name: attribute("name") ?? "", target: targets.get(attribute("r:id") ?? "") ?? "" });
    },
  });
  return { sheets, is1904 };
}

export function readSpreadsheet(file: Package, source: Source, reading: Reading): void {
  const { sheets, is1904 } = readWorkbook(file);
  const styles = readStyles(file, is1904);
  const shared = readShared(file);
  const named = sheets.filter(({ target }) => file.has(target));
  // A workbook whose relations are lost still has its sheets.
  const all =
    named.length > 0
      ? named
      : file.matching(/^xl\/worksheets\/[^/]+\.xml$/).map((target) => ({ name: target, target }));
  for (const { name, target } of all)
    reading.take(within(source.path, name), readSheet(file.text(target), shared, styles));
  for (const name of file.matching(/^xl\/(?:comments\d*|threadedComments\/[^/]+|drawings\/drawing\d+)\.xml$/))
    reading.take(within(source.path, "comments"), commentText(file.text(name)));
  readProperties(file, source, reading);
}

/** Threaded comments hold their words in `text`. */
const commentText = (xml: string): string =>
  officeText(xml.replaceAll(/<(\/?)text\b/g, "<$1t").replaceAll("</comment>", "</w:comment>"));
