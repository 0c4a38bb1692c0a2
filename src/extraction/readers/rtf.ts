import type { Reader } from "../reading.ts";

/*
 * Rich Text Format 1.9: words with their code page, Unicode escapes and groups; what is no text (fonts, pictures, styles) is
 * passed by its destination. One pass, no recursion.
 */

const hidden = new Set(
  "fonttbl colortbl stylesheet info pict object themedata colorschememapping latentstyles datastore listtable listoverridetable generator rsidtbl xmlnstbl fldinst bkmkstart bkmkend filetbl revtbl mmathPr".split(
    " ",
  ),
);
/** Destinations marked as ignorable that hold words of people. */
const wanted = new Set(["annotation", "atnauthor", "footnote", "ftnalt", "headerf", "footerf"]);
const written: Readonly<Record<string, string>> = {
  par: "\n",
  line: "\n",
  row: "\n",
  annotation: "\n",
  footnote: "\n",
  sect: "\n",
  page: "\n",
  tab: "\t",
  cell: "\t",
  emdash: "—",
  endash: "–",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  bullet: "•",
};
const deepest = 1_000;

interface Group {
  readonly isHidden: boolean;
  readonly skip: number;
}

export function rtfText(rtf: string): string {
  const groups: Group[] = [];
  const out: string[] = [];
  let isHidden = false;
  let skip = 1;
  let toSkip = 0;
  let pages = new TextDecoder("windows-1252");
  let bytes: number[] = [];
  let isMarked = false;
  const flush = (): void => {
    if (bytes.length > 0) out.push(pages.decode(Uint8Array.from(bytes)));
    bytes = [];
  };
  const put = (text: string): void => {
    flush();
    if (!isHidden) out.push(text);
  };
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/giy;
  for (let found = token.exec(rtf); found; found = token.exec(rtf)) {
    const [, word, value, hex, sign, brace, plain] = found;
    if (brace === "{") {
      flush();
      if (groups.length < deepest) groups.push({ isHidden, skip });
    } else if (brace === "}") {
      flush();
      ({ isHidden, skip } = groups.pop() ?? { isHidden, skip });
    } else if (word !== undefined) {
      if (isMarked && wanted.has(word)) isHidden = groups.at(-1)?.isHidden ?? false;
      isMarked = false;
      if (word === "u" && value !== undefined) {
        put(String.fromCharCode(Number(value) & 0xffff));
        toSkip = skip;
      } else if (word === "uc") skip = Math.min(Number(value ?? 1), 8);
      else if (word === "bin") token.lastIndex += Math.max(0, Number(value ?? 0));
      else if (word === "ansicpg") pages = decoderOf(Number(value));
      else if (hidden.has(word)) isHidden = true;
      else if (written[word] !== undefined) put(written[word]!);
    } else if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1;
      else if (!isHidden) bytes.push(Number.parseInt(hex, 16));
    } else if (sign === "*") isHidden = isMarked = true;
    else if (sign !== undefined) put(sign === "~" ? "\u00a0" : sign === "_" ? "-" : sign === "-" ? "" : sign);
    else if (plain !== undefined) {
      put(plain.slice(toSkip));
      toSkip = Math.max(0, toSkip - plain.length);
    }
  }
  flush();
  return out.join("");
}

function decoderOf(page: number): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(page === 65_001 ? "utf-8" : `windows-${page}`);
  } catch {
    return new TextDecoder("windows-1252");
  }
}

export const readRtf: Reader = ({ bytes, path }, reading) =>
  reading.take(path || "text", rtfText(bytes.toString("latin1")));
