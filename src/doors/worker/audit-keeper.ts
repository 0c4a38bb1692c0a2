import { makeCheckpoint, placeEntries } from "#/audit/index.ts";
import { type Id, minuteMs, secondMs } from "#/kernel/index.ts";
import { type MailApp, mailCheckpoint } from "#/mail/index.ts";
import { type HeadsResult, takeHeads } from "#/spaces/index.ts";

export interface AuditKeeper {
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const lookEveryMs = secondMs / 2;
/** What changes in spaces meanwhile is in one head of each. */
const headsAfterMs = minuteMs;
/** What another worker placed and could not sign any more is found again within this time. */
const allEveryMs = 10 * minuteMs;

/** Places what was written, signs the log, and mails what was signed; several may do so at once. */
export function keepAudit(app: MailApp): AuditKeeper {
  const unsigned = new Set<Id>();
  let allAtMs = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  async function keep(organisationId: Id): Promise<void> {
    let heads: HeadsResult = "more";
    while (heads === "more") heads = await takeHeads(app, organisationId, { afterMs: headsAfterMs });
    for (let hasMore = true; hasMore;) ({ hasMore } = await placeEntries(app, organisationId));
    const result = await makeCheckpoint(app, organisationId);
    // Also what another worker signed: it may have found us busy with the log when it wanted to mail.
    if (result === "signed" || (result === "current" && heads !== "early")) await mailCheckpoint(app, organisationId);
    if (result !== "early" && heads !== "early") unsigned.delete(organisationId);
  }

  async function look(): Promise<void> {
    const isAll = performance.now() - allAtMs > allEveryMs;
    if (isAll) allAtMs = performance.now();
    const waiting = await (isAll ? app.database.organisations() : app.database.organisationsWithEntries());
    for (const organisationId of waiting) unsigned.add(organisationId);
    for (const organisationId of Array.from(unsigned)) {
      if (isClosed) return;
      try {
        await keep(organisationId);
      } catch (error) {
        app.log.error({ organisationId, err: error }, "the audit log could not be kept");
      }
    }
  }

  let looking: Promise<void> = Promise.resolve();
  const schedule = (): void => {
    if (!isClosed)
      timer = setTimeout(() => {
        looking = look()
          .catch((error: unknown) => app.log.error({ err: error }, "the audit log could not be looked after"))
          .finally(schedule);
      }, lookEveryMs).unref();
  };
  schedule();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
