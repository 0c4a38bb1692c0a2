import { type AuditFilter, listAudit as readAudit, type RecordedEntry } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole, type OperatorIn } from "./authority.ts";

export interface NamedEntry extends RecordedEntry {
  /** Of a member, or of the member whose app password it was. */
  readonly actorName: string | null;
  /** Of the member whom `details.sender` means. */
  readonly senderName: string | null;
}

/** As `AuditFilter`, with a member in place of the ids by which they act. */
export interface NamedFilter extends Omit<AuditFilter, "actorIds"> {
  readonly memberId?: Id | undefined;
}

function senderIn({ details }: RecordedEntry): Id | undefined {
  const sender = details?.["sender"];
  return typeof sender === "string" && isId(sender) ? sender : undefined;
}

async function namesOf(tx: Transaction, entries: readonly RecordedEntry[]): Promise<Map<Id, string>> {
  const ids = [
    ...new Set(entries.flatMap((entry) => [entry.actor.id, senderIn(entry)].filter((id) => id !== undefined))),
  ];
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

type Reader = MemberActor | OperatorIn;

function assertReader(actor: Reader): void {
  if (actor.kind === "member") assertRole(actor, "admin", "officer");
}

/** The ids under which a member stands in the log: their own, and those of their app passwords. */
export async function auditIdsOf(
  app: Pick<IdentityApp, "database">,
  actor: Reader,
  memberId: Id | undefined,
): Promise<readonly Id[] | undefined> {
  assertReader(actor);
  if (memberId === undefined) return undefined;
  const rows = await app.database.inOrganisation(actor.organisationId, (tx) =>
    tx.query
      .selectFrom("identity_app_password")
      .select("app_password_id")
      .where("organisation_id", "=", tx.organisationId)
      .where("member_id", "=", memberId)
      .execute(),
  );
  return [memberId, ...rows.map((row) => row.app_password_id)];
}

/** The audit log, newest first, a page at a time (admins, officers, the operator). */
export async function listAudit(
  app: Pick<IdentityApp, "database">,
  actor: Reader,
  { before, limit, memberId, ...filter }: NamedFilter & { readonly before?: Id | undefined; readonly limit: number },
): Promise<{ entries: NamedEntry[]; next: Id | null }> {
  assertReader(actor);
  if (before !== undefined && !isId(before)) throw new Refusal("invalid", "identity.cursor_invalid");
  const actorIds = await auditIdsOf(app, actor, memberId);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { entries, next } = await readAudit(tx, { ...filter, ...(actorIds && { actorIds }), limit, before });
    const names = await namesOf(tx, entries);
    return {
      entries: entries.map((entry) => {
        const sender = senderIn(entry);
        return {
          ...entry,
          actorName: (entry.actor.id && names.get(entry.actor.id)) || null,
          senderName: (sender && names.get(sender)) || null,
        };
      }),
      next,
    };
  });
}

/** The same from beginning to end, a page in each transaction. */
export async function* walkAudit(
  app: Pick<IdentityApp, "database">,
  actor: Reader,
  filter: NamedFilter,
): AsyncGenerator<readonly NamedEntry[], void> {
  for (let before: Id | undefined; ;) {
    const { entries, next } = await listAudit(app, actor, { ...filter, before, limit: 500 });
    yield entries;
    if (next === null) return;
    before = next;
  }
}
