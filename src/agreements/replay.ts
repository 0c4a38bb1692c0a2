import type { z } from "zod";
import type { agreementRoutes, Agreements } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import { type Bytes, dayMs } from "#/kernel/index.ts";
import { understand, type AgreementsApp } from "./put-in-force.ts";
import { type MailRecord, readRecord } from "./records.ts";
import { openRecordsSecret } from "./records-key.ts";
import { decide, type Route } from "./rules/index.ts";

export type Replayed = z.output<typeof agreementRoutes.replayAgreements.answer>;

const replayedDays = 30;
/** The newest: a second or two of opening. */
const mostReplayed = 5_000;
const atOnce = 100;

type Counts = Record<Route, number>;
const noCounts = (): Counts => ({ plain: 0, secure: 0, hold: 0, refuse: 0 });

/** Counts over mails what a document makes of them, beside what happened. */
class Tally {
  readonly happened = noCounts();
  readonly proposed = noCounts();
  readonly triggers = new Map<string, number>();
  readonly #document: Agreements;

  constructor(document: Agreements) {
    this.#document = document;
  }

  add({ findings, outcome, process, wish, ...mail }: MailRecord): void {
    this.happened[outcome]++;
    const asked = wish && { secure: wish.secure, ...(wish.verification && { verification: wish.verification }) };
    const envelope = { ...mail, ...(process !== undefined && { process }), ...(asked && { wish: asked }) };
    const { strictest, recipients } = decide(this.#document, envelope, findings);
    this.proposed[strictest]++;
    const counting = recipients.flatMap(({ reasons }) => reasons).filter(({ exception }) => exception === undefined);
    for (const source of new Set(counting.map((reason) => reason.source)))
      this.triggers.set(source, (this.triggers.get(source) ?? 0) + 1);
  }
}

async function recordsSince(
  tx: Transaction,
  since: Date,
): Promise<{ readonly mails: number; readonly newest: Bytes[] }> {
  const recent = tx.query
    .selectFrom("agreements_record")
    .where("organisation_id", "=", tx.organisationId)
    .where("at", ">=", since);
  const { mails } = await recent.select((each) => each.fn.countAll<string>().as("mails")).executeTakeFirstOrThrow();
  const newest = await recent.select("sealed").orderBy("at", "desc").limit(mostReplayed).execute();
  return { mails: Number(mails), newest: newest.map(({ sealed }) => sealed) };
}

/**
 * What a document would have done with the mail of the last 30 days (admins). Opens records in memory and answers with
 * numbers. @throws Refusal `identity.role_missing`, `agreements.document_wrong`.
 */
export async function replay(app: AgreementsApp, actor: MemberActor, text: string): Promise<Replayed> {
  assertRole(actor, "admin");
  const proposed = understand(text);
  const since = new Date(app.clock.now().getTime() - replayedDays * dayMs);
  const { mails, newest, secret } = await app.database.inOrganisation(actor.organisationId, async (tx) => ({
    secret: (await openRecordsSecret(app, tx, actor))?.secret,
    ...(await recordsSince(tx, since)),
  }));
  const tally = new Tally(proposed);
  let replayed = 0;
  for (const [place, sealed] of newest.entries()) {
    const record = secret && readRecord(secret, sealed);
    if (record) tally.add(record);
    if (record) replayed++;
    if (place % atOnce === atOnce - 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const actions = new Map(proposed.triggers.map(({ name, action }) => [name, action]));
  return {
    since: since.toISOString(),
    mails,
    replayed,
    happened: tally.happened,
    proposed: tally.proposed,
    triggers: [...tally.triggers]
      .flatMap(([name, count]) => (actions.has(name) ? [{ name, mails: count, action: actions.get(name)! }] : []))
      .toSorted((one, other) => other.mails - one.mails || (one.name < other.name ? -1 : 1)),
    untold: proposed.triggers.filter(({ when }) => when.keywords ?? when.labels).map(({ name }) => name),
  };
}
