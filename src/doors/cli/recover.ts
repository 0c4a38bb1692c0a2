import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { openForRecovery } from "#/app.ts";
import { type Id, Refusal, silentLog } from "#/kernel/index.ts";
import { exportSealed, kitAsIdentity, recoverAll, type RecoveryApp } from "#/recovery/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";

function readKit(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`the recovery kit ${file} can't be read`);
  }
}

/** `--kit A B` and `--kit A --kit B` are the same. */
const kitFiles = (context: CommandContext): readonly string[] => [...context.texts("kit"), ...context.positionals];

async function recover(context: CommandContext, app: RecoveryApp, to: string, kitTexts: readonly string[]) {
  const recovered = await recoverAll(app, { kitTexts, to });
  const { messages, attachments, contacts, files, others, failed } = recovered;
  for (const { id, code } of failed) context.note(`${id} could not be opened: ${code}`);
  context.print({ ...recovered, directory: to }, [
    `${messages} messages with ${attachments} attachments, ${contacts} contacts, ${files} files and ${others} other objects of ${recovered.domain} are in ${to}.`,
    ...(failed.length > 0 ? [`${failed.length} could not be opened; index.json names them.`] : []),
  ]);
}

async function onlyOrganisation(context: CommandContext, app: RecoveryApp): Promise<Id> {
  const wanted = context.text("organisation");
  const ids = await app.database.organisations();
  if (wanted !== undefined) {
    const found = await app.database.organisationOf.domain(wanted);
    if (!found) throw new Refusal("absent", "identity.domain_unknown", { domain: wanted });
    return found;
  }
  const [only] = ids;
  if (!only) throw new Refusal("absent", "identity.nothing_set_up");
  if (ids.length > 1) throw new Refusal("invalid", "identity.organisation_needed");
  return only;
}

async function exportFor(context: CommandContext, app: RecoveryApp, to: string): Promise<void> {
  const exported = await exportSealed(app, { organisationId: await onlyOrganisation(context, app), to });
  context.print({ ...exported, directory: to }, [
    `${exported.objects} sealed objects and ${exported.keys} sealed keys of ${exported.domain} are in ${to}.`,
    `With the recovery kit and the age program: sh ${to}/open-all.sh KIT-FILE DIRECTORY`,
  ]);
}

async function writeIdentity(context: CommandContext, file: string): Promise<void> {
  const identity = await kitAsIdentity(kitFiles(context).map(readKit));
  try {
    writeFileSync(file, identity, { flag: "wx", mode: 0o600 });
  } catch {
    throw new UsageError(`${file} is there already, or can't be written; name a new file`);
  }
  context.print({ identity: file }, [
    `${file} opens everything: use it as the kit file of open-all.sh, and destroy it afterwards.`,
  ]);
}

async function run(context: CommandContext): Promise<void> {
  const identity = context.text("identity");
  if (identity !== undefined) return writeIdentity(context, resolve(identity));
  const to = resolve(context.required("to"));
  const isSealed = context.options["sealed"] === true;
  const files = kitFiles(context);
  if (isSealed && files.length > 0) throw new UsageError("--sealed opens nothing, so it takes no --kit");
  if (!isSealed && files.length === 0) throw new UsageError("--kit is missing");
  const kitTexts = files.map(readKit);
  const app = await openForRecovery({ config: context.config(), log: silentLog });
  try {
    await (isSealed ? exportFor(context, app, to) : recover(context, app, to, kitTexts));
  } finally {
    await app.close();
  }
}

export const command: Command = {
  name: "recover",
  usage:
    "--kit FILE… --to DIRECTORY | --sealed [--organisation DOMAIN] --to DIRECTORY | --kit FILE… --identity NEW-FILE",
  summary: "opens all content with the recovery kit; --sealed: writes the sealed parts for the age program",
  options: {
    kit: { type: "string", multiple: true },
    to: { type: "string" },
    sealed: { type: "boolean" },
    identity: { type: "string" },
    organisation: { type: "string" },
  },
  run,
};
