import { listAudit } from "#/audit/index.ts";
import { directWays, type mailRoutes } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { isId } from "#/kernel/index.ts";
import type { z } from "zod";
import type { MailApp } from "../types.ts";

export type RelayedMail = z.output<typeof mailRoutes.listRelayed.answer>["mails"][number];

const mostListed = 50;

async function dispatchesOf(tx: Transaction, ids: readonly string[]) {
  const rows = await tx.query
    .selectFrom("mail_dispatch")
    .select(["dispatch_id", "state", "last_answer", "handed_over_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("dispatch_id", "in", ids.length > 0 ? ids : [tx.organisationId])
    .execute();
  return new Map(rows.map((row) => [row.dispatch_id, row]));
}

/** A member and their mail programs, as they stand in the audit log. */
async function idsOf(tx: Transaction, { memberId }: MemberActor): Promise<string[]> {
  const rows = await tx.query
    .selectFrom("identity_app_password")
    .select("app_password_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "=", memberId)
    .execute();
  return [memberId, ...rows.map((row) => row.app_password_id)];
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

/** Ordinary mail of the actor's mail programs, newest first: which way each went, and what the other side said. */
export function listRelayed(app: MailApp, actor: MemberActor): Promise<{ mails: RelayedMail[] }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const act = "mail.message-relayed";
    const { entries } = await listAudit(tx, { act, actorIds: await idsOf(tx, actor), limit: mostListed });
    const ids = entries.flatMap(({ subject }) => (subject && isId(subject.id) ? [subject.id] : []));
    const dispatches = await dispatchesOf(tx, ids);
    const mails = entries.map(({ entryId, at, subject, details }): RelayedMail => {
      const dispatch = dispatches.get(subject?.id ?? "");
      return {
        id: entryId,
        at: at.toISOString(),
        recipients: texts(details?.["recipients"]),
        direct: directWays.filter((way) => texts(details?.["direct"]).includes(way)),
        // What is settled is forgotten after 90 days.
        state: dispatch?.state ?? "handed-over",
        answer: dispatch?.last_answer ?? null,
        handedOverAt: dispatch?.handed_over_at?.toISOString() ?? null,
      };
    });
    return { mails };
  });
}
