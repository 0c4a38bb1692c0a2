import { resolve } from "node:path";
import { backUpInstallation, verifyBackupOf } from "#/app.ts";
import { Refusal, silentLog } from "#/kernel/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";

const defaultKeepDays = 14;

/** The one directory that stands behind the command's name. */
export function directoryOf({ positionals }: CommandContext): string {
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0) throw new UsageError("name one directory");
  return resolve(directory);
}

function keepDaysOf(context: CommandContext): number {
  const text = context.text("keep-days") ?? String(defaultKeepDays);
  const days = Number(text);
  if (!/^\d{1,4}$/.test(text) || days < 1) throw new UsageError(`--keep-days takes a number of days, and not ${text}`);
  return days;
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** What to do about it. */
function adviceOn(wrong: readonly string[], aside: readonly string[]): string[] {
  if (wrong.length === 0) return [];
  if (aside.length > 0)
    return [
      `${aside.length} were moved out of the way. Make a backup now: it copies anew what the installation still has.`,
    ];
  return [
    "Damaged blobs and manifests: backup --verify --quarantine moves them out of the way; the next backup copies anew what the installation still has.",
    "To restore what is whole: restore --skip-damaged, or another snapshot with --snapshot NAME.",
  ];
}

async function verify(context: CommandContext, directory: string): Promise<void> {
  const quarantine = context.options["quarantine"] === true;
  const { snapshots, files, blobs, wrong, aside } = await verifyBackupOf(directory, { quarantine });
  const newest = snapshots.at(-1);
  const unwell = newest?.blobs ? [...newest.blobs.missing, ...newest.blobs.damaged] : [];
  context.print({ directory, snapshots: snapshots.map((each) => each.snapshot), files, blobs, wrong, aside, unwell }, [
    ...wrong.map((each) => `Not as it was written: ${each}`),
    ...unwell.map((each) => `Was missing or damaged already when it was backed up: ${each}`),
    `${snapshots.length} snapshots with ${files} files and ${blobs} blobs were read; ${wrong.length} are wrong.`,
    ...adviceOn(wrong, aside),
  ]);
  if (wrong.length > 0) throw new Refusal("conflict", "backup.verify_failed", { wrong: wrong.length });
}

async function run(context: CommandContext): Promise<void> {
  const directory = directoryOf(context);
  if (context.options["verify"] === true) return verify(context, directory);
  const secretsTo = context.text("secrets");
  const input = {
    directory,
    keepDays: keepDaysOf(context),
    ...(secretsTo === undefined ? {} : { secretsTo: resolve(secretsTo) }),
  };
  const made = await backUpInstallation({ config: context.config(), log: silentLog }, input);
  const { snapshot, takenAt, tables } = made.manifest;
  const { count, totalBytes, copied, erased, missing, damaged } = made.manifest.blobs!;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const blobs = { count, totalBytes, copied, erased: erased.length, missing, damaged };
  context.print(
    { directory, snapshot, takenAt, rows, blobs, pruned: made.pruned, secretFiles: made.secretFiles ?? null },
    [
      `${snapshot}: ${rows} rows, and ${count} blobs (${mebibytes(totalBytes)}), of which ${copied} were new, are in ${directory}.`,
      `Everything that was acknowledged before ${takenAt} is in it.`,
      ...(made.pruned.snapshots.length > 0
        ? [`Removed: ${made.pruned.snapshots.length} old snapshots and ${made.pruned.blobs} blobs that only they had.`]
        : []),
      ...(made.secretFiles === undefined
        ? ["The secrets are not in it: --secrets DIRECTORY copies them to another place. Without them nothing opens."]
        : [`${made.secretFiles} files of secrets are in ${secretsTo}. Keep them apart from the backup.`]),
    ],
  );
  const { damaged: damagedFiles } = made.pruned;
  for (const file of damagedFiles) context.note(`Not as it was written: ${file}`);
  if (damagedFiles.length > 0) context.note("No old snapshot was removed. See zegel backup --verify.");
  const lost = missing.length + damaged.length;
  if (lost > 0)
    throw new Refusal("conflict", "backup.blobs_lost", { missing: missing.length, damaged: damaged.length });
}

export const command: Command = {
  name: "backup",
  usage: "DIRECTORY [--secrets DIRECTORY] [--keep-days DAYS] | --verify [--quarantine] DIRECTORY",
  summary:
    "adds a snapshot to a backup directory, also while the server runs; --verify reads all of it again; --quarantine moves what is damaged out of the way",
  options: {
    secrets: { type: "string" },
    "keep-days": { type: "string" },
    verify: { type: "boolean" },
    quarantine: { type: "boolean" },
  },
  run,
};
