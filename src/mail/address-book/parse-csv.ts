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

/**
 * A CSV file (RFC 4180) as programs write it here: `;`, `,` or tab; UTF-8, UTF-16 or Windows-1252; with a first line of
 * titles. @throws Refusal `contacts.file_too_large`, `contacts.too_many_rows`, `contacts.file_unreadable`, `contacts.file_empty`.
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
  if (records.length > csvLimits.rows + 1)
    throw new Refusal("too-large", "contacts.too_many_rows", { limit: csvLimits.rows });
  const [titles, ...rows] = records;
  if (!titles || rows.length === 0) throw new Refusal("invalid", "contacts.file_empty");
  const offset = hint ? 1 : 0;
  return {
    titles: titles.record.slice(0, csvLimits.columns),
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

/** What each column seems to hold, by its title; where no title says address, the first column that has addresses does. */
export function guessColumns({ titles: given, rows }: CsvTable): CsvColumn[] {
  const taken = new Set<CsvColumn>();
  const guessed = given.map((title): CsvColumn => {
    const found = titles.find(([column, pattern]) => !taken.has(column) && pattern.test(title))?.[0];
    if (found) taken.add(found);
    return found ?? "ignore";
  });
  if (taken.has("email")) return guessed;
  const withAddresses = given.findIndex((_, at) => /^[^\s@]+@[^\s@]+$/.test(rows[0]!.fields[at] ?? ""));
  if (withAddresses >= 0) guessed[withAddresses] = "email";
  return guessed;
}
