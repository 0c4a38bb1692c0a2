import { join } from "node:path";
import { type Bytes, dayMs } from "#/kernel/index.ts";
import { DatedSecrets, madeAt } from "./dated-secrets.ts";

/** The server's half of what opens a session's row. */
export interface SessionSecrets {
  current(): { readonly id: string; readonly secret: Bytes };
  secret(id: string): Bytes | undefined;
  /** Makes a new one when the current one is a day old. The one before stays for a day, for live sessions to move over. */
  rotate(now: Date): Promise<void>;
}

export function openSessionSecrets(directory: string, now: Date): SessionSecrets {
  const secrets = new DatedSecrets(join(directory, "session"));
  if (secrets.ids().length === 0) secrets.create(now);
  const ageMs = (id: string, at: Date): number => at.getTime() - madeAt(id).getTime();
  return {
    current: () => {
      const id = secrets.ids().at(-1)!;
      return { id, secret: secrets.secret(id)! };
    },
    secret: (id) => secrets.secret(id),
    rotate: async (at) => {
      secrets.refresh();
      const newest = secrets.ids().at(-1);
      if (!newest || ageMs(newest, at) >= dayMs) secrets.create(at);
      const [, previous, ...older] = secrets.ids().toReversed();
      const tooOld = previous !== undefined && ageMs(previous, at) >= 2 * dayMs ? [previous, ...older] : older;
      if (tooOld.length > 0) secrets.destroy(tooOld);
    },
  };
}
