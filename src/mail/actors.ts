import type { AuditEntry } from "#/audit/index.ts";
import type { AppPasswordActor, GuestActor, MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { Owner } from "#/spaces/index.ts";

/** Who acts, and on whose behalf: in a shared mailbox, or in that of a colleague while they stand in. */
export function auditActorOf(actor: MemberActor | AppPasswordActor | GuestActor): AuditEntry["actor"] {
  if (actor.kind === "guest") return { kind: "guest", id: actor.linkId };
  const onBehalfOf = actor.acting ? { onBehalfOf: actor.email } : {};
  return actor.kind === "member"
    ? { kind: "member", id: actor.memberId, ...onBehalfOf }
    : { kind: "app-password", id: actor.appPasswordId, ...onBehalfOf };
}

/** The mailbox that the actor acts in, with whose it has to be, as what is sealed for it asks. */
export const mailboxOf = ({
  mailboxSpaceId,
  memberId,
  acting,
}: MemberActor | AppPasswordActor): { spaceId: Id; owner: Owner } => ({
  spaceId: mailboxSpaceId,
  owner: acting?.owner ?? { memberId },
});
