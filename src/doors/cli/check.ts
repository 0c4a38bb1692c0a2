import { readFileSync } from "node:fs";
import { checkInstallation } from "#/backup/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { lineOf } from "./operator-line.ts";

function kitTextsOf(context: CommandContext): string[] {
  const files = context.texts("kit");
  if (files.length === 0 && context.positionals.length > 0) throw new UsageError("check takes no arguments of its own");
  return [...files, ...context.positionals].map((file) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      throw new UsageError(`the recovery kit ${file} can't be read`);
    }
  });
}

const said = (code: string): string => lineOf(new Refusal("invalid", code));

async function run(context: CommandContext): Promise<void> {
  const kitTexts = kitTextsOf(context);
  const app = await context.app();
  const quarantine = context.options["quarantine"] === true;
  const checked = await checkInstallation(app, { quarantine, kitTexts, now: app.clock.now() });
  const { objects, blobs, keys, epochs, messages, signedRows, entries } = checked;
  const { opened, wrong, orphans, quarantined } = checked;
  context.print(checked, [
    ...wrong.map(({ what, id, code, problem }) => `${what} ${id}: ${said(code)}${problem ? ` (${problem})` : ""}`),
    ...orphans.map((id) => `blob ${id}: no row names it.`),
    ...(quarantined.length > 0 ? [`${quarantined.length} blobs without a row were moved to quarantine.`] : []),
    `Checked: ${objects} objects, ${blobs} blobs, ${messages} messages, ${keys + epochs} keys, ${signedRows} signed rows, ${entries} entries of the audit log.` +
      (kitTexts.length > 0 ? ` Opened: ${opened} objects.` : ""),
  ]);
  const found = wrong.length + orphans.length;
  if (found > 0) throw new Refusal("conflict", "backup.check_failed", { wrong: found });
}

export const command: Command = {
  name: "check",
  usage: "[--quarantine] [--kit FILE…]",
  summary:
    "checks everything that is stored; --kit opens it too; --quarantine moves what belongs to nothing out of the way",
  options: { quarantine: { type: "boolean" }, kit: { type: "string", multiple: true } },
  run,
};
