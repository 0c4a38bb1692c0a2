import { writeAudit } from "#/audit/index.ts";
import { createHash } from "node:crypto";
import { type Bytes, equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { backupCodesLeft } from "./backup-codes.ts";
import { endSessionsBut } from "./change-password.ts";
import { browserName } from "./known-browsers.ts";
import { idOf } from "./member-session.ts";
import { recoveryOf } from "./recovery-code.ts";
import { endSession } from "./session-store.ts";

type SessionsApp = Pick<IdentityApp, "clock" | "database">;

const nameOf = (sessionId: Bytes): Id => idOf(createHash("sha256").update(sessionId).digest().subarray(0, 16));

/** One place where the member is logged in. */
export interface SessionEntry {
  /** Finds the session, and opens nothing. */
  readonly sessionId: Id;
  readonly browser: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly isThis: boolean;
}

/** How the member gets back in, and where the member is logged in now. */
export interface AccountSafety {
  readonly recoveryCodeMadeAt: Date | undefined;
  readonly backupCodesLeft: number;
  readonly sessions: readonly SessionEntry[];
}

export const readAccount = (app: SessionsApp, actor: MemberActor): Promise<AccountSafety> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("identity_session")
      .select(["session_id", "user_agent", "created_at", "last_seen_at"])
      .where("subject_id", "=", actor.memberId)
      .where("kind", "=", "member")
      .where("expires_at", ">", app.clock.now())
      .orderBy("last_seen_at", "desc")
      .limit(100)
      .execute();
    return {
      recoveryCodeMadeAt: (await recoveryOf(tx, actor.memberId))?.createdAt,
      backupCodesLeft: await backupCodesLeft(tx, actor.memberId),
      sessions: rows.map((row) => ({
        sessionId: nameOf(row.session_id),
        browser: browserName(row.user_agent),
        startedAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        isThis: equalBytes(row.session_id, actor.sessionId),
      })),
    };
  });

/** Ends one session of the member's own. @throws Refusal `identity.session_absent`. */
export async function endOwnSession(app: SessionsApp, actor: MemberActor, sessionId: Id): Promise<void> {
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("identity_session")
      .select("session_id")
      .where("subject_id", "=", actor.memberId)
      .where("kind", "=", "member")
      .execute();
    const wanted = rows.find((row) => nameOf(row.session_id) === sessionId);
    if (!wanted) throw new Refusal("absent", "identity.session_absent");
    await endSession(tx, wanted.session_id);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.session-ended",
      subject: { kind: "member", id: actor.memberId },
    });
  });
}

/** Ends all sessions of the member but this one. */
export const endOtherSessions = (app: SessionsApp, actor: MemberActor): Promise<{ readonly ended: number }> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const ended = await endSessionsBut(tx, actor, actor.sessionId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.other-sessions-ended",
      subject: { kind: "member", id: actor.memberId },
      details: { ended },
    });
    return { ended };
  });
