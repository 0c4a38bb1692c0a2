import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { App } from "#/app.ts";
import { type Config, loadConfig } from "#/config.ts";
import { silentLog } from "#/kernel/index.ts";
import { type CommandContext, type OptionValues, UsageError } from "./command.ts";

export interface OpenedContext {
  readonly context: CommandContext;
  close(): Promise<void>;
}

async function typedPassword(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(`${question}: `);
  try {
    const [line] = (await once(terminal, "line")) as [string];
    return line;
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").split(/\r?\n/)[0]!;
  } catch {
    throw new UsageError(`the password file ${file} can't be read`);
  }
}

/** Loaded late, since commands without a database should answer at once. */
async function open(config: Config, makes: boolean): Promise<App> {
  const { assertDataThere, openCommandApp } = await import("#/app.ts");
  // A mistyped directory is no new installation.
  if (!makes) assertDataThere(config);
  return openCommandApp({ config, log: silentLog });
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** The surroundings of one command. The application is opened when it is first asked for. */
export function openContext(
  environment: NodeJS.ProcessEnv,
  positionals: readonly string[],
  options: OptionValues,
): OpenedContext {
  let config: Config | undefined;
  let app: Promise<App> | undefined;
  const configured = (): Config => (config ??= loadConfig(environment));
  const text = (option: string): string | undefined => {
    const value = options[option];
    return typeof value === "string" ? value : undefined;
  };
  const context: CommandContext = {
    environment,
    positionals,
    options,
    input: process.stdin,
    config: configured,
    app: ({ makes = false } = {}) => (app ??= open(configured(), makes)),
    text,
    required: (option) => {
      const value = text(option);
      if (value === undefined || value === "") throw new UsageError(`--${option} is missing`);
      return value;
    },
    texts: (option) => {
      const value = options[option];
      return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");
    },
    password: async (option, question) => {
      const file = text(option);
      if (file !== undefined) return passwordIn(file);
      if (!process.stdin.isTTY) throw new UsageError(`--${option} is missing, and there is no terminal to ask on`);
      return typedPassword(question);
    },
    print: (document, lines) => {
      if (options["json"] === true) print(JSON.stringify(document));
      else for (const line of lines) print(line);
    },
    printBytes: async (bytes) => {
      if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
    },
    note: (line) => void process.stderr.write(`${line}\n`),
  };
  // A refused opening has been told already by whoever asked for it.
  const close = async (): Promise<void> => (await app?.catch(() => undefined))?.close();
  return { context, close };
}
