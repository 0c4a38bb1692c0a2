import { emailSchema, type Language, languageSchema, nameSchema, type Verification } from "#/contract/index.ts";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import { parsePhone } from "../phone.ts";
import type { CsvColumn, CsvTable } from "./parse-csv.ts";

/** A row as it was meant. What the file leaves empty is undefined: it changes nothing. */
export interface UnderstoodRow {
  readonly line: number;
  readonly email: string;
  readonly name: string | undefined;
  readonly phone: string | undefined;
  readonly password: string | undefined;
  readonly language: Language | undefined;
  readonly verification: Verification | undefined;
}
export interface ProblemRow {
  readonly line: number;
  readonly email: string;
  readonly name: string;
  readonly problem: string;
}

const shortestPassword = 6;
const longestPassword = 256;

const languages: Readonly<Record<string, Language>> = {
  nederlands: "nl",
  dutch: "nl",
  néerlandais: "nl",
  frans: "fr",
  français: "fr",
  french: "fr",
  duits: "de",
  deutsch: "de",
  german: "de",
  engels: "en",
  english: "en",
  anglais: "en",
};
const verifications: readonly (readonly [Verification, RegExp])[] = [
  ["sms", /^(sms|text|code|tel|mobi|gsm)/i],
  ["password", /^(wachtwoord|password|mot de passe|passwort|kennwort)/i],
  ["none", /^(geen|none|alleen|e-?mail|aucun|keine)/i],
];

const problem = (code: string): Refusal => new Refusal("invalid", code);

function languageOf(text: string): Language | undefined {
  if (text === "") return undefined;
  const lower = text.toLowerCase();
  const found = languages[lower] ?? languageSchema.safeParse(lower.slice(0, 2)).data;
  if (!found) throw problem("contacts.language_unknown");
  return found;
}

function verificationOf(text: string): Verification | undefined {
  if (text === "") return undefined;
  const found = verifications.find(([, pattern]) => pattern.test(text))?.[0];
  if (!found) throw problem("contacts.verification_unknown");
  return found;
}

function passwordOf(text: string): string | undefined {
  if (text === "") return undefined;
  if (text.length < shortestPassword || text.length > longestPassword) throw problem("contacts.password_length");
  return text;
}

function nameOf(text: string): string | undefined {
  if (text === "") return undefined;
  const parsed = nameSchema.safeParse(text);
  if (!parsed.success) throw problem("contacts.name_wrong");
  return parsed.data;
}

function understand(line: number, field: (column: CsvColumn) => string, name: string, domain: string): UnderstoodRow {
  const email = emailSchema.safeParse(field("email"));
  if (!email.success) throw problem(field("email") === "" ? "contacts.email_missing" : "contacts.email_wrong");
  const phone = field("phone");
  return {
    line,
    email: email.data,
    name: nameOf(name),
    phone: phone === "" ? undefined : parsePhone(phone, domain),
    password: passwordOf(field("password")),
    language: languageOf(field("language")),
    verification: verificationOf(field("verification")),
  };
}

/** Each row by itself: one that can't be understood is told with its reason, and holds back no other. */
export function understandRows(
  { rows }: CsvTable,
  columns: readonly CsvColumn[],
  domain: string,
): { readonly understood: UnderstoodRow[]; readonly problems: ProblemRow[] } {
  const understood: UnderstoodRow[] = [];
  const problems: ProblemRow[] = [];
  const seen = new Set<string>();
  for (const { line, fields } of rows) {
    const field = (column: CsvColumn): string => fields[columns.indexOf(column)] ?? "";
    const name = field("name") || [field("first-name"), field("last-name")].filter((part) => part !== "").join(" ");
    try {
      const row = understand(line, field, name, domain);
      if (seen.has(row.email)) throw problem("contacts.twice");
      seen.add(row.email);
      understood.push(row);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      problems.push({ line, email: field("email").slice(0, 254), name: name.slice(0, 200), problem: error.code });
    }
  }
  return { understood, problems };
}
