import { createReadStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type ExportReport, type LogReport, verifyExport, verifyLog } from "#/audit/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { messagesWitness } from "#/mail/index.ts";
import { headsWitness } from "#/spaces/index.ts";
import { type NoteKey, readNoteKey } from "#/vault/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { operatorIn } from "./organisation-option.ts";

function readCheckpoint(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`the checkpoint ${file} can't be read`);
  }
}

/** Words of the key, or a file with them. */
function keyIn(text: string | undefined): NoteKey {
  if (text === undefined)
    throw new UsageError("--key is missing: the public key stands in the mail with the checkpoint");
  const key = readNoteKey(text.trim());
  if (!key) throw new UsageError("--key is no public key: copy the whole line under the checkpoint");
  return key;
}

const problemLine = ({ problem, ...where }: LogReport["problems"][number] | ExportReport["problems"][number]): string =>
  [problem, ...Object.entries(where).map(([name, value]) => `${name} ${value}`)].join(", ");

function finish(problems: readonly unknown[]): void {
  if (problems.length > 0) throw new Refusal("conflict", "audit.verify_failed", { count: problems.length });
}

async function verifyFile(context: CommandContext, file: string, kept: readonly string[]): Promise<void> {
  const key = keyIn(context.text("key"));
  try {
    await (await open(file)).close();
  } catch {
    throw new UsageError(`the export ${file} can't be read`);
  }
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const report = await verifyExport(lines, key, kept);
  const { origin, size, verified, erased, complete, problems } = report;
  context.print(report, [
    ...problems.map(problemLine),
    ...(origin === undefined ? [] : [`${origin}: ${verified} of ${size} entries verified, ${erased} erased.`]),
    ...(problems.length > 0 ? [] : [complete ? "This is the whole log." : "This is a part of the log."]),
  ]);
  finish(problems);
}

async function verifyHere(context: CommandContext, kept: readonly string[]): Promise<void> {
  const app = await context.app();
  const { checkpoint, ...report } = await verifyLog(app, await operatorIn(app, context), {
    checkpoints: kept,
    witnesses: [headsWitness(), messagesWitness()],
  });
  const { origin, size, erased, waiting, checkpoints, problems } = report;
  context.print({ ...report, checkpoint: checkpoint ? { size: checkpoint.size, note: checkpoint.note } : null }, [
    ...problems.map(problemLine),
    `${origin}: ${size} entries read, ${erased} erased, ${waiting} waiting; held against ${checkpoints} checkpoints.`,
    ...(problems.length > 0 ? [] : ["Nothing was changed, removed or inserted."]),
  ]);
  if (kept.length === 0)
    context.note(
      "Name a checkpoint from a mail too (--checkpoint FILE): only that shows whether the log was written anew.",
    );
  finish(problems);
}

export const command: Command = {
  name: "audit verify",
  usage: "[--checkpoint FILE]… [--organisation DOMAIN] | --offline EXPORT --key KEY [--checkpoint FILE]…",
  summary:
    "verifies the audit log, and what spaces hold against their heads in it; --offline: an export, without server and secrets",
  options: {
    checkpoint: { type: "string", multiple: true },
    offline: { type: "string" },
    key: { type: "string" },
    organisation: { type: "string" },
  },
  run: async (context) => {
    const kept = context.texts("checkpoint").map(readCheckpoint);
    const offline = context.text("offline");
    await (offline === undefined ? verifyHere(context, kept) : verifyFile(context, offline, kept));
  },
};
