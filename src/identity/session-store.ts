import { hash, randomBytes } from "node:crypto";
import type { Transaction } from "#/db/index.ts";
import {
  base64url,
  type Bytes,
  dayMs,
  equalBytes,
  fromBase64url,
  hourMs,
  type Id,
  minuteMs,
  Refusal,
} from "#/kernel/index.ts";
import { deriveKey, openUnderKey, sealUnderKey, sessionKeys } from "#/vault/index.ts";
import type { IdentityApp } from "./app.ts";
import { clearOldAttempts } from "./attempts.ts";
import { forgetOpened } from "./opened-epochs.ts";

export type SessionKind = "member" | "guest" | "pending";

/**
 * How long a session lives: unused, and in all. A member logs in once a working day, and never stays in longer than a
 * week on end; a guest reads and answers in one sitting; between password and code nobody needs more than ten minutes.
 * Whatever these say, a session that was not used for two days can't be opened, since the server's secrets are replaced.
 */
const lifetimes: Readonly<Record<SessionKind, { idleMs: number; absoluteMs: number }>> = {
  member: { idleMs: 8 * hourMs, absoluteMs: 7 * dayMs },
  guest: { idleMs: hourMs, absoluteMs: 12 * hourMs },
  pending: { idleMs: 10 * minuteMs, absoluteMs: 10 * minuteMs },
};
/** Being seen is written down at most this often. */
const seenEveryMs = minuteMs;

/** What a browser holds: `sessionToken` in the cookie, `csrfToken` in the page. Neither is stored here. */
export interface SessionTokens {
  readonly sessionToken: string;
  readonly csrfToken: string;
  readonly expiresAt: Date;
}

export interface OpenedSession {
  readonly organisationId: Id;
  readonly sessionId: Bytes;
  readonly kind: SessionKind;
  readonly subjectId: Id;
  readonly tokenHash: Bytes;
  /** Waits for the password. */
  readonly isLocked: boolean;
  /** What was sealed into the session. */
  readonly content: Bytes;
}

type SessionApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

const labelOf = (kind: SessionKind, organisationId: Id, subjectId: Id): string =>
  `zegel/v1/session/${kind}/${organisationId}/${subjectId}`;
const sha256 = (bytes: Bytes): Bytes => hash("sha256", bytes, "buffer");
const csrfOf = (token: Bytes): Bytes => deriveKey(token, "zegel/v1/session-csrf");

function tokenBytes(token: string): Bytes | undefined {
  const bytes = token.length === 43 ? fromBase64url(token) : undefined;
  return bytes?.byteLength === 32 ? bytes : undefined;
}

/** The token that a page sends along with changes; follows from the cookie, so that every tab has the same. */
export function csrfTokenOf(sessionToken: string): string | undefined {
  const token = tokenBytes(sessionToken);
  return token && base64url(csrfOf(token));
}

/** @throws Refusal `identity.token_wrong` unless `token` is the session's. */
export function checkToken(actor: { readonly tokenHash?: Bytes }, token: string | undefined): void {
  const bytes = token === undefined ? undefined : tokenBytes(token);
  if (!bytes || !actor.tokenHash || !equalBytes(sha256(bytes), actor.tokenHash))
    throw new Refusal("forbidden", "identity.token_wrong");
}

/** A new session, with `content` sealed so that only token and server's secret together open it. */
export async function startSession(
  app: Pick<IdentityApp, "clock" | "secrets">,
  tx: Transaction,
  session: { readonly kind: SessionKind; readonly subjectId: Id; readonly content: Bytes; readonly userAgent: string },
): Promise<SessionTokens & { readonly sessionId: Bytes; readonly tokenHash: Bytes }> {
  const token = randomBytes(32);
  const server = app.secrets.session.current();
  const { idHash, key } = sessionKeys(token, server.secret);
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + lifetimes[session.kind].absoluteMs);
  const csrf = csrfOf(token);
  const tokenHash = sha256(csrf);
  tx.soon(
    tx.query.insertInto("identity_session").values({
      organisation_id: tx.organisationId,
      session_id: idHash,
      kind: session.kind,
      subject_id: session.subjectId,
      server_key_id: server.id,
      sealed: sealUnderKey(key, labelOf(session.kind, tx.organisationId, session.subjectId), session.content),
      csrf_hash: tokenHash,
      created_at: now,
      last_seen_at: now,
      expires_at: expiresAt,
      user_agent: session.userAgent.replaceAll(/\p{Cc}+/gu, " ").slice(0, 400),
    }),
  );
  return { sessionToken: base64url(token), csrfToken: base64url(csrf), expiresAt, sessionId: idHash, tokenHash };
}

