import { isIP, isIPv4 } from "node:net";
import { type Config, isLoopbackHost } from "#/config.ts";
import type { Dns } from "./ask-dns.ts";

/** Who hands our mail to the world, as far as that can be seen from here. */
export interface SendingHost {
  readonly host: string;
  /** A mail server elsewhere: its name in the DNS of the internet is its owner's matter. */
  readonly isElsewhere: boolean;
}

/** The smarthost; one on this very machine sends by the name of this machine. `undefined`: nothing leaves yet. */
export function sendingHostOf({ smarthost, publicUrl, isLocal }: Config): SendingHost | undefined {
  if (smarthost.kind === "smtp" && !isLoopbackHost(smarthost.host))
    return { host: smarthost.host.toLowerCase(), isElsewhere: true };
  if (smarthost.kind === "outbox" || isLocal) return undefined;
  return { host: new URL(publicUrl).hostname.replaceAll(/^\[|\]$/g, ""), isElsewhere: false };
}

/** The term of an SPF record that allows the host. */
export function spfTerm(host: string): string {
  if (isIP(host) === 0) return `a:${host}`;
  return isIPv4(host) ? `ip4:${host}` : `ip6:${host}`;
}

const hidden = /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd]|fe80:|::1$)/i;

/** Its addresses as the world sees them; none where that can't be told from here. */
export async function addressesOf(dns: Dns, host: string): Promise<{ addresses: string[]; isSilent: boolean }> {
  if (isIP(host) !== 0) return { addresses: hidden.test(host) ? [] : [host], isSilent: false };
  const answers = await Promise.all([dns.ask(host, "A"), dns.ask(host, "AAAA")]);
  const addresses = answers.flatMap((answer) => (answer.kind === "found" ? answer.values : []));
  return {
    addresses: addresses.filter((address) => !hidden.test(address)),
    isSilent: addresses.length === 0 && answers.some(({ kind }) => kind === "silent"),
  };
}

/** True where both are names of one provider, as far as their last two labels tell. */
export function isSameProvider(host: string, other: string): boolean {
  const end = (name: string): string => name.toLowerCase().replace(/\.$/, "").split(".").slice(-2).join(".");
  return isIP(host) === 0 && end(host) === end(other);
}
