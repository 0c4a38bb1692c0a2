import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import type { History } from "#/agreements/misaddressing/index.ts";
import { addressParts } from "#/agreements/rules/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type AppPasswordActor, type MemberActor, readerOf } from "#/identity/index.ts";
import { fromUtf8, utf8 } from "#/kernel/index.ts";
import { mailboxEpoch, openEpochSecrets, placeKey } from "#/spaces/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import { mailboxOf } from "../actors.ts";
import type { MailApp } from "../types.ts";

type Actor = MemberActor | AppPasswordActor;

/** The people, by a key, in the order in which their data last went somewhere; for each the addresses with counts. */
const habitsSchema = z.object({
  version: z.literal(1),
  salt: z.string(),
  people: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.number()]))])),
});
type Stored = z.infer<typeof habitsSchema>;

const mostPeople = 3_000;
const mostAddresses = 8;
/** A number that goes to so many domains is the firm's own, in every signature. */
const mostDomains = 5;

export interface Habits {
  /** Opaque keys for values of one message. */
  keysOf(values: readonly string[]): string[];
  readonly people: NonNullable<History["people"]>;
  readonly stored: Stored;
}

const fresh = (): Stored => ({ version: 1, salt: randomBytes(32).toString("base64"), people: [] });

function habitsFrom(stored: Stored): Habits {
  const salt = Buffer.from(stored.salt, "base64");
  return {
    stored,
    keysOf: (values) =>
      values.map((value) => createHmac("sha256", salt).update(value).digest().subarray(0, 12).toString("base64url")),
    people: new Map(stored.people.map(([key, went]) => [key, went.map(([email, count]) => ({ email, count }))])),
  };
}

/** What this mailbox remembers; undefined for a mail program, and where the key is not at hand. */
export async function openHabits(app: MailApp, tx: Transaction, actor: Actor): Promise<Habits | undefined> {
  if (actor.kind !== "member") return undefined;
  const row = await tx.query
    .selectFrom("mail_habits")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .executeTakeFirst();
  if (!row) return habitsFrom(fresh());
  const place = { spaceId: actor.mailboxSpaceId, epoch: row.epoch };
  const secret = (await openEpochSecrets(app, tx, readerOf(actor), [place])).get(placeKey(place));
  const plain = secret && openSealed(secret, row.sealed);
  const read = plain && habitsSchema.safeParse(JSON.parse(fromUtf8(plain)));
  return read?.success ? habitsFrom(read.data) : undefined;
}

function wentAlso(before: readonly (readonly [string, number])[], emails: readonly string[]): [string, number][] {
  const counts = new Map(before);
  for (const email of emails) counts.set(email, (counts.get(email) ?? 0) + 1);
  const domains = new Set([...counts.keys()].map((email) => addressParts(email).domain));
  if (domains.size > mostDomains || counts.has("*")) return [["*", 0]];
  return [...counts].toSorted(([, one], [, other]) => other - one).slice(0, mostAddresses);
}

/** Remembers to whom data of these people went, in the transaction that sends. */
export async function noteHabits(
  app: MailApp,
  tx: Transaction,
  actor: Actor,
  { values, emails }: { readonly values: readonly string[]; readonly emails: readonly string[] },
): Promise<void> {
  if (values.length === 0 || emails.length === 0) return;
  await tx.query
    .selectFrom("mail_habits")
    .select("epoch")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .forUpdate()
    .execute();
  const habits = await openHabits(app, tx, actor);
  if (!habits) return;
  const people = new Map(habits.stored.people);
  for (const key of habits.keysOf(values)) {
    const now = wentAlso(people.get(key) ?? [], emails);
    people.delete(key);
    people.set(key, now);
  }
  const stored: Stored = { ...habits.stored, people: [...people].slice(-mostPeople) };
  const { epoch, publicKey } = await mailboxEpoch(app, tx, mailboxOf(actor));
  const row = { epoch, sealed: sealTo(publicKey, utf8(JSON.stringify(stored))) };
  await tx.query
    .insertInto("mail_habits")
    .values({ organisation_id: tx.organisationId, mailbox_space_id: actor.mailboxSpaceId, ...row })
    .onConflict((conflict) => conflict.columns(["organisation_id", "mailbox_space_id"]).doUpdateSet(row))
    .execute();
}
