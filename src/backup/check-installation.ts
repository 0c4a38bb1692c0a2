import type { Id } from "#/kernel/index.ts";
import { checkSignedRows } from "#/mail/index.ts";
import type { RecoveryApp } from "#/recovery/index.ts";
import { checkBlobs, type CheckedBlobs } from "./checking/check-blobs.ts";
import { checkHolders } from "./checking/check-holders.ts";
import { checkKeys } from "./checking/check-keys.ts";
import { checkLog } from "./checking/check-log.ts";
import { checkMessages } from "./checking/check-messages.ts";
import { type CheckApp, checkObjects } from "./checking/check-objects.ts";
import { type Finding, type Findings, noFindings } from "./checking/findings.ts";
import { openEverything } from "./checking/open-everything.ts";

export interface CheckInstallation {
  /** Moves orphans out of the way; deletes nothing. */
  readonly quarantine: boolean;
  /** With which everything of its organisation is opened; nothing is opened without. */
  readonly kitTexts: readonly string[];
  readonly now: Date;
}

export interface Checked extends CheckedBlobs, Omit<Findings, "wrong"> {
  readonly organisations: number;
  /** Each thing once. */
  readonly wrong: readonly Finding[];
  readonly quarantined: readonly Id[];
}

function eachOnce(wrong: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of wrong) {
    const name = `${finding.organisationId} ${finding.what} ${finding.id} ${finding.problem ?? ""}`;
    if (!known.has(name)) known.set(name, finding);
  }
  return [...known.values()];
}

/**
 * Everything that is stored: rows against blobs, payloads against the hashes that were signed, signatures and certificates
 * up to the roots in the secrets directory, the rows by which keys are chosen, the audit log, and blobs against rows. Works beside the running server.
 */
export async function checkInstallation(
  app: CheckApp & RecoveryApp,
  { quarantine, kitTexts, now }: CheckInstallation,
): Promise<Checked> {
  const findings = noFindings();
  const organisations = await app.database.organisations();
  for (const organisationId of organisations) {
    await checkKeys(app, organisationId, findings);
    await checkObjects(app, organisationId, findings);
    await checkMessages(app, organisationId, findings);
    await checkHolders(app, organisationId, now, findings);
    findings.signedRows += await checkSignedRows(
      app,
      organisationId,
      (row) => void findings.wrong.push({ organisationId, ...row }),
    );
    await checkLog(app, organisationId, findings);
  }
  if (kitTexts.length > 0) await openEverything(app, kitTexts, findings);
  const blobs = await checkBlobs(app, now);
  const quarantined = quarantine ? blobs.orphans : [];
  for (const id of quarantined) await app.blobs.setAside(id);
  return { ...findings, ...blobs, wrong: eachOnce(findings.wrong), quarantined, organisations: organisations.length };
}
