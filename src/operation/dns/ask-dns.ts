import { Resolver } from "node:dns/promises";
import type { Config } from "#/config.ts";

/** What a name server said. `silent`: nobody answered, or the answer was an error. */
export type DnsAnswer =
  | { readonly kind: "found"; readonly values: readonly string[] }
  | { readonly kind: "absent" }
  | { readonly kind: "silent"; readonly reason: string };

export type RecordType = "TXT" | "A" | "AAAA" | "MX" | "PTR";

/** Asks for records: TXT with its strings joined, MX as names by preference, PTR by address. Never throws. */
export interface Dns {
  ask(name: string, type: RecordType): Promise<DnsAnswer>;
}

const tryMs = 2000;
const tries = 2;
/** More than any domain of a firm has. */
const mostValues = 50;
const longestValue = 4096;

const absentCodes = new Set(["ENOTFOUND", "ENODATA"]);
const withoutDot = (name: string): string => name.replace(/\.$/, "").toLowerCase();
const legalName = /^(?=.{1,253}\.?$)(?:[a-z0-9_~!#$%&'*+/=?^{|}-]{1,63}\.)*[a-z0-9_~!#$%&'*+/=?^{|}-]{1,63}\.?$/i;

async function valuesOf(resolver: Resolver, name: string, type: RecordType): Promise<string[]> {
  switch (type) {
    case "TXT":
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "MX":
      return (await resolver.resolveMx(name))
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ exchange }) => withoutDot(exchange));
    case "PTR":
      return (await resolver.reverse(name)).map(withoutDot);
  }
}

/** Over the name server that is configured, else over those of the system. Each question ends within some seconds. */
export function openDns(config: Pick<Config, "resolver">): Dns {
  const resolver = new Resolver({ timeout: tryMs, tries, maxTimeout: tryMs });
  if (config.resolver) resolver.setServers([config.resolver]);
  return {
    ask: async (name, type) => {
      if (type !== "PTR" && !legalName.test(name)) return { kind: "absent" };
      try {
        const values = await valuesOf(resolver, name, type);
        const kept = values.slice(0, mostValues).map((value) => value.slice(0, longestValue));
        return kept.length === 0 ? { kind: "absent" } : { kind: "found", values: kept };
      } catch (error) {
        const reason = (error as { readonly code?: string }).code ?? "EUNKNOWN";
        return absentCodes.has(reason) ? { kind: "absent" } : { kind: "silent", reason };
      }
    },
  };
}
