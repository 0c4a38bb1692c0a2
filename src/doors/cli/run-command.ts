import { parseArgs } from "node:util";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import { type Command, type OptionValues, UsageError } from "./command.ts";
import { findCommand, overview } from "./commands.ts";
import { openContext } from "./context.ts";
import { exitStatus, isConnectionError, lineOf, statusOf } from "./operator-line.ts";

const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const usageOf = ({ name, usage }: Command): string => `usage: zegel ${name} ${usage}${usage ? " " : ""}[--json]`;

function parse(command: Command, rest: readonly string[]): { values: OptionValues; positionals: readonly string[] } {
  const options = { ...command.options, json: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options, allowPositionals: true, strict: true });
    return { values: values as OptionValues, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A problem as RFC 9457 has it under `--json`, else the sentence. */
function tellRefusal(refusal: Refusal, asJson: boolean): void {
  const { code, kind, details } = refusal;
  complain(
    asJson ? JSON.stringify({ type: "about:blank", title: lineOf(refusal), code, kind, details }) : lineOf(refusal),
  );
}

async function runFound(command: Command, rest: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parse(command, rest);
  if (values["help"] === true) {
    process.stdout.write(`${usageOf(command)}\n${command.summary}\n`);
    return exitStatus.good;
  }
  const opened = openContext(environment, positionals, values);
  try {
    await command.run(opened.context);
    return exitStatus.good;
  } finally {
    await opened.close();
  }
}

/** What a command ends with by no fault of ours. */
function refusalOf(error: unknown): Refusal | undefined {
  if (isRefusal(error)) return error;
  if (!isConnectionError(error)) return undefined;
  return new Refusal("unavailable", "database.unreachable", { reason: error.message });
}

/** Runs one command line, and gives the exit status. Errors that are not refusals are bugs and pass through. */
export async function runCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  if (args.length === 0 || args[0] === "--help" || args[0] === "help") {
    process.stdout.write(`${overview().join("\n")}\n`);
    return args.length === 0 ? exitStatus.usage : exitStatus.good;
  }
  const found = await findCommand(args);
  if (!found) {
    complain(`Unknown command: ${args.slice(0, 2).join(" ")}\n${overview().join("\n")}`);
    return exitStatus.usage;
  }
  try {
    return await runFound(found.command, found.rest, environment);
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\n${usageOf(found.command)}`);
      return exitStatus.usage;
    }
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    tellRefusal(refusal, args.includes("--json"));
    return statusOf(refusal);
  }
}
