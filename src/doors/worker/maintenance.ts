import { maintainFiles } from "#/files/index.ts";
import { clearExpiredSessions } from "#/identity/index.ts";
import { hourMs } from "#/kernel/index.ts";
import { type MailApp, maintainMail, maintainMailboxes, queueKeysInUse, remindReaders } from "#/mail/index.ts";
import { maintainUploads } from "#/uploads/index.ts";

/**
 * What has to happen without anybody asking: the server's daily secrets are renewed, expired links and sessions go.
 * Does only what is due, so it may run on every node and at any time; what fails for one organisation is told and does
 * not hold up the others.
 */
export async function maintain(app: MailApp): Promise<void> {
  const now = app.clock.now();
  await app.secrets.queue.rotate(now, await queueKeysInUse(app));
  await app.secrets.session.rotate(now);
  for (const organisationId of await app.database.organisations()) {
    try {
      await maintainMail(app, organisationId);
      await maintainMailboxes(app, organisationId);
      await remindReaders(app, organisationId);
      await maintainUploads(app, organisationId);
      await maintainFiles(app, organisationId);
      await app.database.inOrganisation(organisationId, (tx) => clearExpiredSessions(tx, now));
    } catch (error) {
      app.log.error({ organisationId, err: error }, "maintenance failed");
    }
  }
}

export interface Maintenance {
  /** Waits for a run that is under way. */
  close(): Promise<void>;
}

/** Runs now and every hour from now on. */
export function startMaintenance(app: MailApp): Maintenance {
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = running
      .then(() => maintain(app))
      .catch((error: unknown) => app.log.error({ err: error }, "maintenance failed"));
  };
  run();
  const timer = setInterval(run, hourMs);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
