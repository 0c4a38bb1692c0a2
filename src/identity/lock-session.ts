import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { forgetOpened } from "./opened-epochs.ts";
import { assertOwnPassword } from "./own-password.ts";

const setLocked = (app: Pick<IdentityApp, "database">, actor: MemberActor, at: Date | null): Promise<unknown> =>
  app.database.inOrganisation(actor.organisationId, (tx) =>
    tx.query
      .updateTable("identity_session")
      .set({ locked_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("session_id", "=", actor.sessionId)
      .execute(),
  );

/** From here on the session does nothing but wait for the password: nobody was at the keyboard for a while. */
export async function lockSession(app: Pick<IdentityApp, "clock" | "database">, actor: MemberActor): Promise<void> {
  await setLocked(app, actor, app.clock.now());
  forgetOpened(actor.sessionId);
}

/** The same session goes on, in every tab. @throws Refusal `identity.password_wrong`, `identity.too_many_attempts`. */
export async function unlockSession(
  app: Pick<IdentityApp, "clock" | "database" | "secrets">,
  actor: MemberActor,
  password: string,
): Promise<void> {
  await assertOwnPassword(app, actor, password);
  await setLocked(app, actor, null);
}
