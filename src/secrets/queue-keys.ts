import { join } from "node:path";
import { type Bytes, dayMs, hourMs } from "#/kernel/index.ts";
import { x25519Public } from "#/vault/index.ts";
import { DatedSecrets, madeAt } from "./dated-secrets.ts";

/** The keys that what waits to leave the house is sealed to. */
export interface QueueKeys {
  current(): { readonly id: string; readonly publicKey: Bytes };
  secret(id: string): Bytes | undefined;
  /** Makes a new one when the current one is a day old; destroys older ones that nothing in `stillNeeded` names. */
  rotate(now: Date, stillNeeded: readonly string[]): Promise<void>;
}

/** A process may hold something sealed to the key before, and not have written it yet. */
const settledMs = hourMs;

export function openQueueKeys(directory: string, now: Date): QueueKeys {
  const keys = new DatedSecrets(join(directory, "queue"));
  if (keys.ids().length === 0) keys.create(now);
  const publicKeys = new Map<string, Bytes>();
  return {
    current: () => {
      const id = keys.ids().at(-1)!;
      let publicKey = publicKeys.get(id);
      if (!publicKey) publicKeys.set(id, (publicKey = x25519Public(keys.secret(id)!)));
      return { id, publicKey };
    },
    secret: (id) => keys.secret(id),
    rotate: async (at, stillNeeded) => {
      keys.refresh();
      const newest = keys.ids().at(-1);
      if (!newest || at.getTime() - madeAt(newest).getTime() >= dayMs) keys.create(at);
      const ids = keys.ids();
      const current = ids.at(-1)!;
      if (at.getTime() - madeAt(current).getTime() < settledMs) return;
      keys.destroy(ids.filter((id) => id !== current && !stillNeeded.includes(id)));
    },
  };
}
