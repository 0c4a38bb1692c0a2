import { putInForce, readCurrent } from "#/agreements/index.ts";
import { agreementsFile } from "./agreements-file.ts";
import type { Command } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "agreements apply",
  usage: "FILE.yaml --admin-email A [--password-file F]",
  summary: "puts a document of working agreements in force; the same document once more changes nothing",
  options: { "admin-email": text, "password-file": text },
  run: async (context) => {
    const email = context.required("admin-email");
    const document = await agreementsFile(context);
    const app = await context.app();
    const admin = await memberAt(app, context, email);
    const before = await readCurrent(app, admin);
    const { version } = await putInForce(app, admin, { text: document, after: before.version });
    const isNew = version !== before.version;
    context.print({ version, changed: isNew }, [
      isNew ? `Version ${version} is in force.` : `Nothing changed: version ${version} is in force already.`,
    ]);
  },
};
