import type { AuditEntry } from "#/audit/index.ts";
import type { AppPasswordActor, GuestActor, MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";

export function auditActorOf(actor: MemberActor | AppPasswordActor | GuestActor): AuditEntry["actor"] {
  if (actor.kind === "guest") return { kind: "guest", id: actor.linkId };
  return actor.kind === "member"
    ? { kind: "member", id: actor.memberId }
    : { kind: "app-password", id: actor.appPasswordId };
}

/** The actor's own mailbox, as what is sealed for it asks. */
export const mailboxOf = ({
  mailboxSpaceId,
  memberId,
}: MemberActor | AppPasswordActor): { spaceId: Id; memberId: Id } => ({
  spaceId: mailboxSpaceId,
  memberId,
});
