import { setTimeout as pause } from "node:timers/promises";
import type { RunningProcess } from "../../tests/support/process.ts";
import { until } from "../../tests/support/until.ts";

/** A process that is started again whenever it ends, as a service manager does. */
export interface Unit {
  readonly name: string;
  pid(): number;
  isReady(): boolean;
  /** Resolves once the process that runs at that moment has said that it is ready. */
  ready(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Ends it in good order and for good. */
  stop(): Promise<void>;
  /** What processes said that ended without being asked to, the newest last. */
  readonly endings: string[];
}

/** What systemd waits by default before it starts a service again. */
const restartPauseMs = 100;
const readyWithinMs = 120_000;

export function keepRunning(name: string, start: () => RunningProcess): Unit {
  const endings: string[] = [];
  let current = start();
  let isReady = false;
  let isStopping = false;
  const run = async (): Promise<void> => {
    for (;;) {
      const running = current;
      running.says(/^Zegel is ready\.$/m, readyWithinMs).then(
        () => (isReady = !running.hasEnded()),
        () => undefined,
      );
      const { status, err } = await running.ended;
      isReady = false;
      if (isStopping) return;
      endings.push(`${name} ended with ${status}: ${err.slice(-2000)}`);
      await pause(restartPauseMs);
      if (isStopping) return;
      current = start();
    }
  };
  const ended = run();
  return {
    name,
    endings,
    pid: () => current.pid,
    isReady: () => isReady,
    ready: async () => void (await until(`${name} is ready`, () => isReady, readyWithinMs)),
    kill: async () => {
      const killed = current;
      killed.signal("SIGKILL");
      await killed.ended;
      isReady = false;
    },
    stop: async () => {
      isStopping = true;
      if (!current.hasEnded()) await current.end("SIGTERM", 20_000);
      await ended;
    },
  };
}
