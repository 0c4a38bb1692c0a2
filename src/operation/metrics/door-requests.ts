import { Histogram, Registry } from "prom-client";

/** `answered`: done as asked; `refused`: a rule said no; `failed`: it did not work. */
export type RequestOutcome = "answered" | "refused" | "failed";
export type CountedDoor = "http" | "smtp" | "worker";

/** One for the process, as its memory and its event loop are. */
export const requestRegistry = new Registry();

const seconds = new Histogram({
  name: "zegel_request_seconds",
  help: "Time until a request, a submitted mail or a job was done, by door and outcome",
  labelNames: ["door", "outcome"] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  registers: [requestRegistry],
});

export function countRequest(door: CountedDoor, outcome: RequestOutcome, tookSeconds: number): void {
  seconds.observe({ door, outcome }, tookSeconds);
}
