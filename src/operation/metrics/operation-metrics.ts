import { Gauge, Registry } from "prom-client";
import type { JobCount, MailCount } from "#/db/index.ts";
import { minuteMs, secondMs } from "#/kernel/index.ts";
import { certificateEnd } from "../health/certificate.ts";
import { spaceAt } from "../health/disk.ts";
import { secondsSince } from "../health/queue.ts";
import type { OperationApp } from "../types.ts";
import { requestRegistry } from "./door-requests.ts";

type MetricsApp = Pick<OperationApp, "config" | "clock" | "database">;

/** Numbers of the installation for Prometheus. Labels are names of kinds, never ids or addresses. */
export interface OperationMetrics {
  /** In the text format, to be put behind the process's own. */
  text(): Promise<string>;
}

const freshMs = 10 * secondMs;
/** May cost a connection to the proxy. */
const certificateFreshMs = 10 * minuteMs;

const seconds = (at: Date): number => at.getTime() / secondMs;

function openGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name: `zegel_${name}`, help, labelNames, registers: [registry] });
  return {
    up: gauge("database_up", "1 where the database answers"),
    jobs: gauge("queue_jobs", "Jobs whose time has come, by kind", "kind"),
    jobAge: gauge("queue_oldest_seconds", "How long the oldest job has been waiting, by kind", "kind"),
    gaveUp: gauge("jobs_gave_up", "Jobs that were tried as often as they may be, by kind", "kind"),
    mail: gauge("mail_queued", "Mails and texts that wait to leave, by kind", "kind"),
    mailAge: gauge("mail_oldest_seconds", "How long the oldest mail has been waiting, by kind", "kind"),
    outcomes: gauge("mail_last_day", "Mails and texts of the last day, by kind and outcome", "kind", "outcome"),
    free: gauge("disk_free_bytes", "What may still be written", "directory"),
    size: gauge("disk_size_bytes", "Size of the file system", "directory"),
    certificate: gauge("certificate_end_timestamp_seconds", "When the certificate ends that the world sees"),
    backup: gauge("backup_last_timestamp_seconds", "When the last backup was finished"),
    backupSize: gauge("backup_last_size_bytes", "Size of the last backup"),
    backupTime: gauge("backup_last_duration_seconds", "How long the last backup took"),
  };
}

type Gauges = ReturnType<typeof openGauges>;

function showQueue(gauges: Gauges, jobs: readonly JobCount[], mail: readonly MailCount[], now: Date): void {
  for (const each of [gauges.jobs, gauges.jobAge, gauges.gaveUp, gauges.mail, gauges.mailAge, gauges.outcomes])
    each.reset();
  for (const { kind, waiting, oldestSeconds, gaveUp } of jobs) {
    gauges.jobs.set({ kind }, waiting);
    gauges.jobAge.set({ kind }, oldestSeconds);
    gauges.gaveUp.set({ kind }, gaveUp);
  }
  for (const { kind, outcome, mails, oldestAt } of mail) {
    if (outcome === "queued") {
      gauges.mail.set({ kind }, mails);
      gauges.mailAge.set({ kind }, secondsSince(oldestAt, now));
    } else gauges.outcomes.set({ kind, outcome }, mails);
  }
}

async function showDisks({ free, size }: Gauges, { config }: MetricsApp): Promise<void> {
  for (const [directory, path] of [
    ["data", config.dataDirectory],
    ["blobs", config.blobs.path],
  ] as const) {
    const space = await spaceAt(path);
    if (!space) continue;
    free.set({ directory }, space.freeBytes);
    size.set({ directory }, space.totalBytes);
  }
}

async function showDatabase(gauges: Gauges, { clock, database }: MetricsApp): Promise<void> {
  try {
    const [jobs, mail, backup] = await Promise.all([
      database.installation.jobs(),
      database.installation.mail(),
      database.installation.lastBackup(),
    ]);
    showQueue(gauges, jobs, mail, clock.now());
    gauges.backup.set(backup ? seconds(backup.finishedAt) : 0);
    gauges.backupSize.set(backup?.sizeBytes ?? 0);
    gauges.backupTime.set(backup ? seconds(backup.finishedAt) - seconds(backup.startedAt) : 0);
    gauges.up.set(1);
  } catch {
    gauges.up.set(0);
  }
}

/** Looks at most every ten seconds, however many ask. */
export function operationMetrics(app: MetricsApp): OperationMetrics {
  const registry = new Registry();
  const gauges = openGauges(registry);
  let certificate: { readonly atMs: number } | undefined;
  let last: { readonly atMs: number; readonly text: Promise<string> } | undefined;

  async function look(): Promise<string> {
    if (!certificate || performance.now() - certificate.atMs > certificateFreshMs) {
      certificate = { atMs: performance.now() };
      const end = await certificateEnd(app.config);
      gauges.certificate.set(end ? seconds(end) : 0);
    }
    await Promise.all([showDatabase(gauges, app), showDisks(gauges, app)]);
    return registry.metrics();
  }

  return {
    text: async () => {
      if (!last || performance.now() - last.atMs > freshMs) last = { atMs: performance.now(), text: look() };
      return `${await last.text}\n${await requestRegistry.metrics()}`;
    },
  };
}
