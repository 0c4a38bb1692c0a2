import { type Bytes, hex } from "#/kernel/index.ts";

/*
 * Secrets of epochs that a session opened, for as long as it is in use: to open them anew for every page of a list costs
 * more than all else in it. Whether there still is a way to an epoch is asked of the database on every use; what is kept
 * here opens nothing by itself. In memory only, and gone five minutes after the session's last request.
 */

const idleMs = 5 * 60_000;
const mostSessions = 200;
const mostSecrets = 1000;

interface Kept {
  readonly opened: Opened;
  timer: NodeJS.Timeout;
}

/** The last thousand; the oldest make room. */
class Opened extends Map<string, Bytes> {
  override set(key: string, secret: Bytes): this {
    if (this.size >= mostSecrets && !this.has(key)) this.delete(this.keys().next().value!);
    return super.set(key, secret);
  }
}

const sessions = new Map<string, Kept>();

const expire = (key: string): NodeJS.Timeout => setTimeout(() => sessions.delete(key), idleMs).unref();

/** What this session opened so far; undefined where there is no session. */
export function openedInSession(sessionId: Bytes): Map<string, Bytes> | undefined {
  if (sessionId.byteLength === 0) return undefined;
  const key = hex(sessionId);
  const kept = sessions.get(key) ?? { opened: new Opened(), timer: expire(key) };
  clearTimeout(kept.timer);
  kept.timer = expire(key);
  sessions.delete(key);
  sessions.set(key, kept);
  if (sessions.size > mostSessions) forgetSession(sessions.keys().next().value!);
  return kept.opened;
}

function forgetSession(key: string): void {
  const kept = sessions.get(key);
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.opened.clear();
  sessions.delete(key);
}

/** When a session ends. Other processes forget it when it has been idle. */
export const forgetOpened = (sessionId: Bytes): void => forgetSession(hex(sessionId));
