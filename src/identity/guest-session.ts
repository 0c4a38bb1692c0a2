import { type Language, languageSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, concat, fromUtf8, type Id, utf8 } from "#/kernel/index.ts";
import type { GuestActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { endSession, endSessionsOf, type SessionTokens, startSession, withSession } from "./session-store.ts";

const languageBytes = 2;
const secretBytes = 32;

const encode = (language: Language, x25519Secret: Bytes, passwordSecret: Bytes | undefined): Bytes =>
  concat(utf8(language), x25519Secret, passwordSecret ?? new Uint8Array(0));

function decode(content: Bytes): Pick<GuestActor, "language" | "x25519Secret" | "passwordSecret"> {
  const after = languageBytes + secretBytes;
  return {
    language: languageSchema.parse(fromUtf8(content.subarray(0, languageBytes))),
    x25519Secret: content.subarray(languageBytes, after),
    ...(content.byteLength === after + secretBytes ? { passwordSecret: content.subarray(after) } : {}),
  };
}

export interface GuestSessionInput {
  readonly linkId: Id;
  readonly x25519Secret: Bytes;
  readonly passwordSecret?: Bytes;
  readonly language: Language;
  readonly userAgent: string;
}

/** A session bound to one link. That the link's check was passed is for the caller to know. */
export async function openGuestSession(
  app: Pick<IdentityApp, "clock" | "secrets">,
  tx: Transaction,
  input: GuestSessionInput,
): Promise<SessionTokens & { readonly actor: GuestActor }> {
  const { linkId, language, x25519Secret, passwordSecret, userAgent } = input;
  const content = encode(language, x25519Secret, passwordSecret);
  const { sessionId, tokenHash, ...tokens } = await startSession(app, tx, {
    kind: "guest",
    subjectId: linkId,
    content,
    userAgent,
  });
  const place = { kind: "guest", organisationId: tx.organisationId, linkId } as const;
  return { ...tokens, actor: { ...place, sessionId, tokenHash, ...decode(content) } };
}

/** Who the token's guest is, or undefined when the session is over, was ended, or is not a guest's. */
export function guestOfSession(
  app: Pick<IdentityApp, "clock" | "database" | "secrets">,
  sessionToken: string,
): Promise<GuestActor | undefined> {
  return withSession(app, sessionToken, async (_tx, session) => {
    if (session.kind !== "guest") return undefined;
    const { organisationId, subjectId, sessionId, tokenHash, content } = session;
    return { kind: "guest", organisationId, linkId: subjectId, sessionId, tokenHash, ...decode(content) };
  });
}

/** The guest leaves. */
export const leaveGuestSession = (app: Pick<IdentityApp, "database">, actor: GuestActor): Promise<void> =>
  app.database.inOrganisation(actor.organisationId, (tx) => endSession(tx, actor.sessionId));

/** Ends all sessions of a link, as recall and expiry do; says how many there were. */
export const endGuestSessions = (tx: Transaction, linkId: Id): Promise<number> => endSessionsOf(tx, linkId);
