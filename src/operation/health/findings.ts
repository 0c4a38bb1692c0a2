import type { z } from "zod";
import type { healthEntry, healthSubject } from "#/contract/index.ts";

export type HealthSubject = z.output<typeof healthSubject>;
export type HealthEntry = z.output<typeof healthEntry>;

/** What was found of one subject. `step` says how urgent a warning is: 0 is the worst; without one nobody is warned. */
export interface Finding extends Pick<HealthEntry, "subject" | "state" | "finding" | "details"> {
  readonly step?: number;
}

export const good = (subject: HealthSubject, details: Finding["details"] = {}, finding = "good"): Finding => ({
  subject,
  state: "good",
  finding,
  details,
});

export const unknown = (subject: HealthSubject, finding = "unknown"): Finding => ({
  subject,
  state: "unknown",
  finding,
  details: {},
});
