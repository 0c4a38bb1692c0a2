import type { Transaction } from "#/db/index.ts";
import { failedJobs } from "#/jobs/index.ts";
import { keptForRecovery, organisationFacts } from "#/identity/index.ts";
import type { OperationApp } from "../types.ts";
import { judgeBackup } from "./backup.ts";
import { certificateEnd, judgeCertificate } from "./certificate.ts";
import { type DiskSpace, judgeDisk, spaceAt } from "./disk.ts";
import { type Finding, good } from "./findings.ts";
import { judgeJobs } from "./jobs.ts";
import { judgeCodes, judgeKit } from "./kept.ts";
import { judgeQueue } from "./queue.ts";

export type ExaminedApp = Pick<OperationApp, "config" | "clock" | "database">;

/** What the machine says of itself. */
export interface Surroundings {
  readonly spaceAt: (directory: string) => Promise<DiskSpace | undefined>;
}
export const thisMachine: Surroundings = { spaceAt };

/** What concerns everybody in the installation; the same for each organisation. */
export async function examineInstallation(
  app: ExaminedApp,
  { spaceAt: space }: Surroundings,
): Promise<(since: Date) => Finding[]> {
  const { config, database } = app;
  const directories = [...new Set([config.dataDirectory, config.blobs.path])];
  const [spaces, end, jobs, mail, backup] = await Promise.all([
    Promise.all(directories.map(space)),
    certificateEnd(config),
    database.installation.jobs(),
    database.installation.mail(),
    database.installation.lastBackup(),
  ]);
  const now = app.clock.now();
  const isKept = !config.isLocal && config.smarthost.kind === "outbox";
  return (since) => [
    judgeDisk(spaces),
    judgeCertificate(end, Boolean(config.tls) || !config.isLocal, now),
    judgeQueue(jobs, mail, now),
    judgeBackup(backup, { now, since, isLocal: config.isLocal }),
    isKept
      ? { subject: "smarthost", state: "bad", finding: "outbox", details: {} }
      : good("smarthost", {}, config.smarthost.kind === "outbox" ? "local" : "good"),
  ];
}

/** The findings as one organisation has them, with its own jobs. */
export async function examineOrganisation(
  tx: Transaction,
  ofInstallation: (since: Date) => Finding[],
  now: Date,
): Promise<Finding[]> {
  const { createdAt } = await organisationFacts(tx);
  const [disk, certificate, queue, backup, smarthost] = ofInstallation(createdAt);
  const jobs = judgeJobs(await failedJobs(tx), now);
  const kept = await keptForRecovery(tx);
  return [disk!, certificate!, queue!, jobs, backup!, smarthost!, judgeKit(kept), judgeCodes(kept)];
}
