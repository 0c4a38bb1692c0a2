import type { z } from "zod";
import type { contactAnswer } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { base64url, fromBase64url, fromUtf8, type Id, Refusal, utf8 } from "#/kernel/index.ts";
import { assertSigned } from "../contact-signature.ts";
import { checkOf, contactLanguage, contactsSpaceId, openDetails } from "../contacts.ts";
import { phoneHint } from "../phone.ts";
import type { MailApp } from "../types.ts";
import { folded, matchQuality } from "./match-quality.ts";
import { openNames } from "./names.ts";

export type ContactAnswer = z.output<typeof contactAnswer>;

type ContactsApp = Pick<MailApp, "database" | "blobs" | "secrets" | "clock">;

async function loadRows(tx: Transaction, mailboxSpaceId: Id, only: readonly Id[] | undefined) {
  const contacts = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .$if(only === undefined, (query) => query.where("forgotten_at", "is", null))
    .$if(only !== undefined, (query) => query.where("contact_id", "in", only!))
    .execute();
  const own = await tx.query
    .selectFrom("mail_personal_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .$if(only !== undefined, (query) => query.where("contact_id", "in", only!))
    .execute();
  return { contacts, own: new Map(own.map((row) => [row.contact_id, row])) };
}

interface Entry {
  readonly row: Awaited<ReturnType<typeof loadRows>>["contacts"][number];
  readonly own: Awaited<ReturnType<typeof loadRows>>["own"] extends Map<Id, infer Row> ? Row | undefined : never;
  readonly name: string | undefined;
}

/** Everybody, with names in the clear. Checks are not verified here: nothing is sealed by them. */
async function everybody(
  app: ContactsApp,
  tx: Transaction,
  actor: MemberActor,
  only?: readonly Id[],
): Promise<Entry[]> {
  const { contacts, own } = await loadRows(tx, actor.mailboxSpaceId, only);
  const spaceId = await contactsSpaceId(tx);
  const details = contacts.map((row) => {
    const mine = own.get(row.contact_id);
    return (mine && checkOf(mine, actor.mailboxSpaceId).name) ?? checkOf(row, spaceId).name;
  });
  const wanted = details.flatMap((detail) => detail ?? []);
  const names = await openNames(app, tx, readerOf(actor), wanted, app.clock.now().getTime());
  return contacts.map((row, at) => {
    const detail = details[at];
    return { row, own: own.get(row.contact_id), name: detail && names.get(detail) };
  });
}

/** What the page shows of some contacts; these are verified. */
async function answersOf(
  app: ContactsApp,
  tx: Transaction,
  actor: MemberActor,
  entries: readonly Entry[],
): Promise<ContactAnswer[]> {
  const { mailboxSpaceId } = actor;
  await assertSigned(
    app,
    tx,
    "firm",
    entries.map(({ row }) => row),
  );
  await assertSigned(
    app,
    tx,
    { mailboxSpaceId },
    entries.flatMap(({ row, own }) => (own ? { ...own, email: row.email } : [])),
  );
  const spaceId = await contactsSpaceId(tx);
  const checks = entries.map(({ row, own }) => {
    const firms = checkOf(row, spaceId);
    const mine = own && checkOf(own, mailboxSpaceId);
    return {
      verification: mine?.verification ?? firms.verification,
      phone: mine?.phone ?? firms.phone,
      password: mine?.password ?? firms.password,
    };
  });
  const phones = await openDetails(
    app,
    tx,
    readerOf(actor),
    checks.flatMap(({ phone }) => phone ?? []),
  );
  return entries.map(({ row, own, name }, at) => {
    const { verification, phone, password } = checks[at]!;
    const number = phone && phones.get(phone);
    return {
      contactId: row.contact_id,
      email: row.email,
      ...(name === undefined ? {} : { name }),
      language: contactLanguage(row) ?? null,
      book: own ? ("mine" as const) : ("firm" as const),
      verification: verification ?? null,
      phoneHint: number === undefined ? null : phoneHint(number),
      passwordKnown: password !== undefined,
    };
  });
}

const sortKey = ({ row, name }: Entry): string => `${folded(name ?? row.email)}\n${row.email}`;

const encodeCursor = (entry: Entry): string => base64url(utf8(sortKey(entry)));
function decodeCursor(text: string): string {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Refusal("invalid", "contacts.absent");
  return fromUtf8(bytes);
}

/** Everything typed stands in the name or the address. */
function matches({ row, name }: Entry, words: readonly string[]): boolean {
  const text = folded(`${name ?? ""} ${row.email}`);
  return words.every((word) => text.includes(word));
}

/** A page of contacts by name, and by address where there is no name. */
export function listContacts(
  app: ContactsApp,
  actor: MemberActor,
  {
    text = "",
    cursor,
    limit,
  }: { readonly text?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ contacts: ContactAnswer[]; next: string | null; total: number }> {
  const words = folded(text).split(/\s+/).filter(Boolean);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = (await everybody(app, tx, actor)).filter((entry) => matches(entry, words));
    const keyed = found.map((entry) => ({ entry, key: sortKey(entry) })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after);
    const page = rest.slice(0, limit).map(({ entry }) => entry);
    const contacts = await answersOf(app, tx, actor, page);
    const next = rest.length > page.length ? encodeCursor(page.at(-1)!) : null;
    return { contacts, next, total: found.length };
  });
}

/** One contact. @throws Refusal `contacts.absent`. */
export async function contactAnswerOf(
  app: ContactsApp,
  tx: Transaction,
  actor: MemberActor,
  contactId: Id,
): Promise<ContactAnswer> {
  const entries = await everybody(app, tx, actor, [contactId]);
  const [answer] = await answersOf(app, tx, actor, entries);
  if (!answer) throw new Refusal("absent", "contacts.absent");
  return answer;
}

/** Contacts whose name or address contains all that was typed, the best fit first: for completing an address. */
export async function contactsNamed(
  app: ContactsApp,
  tx: Transaction,
  actor: MemberActor,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<{ email: string; name: string }[]> {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = (await everybody(app, tx, actor)).filter((entry) => entry.name !== undefined && matches(entry, words));
  return found
    .map(({ row, name }) => ({ email: row.email, name: name! }))
    .map((contact) => ({ contact, quality: matchQuality(text, contact) }))
    .toSorted((a, b) => b.quality - a.quality)
    .slice(0, limit)
    .map(({ contact }) => contact);
}
