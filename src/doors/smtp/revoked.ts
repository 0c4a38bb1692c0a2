import { type AppPasswordActor, isAppPasswordLive, onAppPasswordsEnded } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { MailApp } from "#/mail/index.ts";

/**
 * Ends the connections of app passwords that were revoked, or whose member was locked: at once when this process did it,
 * and within `everyMs` when another one did. Gives a function that stops watching.
 */
export function watchRevoked(
  app: MailApp,
  everyMs: number,
  open: { actors(): Iterable<AppPasswordActor>; end(appPasswordIds: readonly Id[]): void },
): () => void {
  const stopListening = onAppPasswordsEnded((ids) => open.end(ids));
  let looking = false;
  async function look(): Promise<void> {
    const actors = new Map([...open.actors()].map((actor) => [actor.appPasswordId, actor]));
    for (const actor of actors.values()) if (!(await isAppPasswordLive(app, actor))) open.end([actor.appPasswordId]);
  }
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) =>
        app.log.warn({ reason: (error as Error).message }, "app passwords could not be checked"),
      )
      .finally(() => (looking = false));
  }, everyMs).unref();
  return () => {
    stopListening();
    clearInterval(timer);
  };
}