/** The session of a token, or undefined when there is none (any more). Re-wrapped when the server's secret was replaced. */
async function openInside(
  app: SessionApp,
  tx: Transaction,
  token: Bytes,
  idHash: Bytes,
): Promise<OpenedSession | undefined> {
  const row = await tx.query
    .selectFrom("identity_session")
    .selectAll()
    .where("session_id", "=", idHash)
    .executeTakeFirst();
  if (!row) return undefined;
  const now = app.clock.now();
  const idleMs = now.getTime() - row.last_seen_at.getTime();
  const serverSecret = app.secrets.session.secret(row.server_key_id);
  const label = labelOf(row.kind, tx.organisationId, row.subject_id);
  const isOver = now >= row.expires_at || idleMs >= lifetimes[row.kind].idleMs;
  const content =
    isOver || !serverSecret ? undefined : openUnderKey(sessionKeys(token, serverSecret).key, label, row.sealed);
  if (!content) {
    await endSession(tx, idHash);
    return undefined;
  }
  const server = app.secrets.session.current();
  if (server.id !== row.server_key_id) {
    const sealed = sealUnderKey(sessionKeys(token, server.secret).key, label, content);
    await tx.query
      .updateTable("identity_session")
      .set({ server_key_id: server.id, sealed, last_seen_at: now })
      .where("session_id", "=", idHash)
      .execute();
  } else if (idleMs >= seenEveryMs)
    await tx.query
      .updateTable("identity_session")
      .set({ last_seen_at: now })
      .where("session_id", "=", idHash)
      .execute();
  return {
    organisationId: tx.organisationId,
    sessionId: idHash,
    kind: row.kind,
    subjectId: row.subject_id,
    tokenHash: row.csrf_hash,
    isLocked: row.locked_at !== null,
    content,
  };
}

/** Opens the session of a token and goes on in the same transaction; undefined when there is none (any more). */
export async function withSession<T>(
  app: SessionApp,
  sessionToken: string,
  run: (tx: Transaction, session: OpenedSession) => Promise<T | undefined>,
): Promise<T | undefined> {
  const token = tokenBytes(sessionToken);
  if (!token) return undefined;
  const { idHash } = sessionKeys(token, new Uint8Array(32));
  const organisationId = await app.database.organisationOf.session(idHash);
  if (!organisationId) return undefined;
  return app.database.inOrganisation(organisationId, async (tx) => {
    const session = await openInside(app, tx, token, idHash);
    return session && run(tx, session);
  });
}

export async function endSession(tx: Transaction, sessionId: Bytes): Promise<void> {
  forgetOpened(sessionId);
  await tx.query.deleteFrom("identity_session").where("session_id", "=", sessionId).execute();
}

/** All sessions of a member (also half-open ones) or of a guest's link. */
export async function endSessionsOf(tx: Transaction, subjectId: Id): Promise<number> {
  const ended = await tx.query
    .deleteFrom("identity_session")
    .where("subject_id", "=", subjectId)
    .returning("session_id")
    .execute();
  for (const session of ended) forgetOpened(session.session_id);
  return ended.length;
}

/** For the worker: removes sessions that are over, which mostly never come again, and counts of tries that are too old. */
export async function clearExpiredSessions(tx: Transaction, now: Date): Promise<void> {
  const before = (kind: SessionKind): Date => new Date(now.getTime() - lifetimes[kind].idleMs);
  await tx.query
    .deleteFrom("identity_session")
    .where((row) =>
      row.or([
        row("expires_at", "<=", now),
        ...(["member", "guest", "pending"] as const).map((kind) =>
          row.and([row("kind", "=", kind), row("last_seen_at", "<=", before(kind))]),
        ),
      ]),
    )
    .execute();
  await clearOldAttempts(tx, now);
}
