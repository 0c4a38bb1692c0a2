import { writeAudit } from "#/audit/index.ts";
import { equalBytes, hex, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { backupCodesLeft } from "./backup-codes.ts";
import { endSessionsBut } from "./change-password.ts";
import { browserName } from "./known-browsers.ts";
import { recoveryOf } from "./recovery-code.ts";

type SessionsApp = Pick<IdentityApp, "clock" | "database">;

/** One place where the member is logged in. */
export interface SessionEntry {
  /** Hex; finds the session, and opens nothing. */
  readonly sessionId: string;
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
        sessionId: hex(row.session_id),
        browser: browserName(row.user_agent),
        startedAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        isThis: equalBytes(row.session_id, actor.sessionId),
      })),
    };
  });

/** Ends one session of the member's own. @throws Refusal `identity.session_absent`. */
export async function endOwnSession(app: SessionsApp, actor: MemberActor, sessionId: string): Promise<void> {
  const wanted = /^[0-9a-f]{64}$/.test(sessionId) ? Buffer.from(sessionId, "hex") : undefined;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const ended = wanted
      ? await tx.query
          .deleteFrom("identity_session")
          .where("subject_id", "=", actor.memberId)
          .where("session_id", "=", wanted)
          .executeTakeFirst()
      : undefined;
    if (!ended || ended.numDeletedRows === 0n) throw new Refusal("absent", "identity.session_absent");
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
