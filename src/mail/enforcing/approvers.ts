import { addressKey } from "#/agreements/rules/index.ts";
import type { Agreements } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { type Colleague, colleagues } from "../house.ts";

export interface Approver extends Colleague {
  readonly isStandIn: boolean;
}

/** Approvers and stand-ins of the agreements who can log in. */
export async function allApprovers(tx: Transaction, { approval }: Agreements): Promise<Approver[]> {
  const named = [...approval.approvers, ...approval.standIns];
  const standIns = new Set(approval.standIns.map(addressKey));
  const emails = [...new Set(named.map((email) => email.toLowerCase()))];
  const people = await colleagues(tx, { emails });
  if (people.length === 0) return [];
  const active = await tx.query
    .selectFrom("identity_member")
    .select("member_id")
    .where("organisation_id", "=", tx.organisationId)
    .where(
      "member_id",
      "in",
      people.flatMap(({ memberId }) => memberId ?? []),
    )
    .where("state", "=", "active")
    .execute();
  const ids = new Set<string>(active.map((row) => row.member_id));
  return people
    .filter(({ memberId }) => memberId !== undefined && ids.has(memberId))
    .map((each) => ({ ...each, isStandIn: standIns.has(addressKey(each.email)) }));
}

/** Those who may decide about a message of this sender: nobody does about their own. */
export async function approversOf(
  tx: Transaction,
  agreements: Agreements,
  sender: Pick<MemberActor | AppPasswordActor, "memberId">,
): Promise<Approver[]> {
  const others = (await allApprovers(tx, agreements)).filter(({ memberId }) => memberId !== sender.memberId);
  if (others.length === 0) throw new Refusal("forbidden", "mail.agreements_nobody_releases");
  return others;
}
