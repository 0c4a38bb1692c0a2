import { writeAudit } from "#/audit/index.ts";
import { type Bytes, concat, hex, type Id, idBytes } from "#/kernel/index.ts";
import { decodeIdentity, encodeIdentity, type Identity } from "#/vault/index.ts";
import type { MemberActor, PendingActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { actorOf, memberById, passwordOf } from "./member-rows.ts";
import { endSession, type OpenedSession, withSession } from "./session-store.ts";

const idLengthBytes = 16;

/** What a member's session holds: id of the certified key, and the identity. */
export const memberContent = (opened: { readonly identity: Identity; readonly keyId: Id }): Bytes =>
  concat(idBytes(opened.keyId), encodeIdentity(opened.identity));

export function idOf(bytes: Bytes): Id {
  const text = hex(bytes);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

function memberOf(content: Bytes): { identity: Identity; keyId: Id } {
  return { keyId: idOf(content.subarray(0, idLengthBytes)), identity: decodeIdentity(content.subarray(idLengthBytes)) };
}

const pendingOf = (session: OpenedSession): Omit<PendingActor, "next"> => ({
  kind: "pending",
  organisationId: session.organisationId,
  memberId: session.subjectId,
  sessionId: session.sessionId,
  tokenHash: session.tokenHash,
  unlockId: idOf(session.content.subarray(0, idLengthBytes)),
  unlockKey: session.content.subarray(idLengthBytes),
});

/**
 * Who the token's member is: signed in, or still to pass the second factor. Undefined when the session is over, was
 * ended, is a guest's, or its member is not active any more.
 */
export function memberOfSession(
  app: Pick<IdentityApp, "clock" | "database" | "secrets">,
  sessionToken: string,
): Promise<MemberActor | PendingActor | undefined> {
  return withSession<MemberActor | PendingActor>(app, sessionToken, async (tx, session) => {
    if (session.kind === "guest") return undefined;
    const member = await memberById(tx, session.subjectId);
    if (member?.state !== "active") return undefined;
    if (session.kind === "member") return actorOf(tx.organisationId, member, memberOf(session.content), session);
    const unlock = await passwordOf(tx, member.memberId);
    return unlock && { ...pendingOf(session), next: unlock.sealedTotp ? "code" : "enrol" };
  });
}

/** Ends this session; its token is worth nothing afterwards. */
export function logOut(app: Pick<IdentityApp, "clock" | "database">, actor: MemberActor | PendingActor): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    await endSession(tx, actor.sessionId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.logged-out",
      subject: { kind: "member", id: actor.memberId },
    });
  });
}
