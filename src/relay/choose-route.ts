import { getCACertificates } from "node:tls";
import type { Clock } from "#/kernel/index.ts";
import { openSecureDns, type SecureDns } from "./ask-securely.ts";
import { addressesOf } from "./host-addresses.ts";
import { isListed } from "./mta-sts.ts";
import { type FoundPolicy, type RelaySettings, StsPolicies } from "./policies.ts";
import { type Tlsa, usableTlsa } from "./tlsa.ts";

export type Verified = "dane" | "mta-sts";

export interface DirectHost {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly port: number;
  /** `names`: one of which the certificate must bear under TLSA usage 2. */
  readonly check:
    | { readonly by: "dane"; readonly records: readonly Tlsa[]; readonly names: readonly string[] }
    | { readonly by: "mta-sts"; readonly ca: readonly string[] | undefined };
}

/** `unverified`: the mail must not leave this way. `wait`: it can't be known now; ask again later, and never go another way. */
export type RelayRoute =
  | { readonly kind: "direct"; readonly hosts: readonly DirectHost[] }
  | { readonly kind: "unverified" }
  | { readonly kind: "wait" };

export interface RelayApp {
  readonly dns: SecureDns;
  readonly policies: StsPolicies;
  readonly settings: RelaySettings;
  readonly ca: string[] | undefined;
}

const publicMail: RelaySettings = { allowedRanges: [], smtpPort: 25, policyPort: 443, authorities: [] };
const mostHosts = 10;

export function openRelay(resolver: string | undefined, clock: Clock, changed: Partial<RelaySettings> = {}): RelayApp {
  const settings = { ...publicMail, ...changed };
  const dns = openSecureDns(resolver);
  const ca = settings.authorities.length > 0 ? [...getCACertificates(), ...settings.authorities] : undefined;
  return { dns, settings, ca, policies: new StsPolicies(dns, clock, settings, ca) };
}

type Judged = DirectHost | "unverified" | "wait";

async function judgeHost(
  app: RelayApp,
  domain: string,
  name: string,
  facts: { readonly isSecure: boolean; readonly policy: FoundPolicy; readonly allowed: ReadonlySet<Verified> },
): Promise<Judged> {
  const { dns, settings, ca } = app;
  const reached = await addressesOf(dns, name, settings.allowedRanges);
  if (reached.kind !== "found") return reached.kind === "wait" ? "wait" : "unverified";
  const host = { name, addresses: reached.addresses, port: settings.smtpPort };
  if (facts.isSecure && reached.isSecure) {
    const answer = await dns.ask(`_${settings.smtpPort}._tcp.${name}`, "TLSA");
    if (answer.kind === "failed") return "wait";
    if (answer.kind === "found" && answer.isSecure) {
      // What DANE says of a host is never made good by MTA-STS (RFC 8461, section 2).
      const records = usableTlsa(answer.records);
      if (records.length === 0 || !facts.allowed.has("dane")) return "unverified";
      return { ...host, check: { by: "dane", records, names: [name, domain] } };
    }
  }
  if (!facts.allowed.has("mta-sts")) return "unverified";
  if (facts.policy.kind === "wait") return "wait";
  const isEnforced = facts.policy.kind === "policy" && facts.policy.policy.mode === "enforce";
  if (!isEnforced || !isListed(facts.policy.policy, name)) return "unverified";
  return { ...host, check: { by: "mta-sts", ca } };
}

interface Mx {
  readonly preference: number;
  readonly exchange: string;
}

/** How mail may go straight to a domain (as in the DNS, punycode), by what the agreements allow (docs/spec/relay.md). */
export async function chooseRelayRoute(
  app: RelayApp,
  domain: string,
  allowed: ReadonlySet<Verified>,
): Promise<RelayRoute> {
  if (allowed.size === 0) return { kind: "unverified" };
  const answer = await app.dns.ask(domain, "MX");
  if (answer.kind === "failed") return { kind: "wait" };
  const found = answer.kind === "found" ? answer.records.map(({ data }) => data as Mx) : [];
  const names = found
    .toSorted((one, other) => one.preference - other.preference)
    .map(({ exchange }) => exchange.replace(/\.$/, "").toLowerCase());
  // A lone dot: this domain takes no mail (RFC 7505).
  if (names.includes("")) return { kind: "unverified" };
  const policy: FoundPolicy = allowed.has("mta-sts") ? await app.policies.policyOf(domain) : { kind: "none" };
  const facts = { isSecure: answer.isSecure, policy, allowed };
  const hosts = names.length > 0 ? names.slice(0, mostHosts) : [domain];
  const judged = await Promise.all(hosts.map((name) => judgeHost(app, domain, name, facts)));
  const verified = judged.filter((each): each is DirectHost => typeof each !== "string");
  if (verified.length > 0) return { kind: "direct", hosts: verified };
  return { kind: judged.includes("wait") ? "wait" : "unverified" };
}
