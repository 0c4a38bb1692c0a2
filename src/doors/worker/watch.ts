import { minuteMs } from "#/kernel/index.ts";
import { type OperationApp, warnAdmins } from "#/operation/index.ts";

export interface Watch {
  /** Waits for a look that is under way. */
  close(): Promise<void>;
}

interface Pace {
  /** What waited while we were down gets the time to leave first. */
  readonly firstMs: number;
  readonly everyMs: number;
}
const standardPace: Pace = { firstMs: 2 * minuteMs, everyMs: 5 * minuteMs };

/** Looks every few minutes whether the admins have to be told of something. */
export function startWatch(app: OperationApp, { firstMs, everyMs }: Pace = standardPace): Watch {
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const look = (): void => {
    running = running
      .then(() => warnAdmins(app))
      .catch((error: unknown) => app.log.error({ err: error }, "the watch failed"));
    timer = setTimeout(look, everyMs).unref();
  };
  timer = setTimeout(look, firstMs).unref();
  return {
    close: async () => {
      clearTimeout(timer);
      await running;
    },
  };
}
