import { parse } from "csv-parse/sync";
import type { z } from "zod";
import type { csvColumn } from "#/contract/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";

export type CsvColumn = z.output<typeof csvColumn>;

export const csvLimits = { bytes: 8 * 1024 * 1024, rows: 20_000, columns: 100 } as const;

export interface CsvRow {
  /** In the file, from 1 on. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvTable {
  readonly titles: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** By its mark; else UTF-8 where it is that, and otherwise what Excel writes in our parts. */
function decoded(bytes: Bytes): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** What the first line has most of. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [";", ",", "\t"].map((sign) => [sign, line.split(sign).length] as const);
  return counts.toSorted((a, b) => b[1] - a[1])[0]![0];
}

/** What the library gives with `info`. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);
const isNumber = (text: string): boolean => /^\+?[\d\s().-]{9,}$/.test(text);

/**
 * A CSV file (RFC 4180) as programs write it here: `;`, `,` or tab; UTF-8, UTF-16 or Windows-1252. Its first line has the
 * titles, unless an address stands in it: then the titles are empty. @throws Refusal `contacts.file_too_large`, `contacts.too_many_rows`, `contacts.file_unreadable`, `contacts.file_empty`.
 */
export function parseCsv(bytes: Bytes): CsvTable {
  if (bytes.byteLength > csvLimits.bytes)
    throw new Refusal("too-large", "contacts.file_too_large", { limitBytes: csvLimits.bytes });
  const text = decoded(bytes).replace(/^\uFEFF/, "");
  // Excel's own hint of the delimiter is no line of the table.
  const hint = /^sep=(.)\r?\n/i.exec(text);
  const body = hint ? text.slice(hint[0].length) : text;
  let records: readonly Parsed[];
  try {
    records = parse(body, {
      delimiter: hint?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      max_record_size: 100_000,
      to: csvLimits.rows + 2,
    }) as unknown as readonly Parsed[];
  } catch {
    throw new Refusal("invalid", "contacts.file_unreadable");
  }
  // Text has none; spreadsheets, pictures and archives have them in their first bytes.
  if (text.includes("\0")) throw new Refusal("invalid", "contacts.file_unreadable");
  if (records.length > csvLimits.rows + 1)
    throw new Refusal("too-large", "contacts.too_many_rows", { limit: csvLimits.rows });
  const [first] = records;
  const isTitled = !first?.record.some(isAddress);
  const rows = isTitled ? records.slice(1) : records;
  if (!first || rows.length === 0) throw new Refusal("invalid", "contacts.file_empty");
  const offset = hint ? 1 : 0;
  return {
    titles: first.record.slice(0, csvLimits.columns).map((title) => (isTitled ? title : "")),
    rows: rows.map(({ record, info }) => ({ line: info.lines + offset, fields: record.slice(0, csvLimits.columns) })),
  };
}

const titles: readonly (readonly [CsvColumn, RegExp])[] = [
  ["email", /e-?mail|mailadres|courriel|^mail$/i],
  ["first-name", /voornaam|first.?name|given.?name|prénom|vorname/i],
  ["last-name", /achternaam|last.?name|surname|family.?name|nachname|nom de famille/i],
  ["phone", /mobiel|gsm|mobile|telefoon|phone|téléphone|handy|^tel/i],
  ["password", /wachtwoord|password|mot de passe|kennwort|passwort/i],
  ["language", /^taal|language|langue|sprache/i],
  ["verification", /controle|verificat|check|contrôle|prüfung/i],
  ["name", /naam|name|nom|klant|customer|contact/i],
];

/** What each column seems to hold, by its title; where no title says address, the first column that has addresses
 * does; without titles, numbers and names are known by their look too. */
export function guessColumns({ titles: given, rows }: CsvTable): CsvColumn[] {
  const taken = new Set<CsvColumn>();
  const guessed = given.map((title): CsvColumn => {
    const found = titles.find(([column, pattern]) => !taken.has(column) && pattern.test(title))?.[0];
    if (found) taken.add(found);
    return found ?? "ignore";
  });
  const sample = rows[0]!.fields;
  const holds = (column: CsvColumn, is: (text: string) => boolean): void => {
    const at = given.findIndex((_, place) => guessed[place] === "ignore" && is(sample[place] ?? ""));
    if (at >= 0 && !taken.has(column)) guessed[at] = column;
  };
  holds("email", isAddress);
  if (given.some((title) => title !== "")) return guessed;
  holds("phone", isNumber);
  holds("name", (text) => /^\p{L}/u.test(text));
  return guessed;
}
