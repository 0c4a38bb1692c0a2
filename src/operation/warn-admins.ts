import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import { tellAdmins } from "#/mail/index.ts";
import { examineInstallation, examineOrganisation, type Surroundings, thisMachine } from "./health/examine.ts";
import type { Finding } from "./health/findings.ts";
import type { OperationApp } from "./types.ts";
import { keepWarning, lockWarning, type WarningKind, type WarningRow } from "./warning-rows.ts";

/** The end of a certificate is told of at each step, and every day only when it is near. */
const dailyFromStep: Partial<Record<WarningKind, number>> = { certificate: 1 };

function isDue(row: WarningRow | undefined, kind: WarningKind, step: number, now: Date): boolean {
  if (!row) return true;
  if (step < row.step) return true;
  if (now.getTime() - row.toldAt.getTime() < dayMs) return false;
  return row.overAt !== undefined || step <= (dailyFromStep[kind] ?? Number.MAX_SAFE_INTEGER);
}

async function tell(app: OperationApp, tx: Transaction, kind: WarningKind, key: string, found: Finding): Promise<void> {
  const subjectKey = `warning.${kind}${key === `${kind}_over` ? "_over" : ""}_subject`;
  const told = await tellAdmins(app, tx, {
    key: `warning.${key}`,
    subjectKey,
    details: found.details,
    path: "/installation",
  });
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "system" },
    act: "operation.admins-warned",
    subject: { kind: "organisation", id: tx.organisationId },
    details: { warning: key, admins: told },
  });
  app.log.warn({ organisationId: tx.organisationId, warning: key }, "the admins were told");
}

async function settle(app: OperationApp, tx: Transaction, found: Finding): Promise<void> {
  const now = app.clock.now();
  const { subject } = found;
  if (subject === "smarthost" || subject === "kit" || subject === "codes" || found.state === "unknown") return;
  const kind: WarningKind = subject;
  const row = await lockWarning(tx, kind);
  if (found.step === undefined) {
    if (!row || row.overAt) return;
    await keepWarning(tx, kind, { ...row, overAt: now });
    if (found.state === "good" && row.toldAt >= row.since) await tell(app, tx, kind, `${kind}_over`, found);
    return;
  }
  const due = isDue(row, kind, found.step, now);
  const since = row && !row.overAt ? row.since : now;
  await keepWarning(tx, kind, {
    step: found.step,
    since,
    toldAt: due || !row ? now : row.toldAt,
    overAt: undefined,
  });
  if (due) await tell(app, tx, kind, `${kind}_${found.finding}`, found);
}

/**
 * Looks after everything that can go wrong without anybody noticing, and tells the admins: at once, once a day while it
 * lasts, when it gets worse, and when it is over. Safe to run at any time, by several workers.
 */
export async function warnAdmins(app: OperationApp, surroundings: Surroundings = thisMachine): Promise<void> {
  const ofInstallation = await examineInstallation(app, surroundings);
  const warn = (organisationId: Id): Promise<void> =>
    app.database.inOrganisation(organisationId, async (tx) => {
      for (const found of await examineOrganisation(tx, ofInstallation, app.clock.now())) await settle(app, tx, found);
    });
  for (const organisationId of await app.database.organisations()) {
    try {
      await warn(organisationId);
    } catch (error) {
      app.log.error({ organisationId, err: error }, "the admins could not be told");
    }
  }
}
