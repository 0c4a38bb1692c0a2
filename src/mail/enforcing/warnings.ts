import { type Click, type Weight, weighSignals } from "#/agreements/misaddressing/index.ts";
import { type MisaddressingSignal, misaddressingSignals } from "#/contract/index.ts";
import type { Agreements } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { agreementsFor } from "./decide-sending.ts";

/** Of each signal; a few more than are weighed. */
const mostKept = 120;

/** What the agreements do more with than say so is not for the clicking to switch off. */
const keptBy = ({ misaddressing }: Agreements): Set<MisaddressingSignal> =>
  new Set(misaddressingSignals.filter((signal) => !["advise", "off"].includes(misaddressing[signal] ?? "advise")));

export async function weightsOf(tx: Transaction, mailboxSpaceId: Id, agreements: Agreements): Promise<Weight[]> {
  const rows = await tx.query
    .selectFrom("mail_warning")
    .select(["signal", "heeded"])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .orderBy("at")
    .orderBy("warning_id")
    .execute();
  const clicks = rows.map(({ signal, heeded }): Click => ({ signal: signal as MisaddressingSignal, isHeeded: heeded }));
  return weighSignals(clicks, keptBy(agreements));
}

/** Counts what somebody did with warnings; the oldest make room. */
export async function noteWarnings(
  tx: Transaction,
  mailboxSpaceId: Id,
  {
    signals,
    heeded,
    at,
  }: { readonly signals: Iterable<MisaddressingSignal>; readonly heeded: boolean; readonly at: Date },
): Promise<void> {
  const distinct = [...new Set(signals)];
  if (distinct.length === 0) return;
  const place = { organisation_id: tx.organisationId, mailbox_space_id: mailboxSpaceId };
  await tx.query
    .insertInto("mail_warning")
    .values(distinct.map((signal) => ({ ...place, warning_id: newId(), signal, heeded, at })))
    .execute();
  for (const signal of distinct) {
    const last = tx.query
      .selectFrom("mail_warning")
      .select("warning_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", mailboxSpaceId)
      .where("signal", "=", signal)
      .orderBy("at", "desc")
      .orderBy("warning_id", "desc")
      .offset(mostKept);
    await tx.query
      .deleteFrom("mail_warning")
      .where("organisation_id", "=", tx.organisationId)
      .where("warning_id", "in", last)
      .execute();
  }
}

/** How useful each warning was in this mailbox, and which are shown no more. */
export async function listWarnings(app: MailApp, actor: MemberActor): Promise<{ warnings: Weight[] }> {
  const { agreements } = await agreementsFor(app, actor.organisationId);
  const warnings = await app.database.inOrganisation(actor.organisationId, (tx) =>
    weightsOf(tx, actor.mailboxSpaceId, agreements),
  );
  return { warnings };
}

/** Somebody changed something because of a warning. */
export const heedWarning = (app: MailApp, actor: MemberActor, signal: MisaddressingSignal): Promise<void> =>
  app.database.inOrganisation(actor.organisationId, (tx) =>
    noteWarnings(tx, actor.mailboxSpaceId, { signals: [signal], heeded: true, at: app.clock.now() }),
  );

/** Shows a warning again, as if it were new. */
export async function renewWarning(app: MailApp, actor: MemberActor, signal: MisaddressingSignal): Promise<void> {
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    tx.query
      .deleteFrom("mail_warning")
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", actor.mailboxSpaceId)
      .where("signal", "=", signal)
      .execute(),
  );
}
