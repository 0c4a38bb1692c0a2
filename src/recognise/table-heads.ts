import { contextBit } from "./context-kinds.ts";
import type { TextWindow } from "./window.ts";

/** A row that names columns: its words speak for what stands below them. */
export interface TableHead {
  readonly separator: number;
  /** Masks of context bits, by column. */
  readonly columns: readonly number[];
  /** Places in the window. */
  readonly from: number;
  readonly to: number;
}

const separators = [0x09, 0x3b, 0x7c, 0x2c];
const longestHead = 1_000;
const mostColumns = 100;
const headWords = ~contextBit.amount;

function count(codes: Uint16Array, from: number, to: number, wanted: number): number {
  let found = 0;
  for (let at = from; at < to; at += 1) if (codes[at] === wanted) found += 1;
  return found;
}

/** A comma also stands in sentences: there have to be two, and as many on the line below. */
function isSeparator(codes: Uint16Array, from: number, to: number, next: number, separator: number): boolean {
  const here = count(codes, from, to, separator);
  if (here === 0) return false;
  return separator === 0x2c
    ? here > 1 && count(codes, to, next, separator) === here
    : count(codes, to, next, separator) > 0;
}

/** Where context words stand on a line, and what they mean. */
export interface Marks {
  marksBetween(start: number, end: number): { bits: number; start: number }[];
}

/** Tables of lines with the same separator at least once, whose first line names two columns or more and holds no digits. */
export function tableHeads(window: TextWindow, marks: Marks, carried: TableHead | undefined): TableHead[] {
  const { codes, lineStarts, length } = window;
  const heads: TableHead[] = [];
  let open = carried && { ...carried, from: 0, to: length };
  lineStarts.forEach((from, line) => {
    const to = lineStarts[line + 1] ?? length;
    const isFirstCut = line === 0 && !window.isFirst;
    if (open && !isFirstCut && count(codes, from, Math.min(to, from + longestHead), open.separator) === 0) {
      heads.push({ ...open, to: from });
      open = undefined;
    }
    if (open || isFirstCut || to - from > longestHead) return;
    const named = marks.marksBetween(from, to);
    const next = lineStarts[line + 2] ?? length;
    if (named.length === 0 || next === to || next - to > longestHead) return;
    const separator = separators.find((each) => isSeparator(codes, from, to, next, each));
    if (separator === undefined) return;
    const columns = columnsOf(codes, from, to, separator, named);
    if (columns) open = { separator, columns, from: to, to: length };
  });
  if (open) heads.push(open);
  return heads;
}

function columnsOf(
  codes: Uint16Array,
  from: number,
  to: number,
  separator: number,
  marks: readonly { bits: number; start: number }[],
): number[] | undefined {
  const columns = [0];
  let mark = 0;
  for (let at = from; at < to && columns.length < mostColumns; at += 1) {
    const code = codes[at]!;
    if (code >= 0x30 && code <= 0x39) return undefined;
    if (code === separator) columns.push(0);
    while (mark < marks.length && marks[mark]!.start === at) {
      columns[columns.length - 1]! |= marks[mark]!.bits & headWords;
      mark += 1;
    }
  }
  return columns.length > 1 && columns.filter((each) => each !== 0).length >= 1 ? columns : undefined;
}
