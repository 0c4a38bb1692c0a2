import { readFileSync } from "node:fs";
import type { z } from "zod";
import type { healthAnswer } from "#/contract/index.ts";
import { assertRole, type MemberActor, type OperatorIn } from "#/identity/index.ts";
import { warnedSince } from "../warning-rows.ts";
import {
  type ExaminedApp,
  examineInstallation,
  examineOrganisation,
  type Surroundings,
  thisMachine,
} from "./examine.ts";

export type Health = z.output<typeof healthAnswer>;

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** How the installation is doing, looked at now (admins, the operator). */
export async function readHealth(
  app: ExaminedApp,
  actor: MemberActor | OperatorIn,
  surroundings: Surroundings = thisMachine,
): Promise<Health> {
  if (actor.kind === "member") assertRole(actor, "admin");
  const ofInstallation = await examineInstallation(app, surroundings);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const now = app.clock.now();
    const warned = await warnedSince(tx);
    const findings = await examineOrganisation(tx, ofInstallation, now);
    return {
      version,
      at: now.toISOString(),
      entries: findings.map(({ subject, state, finding, details }) => ({
        subject,
        state,
        finding,
        details,
        warnedSince: warned.get(subject)?.toISOString() ?? null,
      })),
    };
  });
}
