import type { z } from "zod";
import type { importRow, Language, Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import { checkOf, contactLanguage, contactsSpaceId, openDetails, type SealedDetail } from "../contacts.ts";
import { houseOf } from "../house.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import type { MailApp } from "../types.ts";
import { type CsvColumn, type CsvTable, guessColumns, parseCsv } from "./parse-csv.ts";
import { type ProblemRow, understandRows, type UnderstoodRow } from "./understand-rows.ts";

export type ImportRow = z.output<typeof importRow>;
export interface ImportInput {
  readonly columns?: readonly CsvColumn[] | undefined;
  readonly book: "firm" | "mine";
}

/** Each takes a tenth of a second of two that count at once. */
const mostPasswords = 200;

export type PlannedRow = UnderstoodRow & { readonly what: "new" | "changed" | "same" };
export interface ImportPlan {
  readonly table: CsvTable;
  readonly columns: readonly CsvColumn[];
  readonly rows: readonly PlannedRow[];
  readonly problems: readonly ProblemRow[];
}

interface Known {
  readonly name: string | undefined;
  readonly phone: string | undefined;
  readonly verification: Verification | undefined;
  readonly language: Language | undefined;
  readonly isRemembered: boolean;
}

/** What the book has of these addresses, in the clear. */
async function known(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  book: "firm" | "mine",
  emails: readonly string[],
): Promise<Map<string, Known>> {
  const contacts = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where((row) => row.eb("email", "=", row.fn.any(row.val(emails as string[]))))
    .execute();
  const own =
    book === "mine"
      ? await tx.query
          .selectFrom("mail_personal_contact")
          .selectAll()
          .where("organisation_id", "=", tx.organisationId)
          .where("mailbox_space_id", "=", actor.mailboxSpaceId)
          .execute()
      : [];
  const ownById = new Map(own.map((row) => [row.contact_id, row]));
  const spaceId = book === "mine" ? actor.mailboxSpaceId : await contactsSpaceId(tx);
  const found = contacts.flatMap((row) => {
    const check = book === "mine" ? ownById.get(row.contact_id) : row;
    const isRemembered = check !== undefined && check.check_signature !== null && row.forgotten_at === null;
    return [{ row, check: check && checkOf(check, spaceId), isRemembered }];
  });
  const details = found.flatMap(({ check }) => [check?.name, check?.phone].filter((each) => each !== undefined));
  const opened = await openDetails(app, tx, readerOf(actor), details);
  const plain = (detail: SealedDetail | undefined): string | undefined => detail && opened.get(detail);
  return new Map(
    found.map(({ row, check, isRemembered }) => [
      row.email,
      {
        name: plain(check?.name),
        phone: plain(check?.phone),
        verification: check?.verification,
        language: contactLanguage(row),
        isRemembered,
      },
    ]),
  );
}

function whatOf(row: UnderstoodRow, before: Known | undefined): PlannedRow["what"] {
  if (!before?.isRemembered) return "new";
  const differs =
    row.password !== undefined ||
    (["name", "phone", "verification", "language"] as const).some(
      (field) => row[field] !== undefined && row[field] !== before[field],
    );
  return differs ? "changed" : "same";
}

/** A password decides the check where nothing else does; so does a phone number. */
const withCheck = (row: UnderstoodRow): UnderstoodRow => ({
  ...row,
  verification:
    row.verification ?? (row.password !== undefined ? "password" : row.phone !== undefined ? "sms" : undefined),
});

function assertColumns(columns: readonly CsvColumn[]): void {
  const used = columns.filter((column) => column !== "ignore");
  if (new Set(used).size < used.length) throw new Refusal("invalid", "contacts.columns_twice");
  if (!used.includes("email")) throw new Refusal("invalid", "contacts.no_email_column");
}

/** The file, and what each of its columns is taken to hold. Refuses as `parseCsv` does. */
export function readTable(bytes: Bytes, given: readonly CsvColumn[] | undefined) {
  const table = parseCsv(bytes);
  return { table, columns: given ?? guessColumns(table) };
}

/** What importing would do, row by row; writes nothing. Refuses as `parseCsv` does, and `contacts.no_email_column`. */
export async function planImport(
  app: MailApp,
  actor: MemberActor,
  bytes: Bytes,
  { columns: given, book }: ImportInput,
): Promise<ImportPlan> {
  const { table, columns } = readTable(bytes, given);
  assertColumns(columns);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { domain } = await houseOf(tx);
    const { understood, problems } = understandRows(table, columns, domain);
    const emails = understood.map(({ email }) => email);
    const colleagues = new Set((await inboxes(app, tx, { emails })).map(({ email }) => email));
    const before = await known(app, tx, actor, book, emails);
    const rows: PlannedRow[] = [];
    const refused = [...problems];
    let passwords = 0;
    for (const each of understood.map(withCheck)) {
      const { line, email, name = "" } = each;
      if (colleagues.has(email)) refused.push({ line, email, name, problem: "contacts.colleague" });
      else if (each.password !== undefined && ++passwords > mostPasswords)
        refused.push({ line, email, name, problem: "contacts.too_many_passwords" });
      else rows.push({ ...each, what: whatOf(each, before.get(email)) });
    }
    return { table, columns, rows, problems: refused.toSorted((a, b) => a.line - b.line) };
  });
}

export function countsOf({ rows, problems }: ImportPlan): Record<ImportRow["what"], number> {
  const count = (what: PlannedRow["what"]): number => rows.filter((row) => row.what === what).length;
  return { new: count("new"), changed: count("changed"), same: count("same"), problem: problems.length };
}

const mostShown = 200;

/** The first rows, those with a problem before others. */
export const rowsShown = ({ rows, problems }: ImportPlan): ImportRow[] =>
  [
    ...problems.map((row) => ({ ...row, what: "problem" as const })),
    ...rows.map(({ line, email, name = "", what }) => ({ line, email, name, what })),
  ].slice(0, mostShown);
