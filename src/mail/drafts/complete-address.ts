import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { matchQuality } from "../address-book/match-quality.ts";
import { contactsNamed } from "../address-book/read-contacts.ts";
import { sharedMailboxes } from "../mailboxes/statement.ts";
import type { MailApp } from "../types.ts";

export interface CompletedAddress {
  readonly email: string;
  readonly name?: string;
  readonly kind: "member" | "mailbox" | "contact";
}

/** More than are shown, so that the most used of them can come first. */
const lookedAt = 50;

/** What begins with it, as a range over bytes: LIKE finds no index under row-level security. */
const rangeOf = (typed: string): readonly [string, string] => [typed, `${typed}\u{10FFFF}`];

/** Of whom this mailbox wrote to, those who begin so; the most used first. */
async function writtenTo(tx: Transaction, actor: MemberActor, typed: string): Promise<Map<string, number>> {
  const [from, until] = rangeOf(typed);
  const { rows } = await sql<{ email: string; uses: number }>`
    select email, uses from mail_address_use
    where organisation_id = ${tx.organisationId} and mailbox_space_id = ${actor.mailboxSpaceId}
      and email >= ${from} and email < ${until}
    order by uses desc, last_used_at desc limit ${lookedAt}`.execute(tx.query);
  return new Map(rows.map(({ email, uses }) => [email, uses]));
}

async function contactsBeginning(tx: Transaction, typed: string): Promise<string[]> {
  const [from, until] = rangeOf(typed);
  const { rows } = await sql<{ email: string }>`
    select email from mail_contact
    where organisation_id = ${tx.organisationId} and forgotten_at is null
      and email collate "C" >= ${from} and email collate "C" < ${until}
    order by email collate "C" limit ${lookedAt}`.execute(tx.query);
  return rows.map(({ email }) => email);
}

/** Of these the contacts that were taken off the list. */
async function forgotten(tx: Transaction, emails: readonly string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set();
  const rows = await tx.query
    .selectFrom("mail_contact")
    .select("email")
    .where("organisation_id", "=", tx.organisationId)
    .where("email", "in", emails)
    .where("forgotten_at", "is not", null)
    .execute();
  return new Set(rows.map(({ email }) => email));
}

/** Everybody of the house whose address begins so, or whose name contains it; and whose mailbox is closed. */
async function ofTheHouse(
  app: MailApp,
  tx: Transaction,
  typed: string,
): Promise<{ house: CompletedAddress[]; closed: string[] }> {
  const members = await tx.query
    .selectFrom("identity_member")
    .select(["email", "name"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .execute();
  const mailboxes = await sharedMailboxes(app, tx, "all");
  const all: CompletedAddress[] = [
    ...members.map(({ email, name }) => ({ email, name, kind: "member" as const })),
    ...mailboxes.flatMap(({ email, name, closedAt }) => (closedAt ? [] : { email, name, kind: "mailbox" as const })),
  ];
  return {
    house: all.filter(({ email, name = "" }) => email.startsWith(typed) || name.toLowerCase().includes(typed)),
    closed: mailboxes.flatMap(({ email, closedAt }) => (closedAt ? email : [])),
  };
}

async function usesOf(tx: Transaction, actor: MemberActor, emails: readonly string[]): Promise<Map<string, number>> {
  if (emails.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_address_use")
    .select(["email", "uses"])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("email", "in", emails)
    .execute();
  return new Map(rows.map(({ email, uses }) => [email, uses]));
}

const exact = 3;

/** Who is named in full comes first, then whom one writes to most, then who fits best, then colleagues. */
function rankOf(person: CompletedAddress, typed: string, uses: ReadonlyMap<string, number>): readonly number[] {
  const quality = matchQuality(typed, person);
  return [Number(quality === exact), uses.get(person.email) ?? 0, quality, Number(person.kind !== "contact")];
}

const firstDifference = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, at) => value - b[at]!).find((difference) => difference !== 0) ?? 0;

/** "Klant 3" before "Klant 20". */
const byName = new Intl.Collator("nl", { numeric: true });
const shownOf = ({ name, email }: CompletedAddress): string => `${name ?? ""} ${email}`;

/** Whom the actor may mean by what was typed so far: whom this mailbox writes to most comes first, after whoever is named in full. */
export function completeAddress(
  app: MailApp,
  actor: MemberActor,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<CompletedAddress[]> {
  const typed = text.trim().toLowerCase();
  if (typed === "") return Promise.resolve([]);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const used = await writtenTo(tx, actor, typed);
    const { house, closed } = await ofTheHouse(app, tx, typed);
    const found = new Map<string, CompletedAddress>(house.map((each) => [each.email, each]));
    // One letter stands in nearly every name: then addresses have to do.
    const named = typed.length < 2 ? [] : await contactsNamed(app, tx, actor, { text: typed, limit: lookedAt });
    for (const { email, name } of named) if (!found.has(email)) found.set(email, { email, name, kind: "contact" });
    const gone = await forgotten(tx, [...used.keys()]);
    for (const email of [...used.keys(), ...(await contactsBeginning(tx, typed))])
      if (!found.has(email) && !gone.has(email)) found.set(email, { email, kind: "contact" });
    for (const email of closed) found.delete(email);
    const uses = new Map([...used, ...(await usesOf(tx, actor, [...found.keys()]))]);
    const ranked = [...found.values()].map((each) => ({ each, rank: rankOf(each, typed, uses) }));
    return ranked
      .toSorted((a, b) => firstDifference(b.rank, a.rank) || byName.compare(shownOf(a.each), shownOf(b.each)))
      .map(({ each }) => each)
      .slice(0, limit);
  });
}
