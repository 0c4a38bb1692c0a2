import type { Id } from "#/kernel/index.ts";

type Listener = (appPasswordIds: readonly Id[]) => void;

const listeners = new Set<Listener>();

/**
 * Calls the listener when app passwords were revoked in this process, so that doors close open connections. Another
 * process learns it at the connection's next use (`isAppPasswordLive`). Gives a function that stops listening.
 */
export function onAppPasswordsEnded(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** After the commit. */
export function announceEnded(appPasswordIds: readonly Id[]): void {
  if (appPasswordIds.length > 0) for (const listener of listeners) listener(appPasswordIds);
}
