import type { Role } from "#/contract/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import type { MemberActor, OperatorActor } from "./actors.ts";

/** @throws Refusal `identity.role_missing` unless the member has one of the roles. */
export function assertRole(actor: MemberActor, ...roles: readonly Role[]): void {
  if (!roles.some((role) => actor.roles.includes(role)))
    throw new Refusal("forbidden", "identity.role_missing", { role: roles[0]! });
}

/** The operator acts in an organisation by naming it. */
export interface OperatorIn extends OperatorActor {
  readonly organisationId: Id;
}

/** An admin, or the operator in person. */
export function assertAdmin(actor: MemberActor | OperatorIn): void {
  if (actor.kind === "member") assertRole(actor, "admin");
}

/** As the audit log names the actor. */
export const auditActor = (actor: MemberActor | OperatorActor): { kind: "member"; id: Id } | { kind: "operator" } =>
  actor.kind === "member" ? { kind: "member", id: actor.memberId } : { kind: "operator" };
