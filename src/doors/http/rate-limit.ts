import { networkOf } from "#/identity/index.ts";
import { type Clock, type Id, Refusal, secondMs } from "#/kernel/index.ts";

/** A token bucket: `burst` at once, then `perSecond` on average. */
export interface RateRule {
  readonly burst: number;
  readonly perSecond: number;
}

/** Groups of routes that are counted apart. */
export const rateRules = {
  /** Pages, reading, everything that is not below. An office of 250 may sit behind one address. */
  general: { burst: 600, perSecond: 60 },
  /** Log-in, set-up, invitations: each costs a slow hash. Rooms count per account besides. */
  credentials: { burst: 30, perSecond: 0.5 },
  /** What a guest does without a session. */
  guest: { burst: 60, perSecond: 1 },
  /** Sending and replying. */
  sending: { burst: 120, perSecond: 2 },
  /** Programs that keep files, each with an app password: one request a file, and many files. */
  files: { burst: 10_000, perSecond: 1000 },
} as const satisfies Record<string, RateRule>;

export type RateGroup = keyof typeof rateRules;

const bucketsPerGeneration = 25_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** One customer may have 65,536 networks of IPv6, a /48: together they get this many times what one gets. */
const networksTogether = 16;

/** Counts in memory, per network and group; of too many, those that were longest unseen are forgotten. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #rules: Readonly<Record<RateGroup, RateRule>>;
  #seen = new Map<string, Bucket>();
  #seenBefore = new Map<string, Bucket>();

  constructor(clock: Clock, rules: Readonly<Record<RateGroup, RateRule>> = rateRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  /** Takes one token. @throws Refusal `http.too_many`, kind limited, when there is none. */
  take(address: string, group: RateGroup): void {
    const network = networkOf(address);
    const rule = this.#rules[group];
    this.#takeFrom(`${group} ${network}`, rule);
    if (!network.includes(":")) return;
    const { burst, perSecond } = rule;
    const wide = { burst: burst * networksTogether, perSecond: perSecond * networksTogether };
    this.#takeFrom(`${group} ${network.split(":").slice(0, 3).join(":")}/48`, wide);
  }

  /** The same count for somebody who is known, over all addresses. @throws as `take`. */
  takeOf(personId: Id, group: RateGroup): void {
    this.#takeFrom(`${group} of ${personId}`, this.#rules[group]);
  }

  #takeFrom(key: string, { burst, perSecond }: RateRule): void {
    const nowMs = this.#clock.now().getTime();
    const bucket = this.#bucket(key, { tokens: burst, atMs: nowMs });
    const refilled = bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / secondMs) * perSecond;
    bucket.tokens = Math.min(burst, refilled);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) {
      const retryAfterSeconds = Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
      throw new Refusal("limited", "http.too_many", { retryAfterSeconds });
    }
    bucket.tokens -= 1;
  }

  #bucket(key: string, full: Bucket): Bucket {
    const known = this.#seen.get(key);
    if (known) return known;
    const bucket = this.#seenBefore.get(key) ?? full;
    if (this.#seen.size >= bucketsPerGeneration) {
      this.#seenBefore = this.#seen;
      this.#seen = new Map();
    }
    this.#seen.set(key, bucket);
    return bucket;
  }
}
