import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Clock, secondMs } from "#/kernel/index.ts";
import type { SecureDns } from "./ask-securely.ts";
import { addressesOf } from "./host-addresses.ts";
import { longestPolicyBytes, parseStsPolicy, stsIdOf, type StsPolicy } from "./mta-sts.ts";

export interface RelaySettings {
  /** Networks that may be reached though they are not public: `10.1.0.0/16`. */
  readonly allowedRanges: readonly string[];
  readonly smtpPort: number;
  readonly policyPort: number;
  /** Authorities (PEM) that count besides those of the system. */
  readonly authorities: readonly string[];
}

export type FoundPolicy =
  | { readonly kind: "policy"; readonly policy: StsPolicy }
  | { readonly kind: "none" }
  /** The DNS did not answer, and nothing is kept. */
  | { readonly kind: "wait" };

interface Kept {
  readonly id: string;
  readonly policy: StsPolicy;
  readonly until: number;
}

const fetchMs = 10 * secondMs;
const mostKept = 1000;

const pinned =
  (addresses: readonly string[]): LookupFunction =>
  (_name, options, done) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all) return done(null, all);
    done(null, all[0]!.address, all[0]!.family);
  };

/** The file as it is served; undefined for anything but a plain 200 in time. Follows no redirect. */
function fetchText(host: string, addresses: readonly string[], settings: RelaySettings, ca: string[] | undefined) {
  return new Promise<string | undefined>((resolve) => {
    const call = request({
      host,
      port: settings.policyPort,
      path: "/.well-known/mta-sts.txt",
      servername: host,
      lookup: pinned(addresses),
      agent: false,
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      ...(ca ? { ca } : {}),
      signal: AbortSignal.timeout(fetchMs),
    });
    call.once("error", () => resolve(undefined));
    call.once("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const stop = (): void => {
        response.destroy();
        resolve(undefined);
      };
      response.once("error", stop);
      response.once("aborted", stop);
      const isPlain = /^text\/plain\s*(?:;|$)/i.test(response.headers["content-type"] ?? "");
      if (response.statusCode !== 200 || !isPlain) return stop();
      response.on("data", (part: Buffer) => {
        size += part.length;
        if (size > longestPolicyBytes) stop();
        else parts.push(part);
      });
      response.once("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    });
    call.end();
  });
}

/** Policies of other domains, kept as long as they say (RFC 8461, sections 3.3 and 5.1). */
export class StsPolicies {
  readonly #kept = new Map<string, Kept>();
  readonly #dns: SecureDns;
  readonly #clock: Clock;
  readonly #settings: RelaySettings;
  readonly #ca: string[] | undefined;

  constructor(dns: SecureDns, clock: Clock, settings: RelaySettings, ca: string[] | undefined) {
    this.#dns = dns;
    this.#clock = clock;
    this.#settings = settings;
    this.#ca = ca;
  }

  async policyOf(domain: string): Promise<FoundPolicy> {
    const now = this.#clock.now().getTime();
    const held = this.#kept.get(domain);
    const kept = held && held.until > now ? held : undefined;
    const answer = await this.#dns.ask(`_mta-sts.${domain}`, "TXT");
    if (answer.kind === "failed") return kept ? { kind: "policy", policy: kept.policy } : { kind: "wait" };
    const texts = answer.kind === "found" ? answer.records.map(({ data }) => textOf(data)) : [];
    const id = stsIdOf(texts);
    // A record that is gone does not end a policy that was promised for longer.
    const fresh = id === undefined || id === kept?.id ? undefined : await this.#fetch(domain);
    if (id !== undefined && fresh)
      this.#keep(domain, { id, policy: fresh, until: now + fresh.maxAgeSeconds * secondMs });
    const policy = fresh ?? kept?.policy;
    return policy ? { kind: "policy", policy } : { kind: "none" };
  }

  async #fetch(domain: string): Promise<StsPolicy | undefined> {
    const host = `mta-sts.${domain}`;
    const found = await addressesOf(this.#dns, host, this.#settings.allowedRanges);
    if (found.kind !== "found") return undefined;
    const text = await fetchText(host, found.addresses, this.#settings, this.#ca);
    return text === undefined ? undefined : parseStsPolicy(text);
  }

  #keep(domain: string, kept: Kept): void {
    this.#kept.delete(domain);
    this.#kept.set(domain, kept);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

const textOf = (data: unknown): string =>
  (Array.isArray(data) ? data : [data])
    .map((part) => (Buffer.isBuffer(part) ? part.toString("latin1") : String(part)))
    .join("");
