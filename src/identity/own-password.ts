import { minuteMs, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { codeRule, countAttempt, forgetAttempts } from "./attempts.ts";
import { checkPassword } from "./log-in.ts";
import { passwordOf } from "./member-rows.ts";

/** So soon after log-in nobody else sits at the keyboard. */
const freshMs = 15 * minuteMs;

type PasswordApp = Pick<IdentityApp, "clock" | "database" | "secrets">;

/**
 * That it is the member who asks: by the password, or by a log-in a moment ago.
 * @throws Refusal `identity.password_needed`, `identity.password_wrong`, `identity.too_many_attempts`.
 */
export async function assertOwnPassword(
  app: PasswordApp,
  actor: MemberActor,
  password: string | undefined,
  { evenFresh = false } = {},
): Promise<void> {
  const { organisationId, memberId } = actor;
  const now = app.clock.now();
  if (password === undefined) {
    if (!evenFresh && (await isFresh(app, actor, now))) return;
    throw new Refusal("forbidden", "identity.password_needed");
  }
  const subject = `own:${memberId}`;
  const unlock = await app.database.inOrganisation(organisationId, async (tx) => {
    await countAttempt(tx, now, [{ subject, rule: codeRule }]);
    return passwordOf(tx, memberId);
  });
  if (!(await checkPassword(app, unlock, password))) throw new Refusal("forbidden", "identity.password_wrong");
  await app.database.inOrganisation(organisationId, (tx) => forgetAttempts(tx, [subject]));
}

const isFresh = (app: PasswordApp, actor: MemberActor, now: Date): Promise<boolean> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const session = await tx.query
      .selectFrom("identity_session")
      .select("created_at")
      .where("session_id", "=", actor.sessionId)
      .executeTakeFirst();
    return session !== undefined && now.getTime() - session.created_at.getTime() < freshMs;
  });
