import { lookup as resolveName } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { Refusal } from "#/kernel/index.ts";

/** Not for the world: loopback, private, link-local, shared, documentation, multicast (IANA special-purpose registries). */
const special4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
/** Global unicast is 2000::/3; of it, what leads elsewhere than it seems. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16"];

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = familyOf(address);
    list.addSubnet(address, bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits), family);
  }
  return list;
}

const special = listOf([...special4, ...special6]);
const globalUnicast = listOf(["2000::/3"]);

/** An IPv4 address in the clothes of IPv6 counts as what it is. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/** Whether an address may be called: it is of the public internet, or in a network that is allowed by name. */
export const isReachable = (address: string, allowedRanges: readonly string[]): boolean =>
  judge(plain(address), listOf(allowedRanges)) !== "closed";

export interface Reach {
  /** The addresses that may be called, in the order in which they resolved. */
  readonly addresses: readonly string[];
  /** True where all of them are in networks that the operator allows: plain http may be used. */
  readonly trusted: boolean;
}

function judge(address: string, allowed: BlockList): "allowed" | "public" | "closed" {
  const family = familyOf(address);
  if (allowed.check(address, family)) return "allowed";
  if (special.check(address, family)) return "closed";
  return family === "ipv4" || globalUnicast.check(address, "ipv6") ? "public" : "closed";
}

/**
 * Where a webhook's host leads. A name of the firm's own network is out of reach, unless the operator allows that network:
 * else whoever may make webhooks could call what only this server can reach.
 * @throws Refusal `webhooks.address_closed`, `webhooks.host_unknown`.
 */
export async function reachOf(host: string, allowedRanges: readonly string[]): Promise<Reach> {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const found = isIP(bare) ? [bare] : await addressesOf(bare);
  const allowed = listOf(allowedRanges);
  const addresses = found.map(plain);
  const verdicts = addresses.map((address) => judge(address, allowed));
  if (verdicts.includes("closed")) throw new Refusal("invalid", "webhooks.address_closed");
  return { addresses, trusted: verdicts.every((verdict) => verdict === "allowed") };
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    return (await resolveName(name, { all: true, order: "verbatim" })).map(({ address }) => address);
  } catch {
    throw new Refusal("invalid", "webhooks.host_unknown");
  }
}

/** @throws Refusal `webhooks.url_wrong` for anything but an http address without log-in or fragment. */
export function webhookUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  if (!url || !isHttp || url.username || url.password || url.hash) throw new Refusal("invalid", "webhooks.url_wrong");
  return url;
}

/** @throws Refusal `webhooks.needs_https` besides those of `reachOf`. */
export async function checkReach(url: URL, allowedRanges: readonly string[]): Promise<Reach> {
  const reach = await reachOf(url.hostname, allowedRanges);
  if (url.protocol === "http:" && !reach.trusted) throw new Refusal("invalid", "webhooks.needs_https");
  return reach;
}
