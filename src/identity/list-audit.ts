import { listAudit as readAudit, type RecordedEntry } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole, type OperatorIn } from "./authority.ts";

export interface NamedEntry extends RecordedEntry {
  /** Of a member, or of the member whose app password it was. */
  readonly actorName: string | null;
}

async function namesOf(tx: Transaction, entries: readonly RecordedEntry[]): Promise<Map<Id, string>> {
  const ids = [...new Set(entries.flatMap((entry) => (entry.actor.id ? [entry.actor.id] : [])))];
  if (ids.length === 0) return new Map();
  const members = await tx.query
    .selectFrom("identity_member")
    .select(["member_id as id", "name"])
    .where("member_id", "in", ids)
    .execute();
  const appPasswords = await tx.query
    .selectFrom("identity_app_password as password")
    .innerJoin("identity_member as member", (join) =>
      join
        .onRef("member.organisation_id", "=", "password.organisation_id")
        .onRef("member.member_id", "=", "password.member_id"),
    )
    .select(["password.app_password_id as id", "member.name"])
    .where("password.app_password_id", "in", ids)
    .execute();
  return new Map([...members, ...appPasswords].map((row) => [row.id, row.name]));
}

/** The audit log, newest first, a page at a time (admins, officers, the operator). */
export async function listAudit(
  app: Pick<IdentityApp, "database">,
  actor: MemberActor | OperatorIn,
  { before, limit }: { readonly before?: Id; readonly limit: number },
): Promise<{ entries: NamedEntry[]; next: Id | null }> {
  if (actor.kind === "member") assertRole(actor, "admin", "officer");
  if (before !== undefined && !isId(before)) throw new Refusal("invalid", "identity.cursor_invalid");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const page = { limit, ...(before ? { before } : {}) };
    const { entries, next } = await readAudit(tx, page);
    const names = await namesOf(tx, entries);
    return {
      entries: entries.map((entry) => ({
        ...entry,
        actorName: (entry.actor.id && names.get(entry.actor.id)) || null,
      })),
      next,
    };
  });
}
