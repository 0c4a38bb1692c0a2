import { readFile } from "node:fs/promises";
import { importContacts, previewImport } from "#/mail/index.ts";
import { say } from "#/words/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "contact import",
  usage: "FILE.csv --member E [--mine] [--dry-run] [--password-file F]",
  summary: "imports contacts from a CSV file; --dry-run says what would happen",
  options: { member: text, mine: { type: "boolean" }, "dry-run": { type: "boolean" }, "password-file": text },
  run: async (context) => {
    const [file] = context.positionals;
    if (file === undefined) throw new UsageError("name the CSV file");
    const email = context.required("member");
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${file} can't be read (${error.code})`);
    });
    const app = await context.app();
    const member = await memberAt(app, context, email);
    const isDry = context.options["dry-run"] === true;
    const input = { book: context.options["mine"] === true ? "mine" : "firm" } as const;
    const { counts, rows, ...rest } = isDry
      ? { importId: null, ...(await previewImport(app, member, bytes, input)) }
      : await importContacts(app, member, bytes, input);
    const problems = rows.flatMap(({ line, email: address, problem }) =>
      problem === undefined ? [] : [{ line, email: address, problem }],
    );
    context.print({ importId: rest.importId, dryRun: isDry, counts, problems }, [
      `${isDry ? "would be new" : "new"} ${counts.new}, changed ${counts.changed}, the same ${counts.same}, problems ${counts.problem}`,
      ...problems.map((each) => `line ${each.line}  ${each.email}  ${say("en", each.problem)}`),
    ]);
  },
};
