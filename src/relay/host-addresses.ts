import { isReachable } from "#/webhooks/index.ts";
import type { SecureDns } from "./ask-securely.ts";

export type HostAddresses =
  | { readonly kind: "found"; readonly addresses: readonly string[]; readonly isSecure: boolean }
  /** There are none, or none that may be reached. */
  | { readonly kind: "none" }
  | { readonly kind: "wait" };

const mostAddresses = 4;

/** Where a host may be reached. A look-up that fails is never "there is none" (RFC 7672, section 2.2.2). */
export async function addressesOf(dns: SecureDns, host: string, ranges: readonly string[]): Promise<HostAddresses> {
  const answers = await Promise.all([dns.ask(host, "A"), dns.ask(host, "AAAA")]);
  if (answers.some(({ kind }) => kind === "failed")) return { kind: "wait" };
  const found = answers.flatMap((answer) => (answer.kind === "found" ? answer.records : []));
  const addresses = found.map(({ data }) => String(data)).filter((address) => isReachable(address, ranges));
  if (addresses.length === 0) return { kind: "none" };
  const isSecure = answers.every((answer) => answer.kind !== "failed" && answer.isSecure);
  return { kind: "found", addresses: addresses.slice(0, mostAddresses), isSecure };
}
