import type { AuditEntry } from "#/audit/index.ts";
import type { AppPasswordActor, GuestActor, MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { Reader } from "#/spaces/index.ts";

/** What an actor opens with. */
export function readerOf(actor: MemberActor | AppPasswordActor | GuestActor): Reader {
  const { organisationId } = actor;
  if (actor.kind === "guest") {
    const { linkId: id, x25519Secret, passwordSecret } = actor;
    return { organisationId, kind: "link", id, x25519Secret, ...(passwordSecret ? { passwordSecret } : {}) };
  }
  const { x25519Secret } = actor.identity;
  return actor.kind === "member"
    ? { organisationId, kind: "person", id: actor.memberId, x25519Secret, cache: new Map() }
    : { organisationId, kind: "sub-identity", id: actor.appPasswordId, x25519Secret, cache: new Map() };
}

/** The actor's own mailbox, as what is sealed for it asks. */
export const mailboxOf = ({
  mailboxSpaceId,
  memberId,
}: MemberActor | AppPasswordActor): { spaceId: Id; memberId: Id } => ({
  spaceId: mailboxSpaceId,
  memberId,
});

export function auditActorOf(actor: MemberActor | AppPasswordActor | GuestActor): AuditEntry["actor"] {
  if (actor.kind === "guest") return { kind: "guest", id: actor.linkId };
  return actor.kind === "member"
    ? { kind: "member", id: actor.memberId }
    : { kind: "app-password", id: actor.appPasswordId };
}
