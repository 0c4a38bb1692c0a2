import { type ChildProcess, spawn } from "node:child_process";
import { after } from "node:test";
import { until } from "./until.ts";

export interface ProcessOptions {
  readonly cwd?: string;
  /** The whole environment; `bareEnvironment` is a good begin. */
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly input?: string | Uint8Array;
  /** Gives a channel by which the program learns that the test has ended. */
  readonly channel?: boolean;
}

export interface Ending {
  /** As a shell shows it: 128 and the signal's number where one ended it. */
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunningProcess {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  hasEnded(): boolean;
  out(): string;
  err(): string;
  /** Waits until standard output or error has it; fails with all that was said when the program ends before. */
  says(pattern: RegExp, deadlineMs?: number): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Signals and waits for the end. */
  end(name?: NodeJS.Signals, deadlineMs?: number): Promise<Ending>;
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };
const alive = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of alive) child.kill("SIGKILL");
};
process.on("exit", killAll);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
// What a failed test left running would keep the file from ending. Outside of a test run there is nothing to hook on to.
if (process.env["NODE_TEST_CONTEXT"]) after(killAll);

/** Ours without anything that is configured for Zegel or for npm. */
export const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:ZEGEL_|npm_|NODE_(?!COMPILE_CACHE))/i.test(name) && name !== "INIT_CWD" && name !== "CHROME_PATH",
    ),
  );

/** Starts a program with its output at hand. It does not outlive the test process. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const { input, channel, env = bareEnvironment(), ...rest } = options;
  const stdio = ["pipe", "pipe", "pipe", ...(channel ? (["ipc"] as const) : [])] as ("pipe" | "ipc")[];
  const child = spawn(command, args, { ...rest, env, stdio });
  alive.add(child);
  let out = "";
  let err = "";
  let ending: Ending | undefined;
  child.stdout!.setEncoding("utf8").on("data", (part: string) => (out += part));
  child.stderr!.setEncoding("utf8").on("data", (part: string) => (err += part));
  child.stdin!.on("error", () => undefined).end(input ?? "");
  const ended = new Promise<Ending>((resolve) => {
    const finish = (status: number): void => {
      alive.delete(child);
      ending ??= { status, out, err };
      resolve(ending);
    };
    child.once("error", (error) => {
      err += `${error.message}\n`;
      finish(127);
    });
    child.once("close", (code, signal) => finish(signal ? 128 + (signalNumbers[signal] ?? 0) : (code ?? 1)));
  });
  const signal = (name: NodeJS.Signals): void => void child.kill(name);
  const says = (pattern: RegExp, deadlineMs = 60_000): Promise<RegExpExecArray> =>
    until(
      `${command} says ${pattern}`,
      () => {
        const match = pattern.exec(out) ?? pattern.exec(err);
        if (match) return match;
        if (ending) throw new Error(`${command} ended with ${ending.status} before it said ${pattern}:\n${out}${err}`);
        return undefined;
      },
      deadlineMs,
    );
  const end = async (name: NodeJS.Signals = "SIGTERM", deadlineMs = 10_000): Promise<Ending> => {
    if (!ending) signal(name);
    return until(`${command} ends after ${name}`, () => ending, deadlineMs);
  };
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => ending !== undefined,
    out: () => out,
    err: () => err,
    says,
    signal,
    end,
  };
}

/** Runs a program to its end. */
export const runProcess = (command: string, args: readonly string[], options: ProcessOptions = {}): Promise<Ending> =>
  startProcess(command, args, options).ended;
