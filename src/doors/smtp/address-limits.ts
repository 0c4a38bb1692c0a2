import { networkOf } from "#/identity/index.ts";
import { minuteMs } from "#/kernel/index.ts";
import type { Clock } from "#/kernel/index.ts";

export const connectionLimits = {
  /** Of one server, and of one address at a time. */
  connections: 400,
  connectionsPerAddress: 60,
  failuresPerAddress: 20,
  failureWindowMs: 10 * minuteMs,
  failuresPerConnection: 3,
  /** From the greeting on; nobody may keep a place without logging in. */
  signInMs: minuteMs,
  /** Without a byte. */
  idleMs: 5 * minuteMs,
  /** A message must come in at this pace at least, after a start of a minute. */
  paceBytesPerSecond: 1_024,
  paceAfterMs: minuteMs,
  /** How soon a connection ends whose app password another process revoked. */
  revokedCheckMs: 5_000,
  /** How often is looked whether the certificate was renewed. */
  certificateCheckMs: 10 * minuteMs,
  recipients: 200,
  messageBytes: 150 * 1024 * 1024,
} as const;

export type ConnectionLimits = { readonly [Name in keyof typeof connectionLimits]: number };

const maximumAddresses = 10_000;

/** Counts what comes from one address; in this process only. IPv6 addresses count by their /64. */
export class AddressLimits {
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  readonly #open = new Map<string, number>();
  readonly #failures = new Map<string, { count: number; sinceMs: number }>();

  constructor(clock: Clock, limits: ConnectionLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** False when there are as many connections as one address may have. Every true needs one `leave`. */
  enter(address: string): boolean {
    const key = networkOf(address);
    const count = this.#open.get(key) ?? 0;
    if (count >= this.#limits.connectionsPerAddress) return false;
    this.#open.set(key, count + 1);
    return true;
  }

  leave(address: string): void {
    const key = networkOf(address);
    const count = (this.#open.get(key) ?? 0) - 1;
    if (count > 0) this.#open.set(key, count);
    else this.#open.delete(key);
  }

  failed(address: string): void {
    const key = networkOf(address);
    const nowMs = this.#clock.now().getTime();
    const known = this.#current(key);
    if (known === undefined && this.#failures.size >= maximumAddresses)
      this.#failures.delete(this.#failures.keys().next().value!);
    this.#failures.set(key, { count: (known?.count ?? 0) + 1, sinceMs: known?.sinceMs ?? nowMs });
  }

  /** Seconds to wait, or 0 when the address may try. */
  waitSeconds(address: string): number {
    const known = this.#current(networkOf(address));
    if (known === undefined || known.count < this.#limits.failuresPerAddress) return 0;
    return Math.ceil((known.sinceMs + this.#limits.failureWindowMs - this.#clock.now().getTime()) / 1_000);
  }

  #current(key: string): { count: number; sinceMs: number } | undefined {
    const known = this.#failures.get(key);
    if (known !== undefined && this.#clock.now().getTime() - known.sinceMs >= this.#limits.failureWindowMs) {
      this.#failures.delete(key);
      return undefined;
    }
    return known;
  }
}
