import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "#/app.ts";
import type { MemberActor } from "#/identity/index.ts";
import { listMessages, openCopy, openOriginal, type OpenedFile } from "#/mail/index.ts";
import { type Command, type CommandContext, UsageError } from "./command.ts";
import { onlyId } from "./message-show.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;
const pageLength = 500;

const opened = (app: App, member: MemberActor, messageId: string, isOriginal: boolean): Promise<OpenedFile> =>
  isOriginal ? openOriginal(app, member, messageId) : openCopy(app, member, messageId);

/** Under the id and nothing of the content, new files only, so that nothing is written over. */
async function writeFile(directory: string, messageId: string, file: OpenedFile): Promise<string> {
  const path = join(directory, `${messageId}.eml`);
  const target = await open(path, "wx", 0o600);
  try {
    for await (const part of file.content) await target.write(part);
    await target.sync();
  } finally {
    await target.close();
  }
  return path;
}

async function* everyMessage(app: App, member: MemberActor): AsyncGenerator<string, void> {
  const seen = new Set<string>();
  for (const folder of ["inbox", "sent"] as const) {
    let cursor: string | undefined;
    do {
      const page = await listMessages(app, member, { folder, limit: pageLength, cursor });
      for (const { messageId, recalled, subject } of page.entries) {
        // What was taken back from this member has no content here any more.
        if (seen.has(messageId) || (recalled && subject === "")) continue;
        seen.add(messageId);
        yield messageId;
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
}

async function exportAll(context: CommandContext, app: App, member: MemberActor, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  for await (const id of everyMessage(app, member))
    files.push(await writeFile(directory, id, await opened(app, member, id, false)));
  context.print({ files }, [`${files.length} messages in ${directory}`]);
}

export const command: Command = {
  name: "message export",
  usage: "ID --member E [--original] [--to DIRECTORY] [--password-file F]   or   --all --to DIRECTORY --member E",
  summary: "a message as .eml on standard output, or messages as files in a directory",
  options: {
    member: text,
    to: text,
    original: { type: "boolean" },
    all: { type: "boolean" },
    "password-file": text,
  },
  run: async (context) => {
    const email = context.required("member");
    const directory = context.text("to");
    const isAll = context.options["all"] === true;
    if (isAll && (directory === undefined || context.options["original"] === true))
      throw new UsageError("--all needs --to DIRECTORY, and gives copies");
    const id = isAll ? undefined : onlyId(context.positionals);
    const app = await context.app();
    const member = await memberAt(app, context, email);
    if (id === undefined) return exportAll(context, app, member, directory!);
    const file = await opened(app, member, id, context.options["original"] === true);
    if (directory === undefined) {
      for await (const part of file.content) await context.printBytes(part);
      return undefined;
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = await writeFile(directory, id, file);
    return context.print({ files: [path] }, [path]);
  },
};
