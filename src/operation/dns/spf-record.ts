import { isIPv4, isIPv6 } from "node:net";

export type SpfQualifier = "pass" | "fail" | "softfail" | "neutral";

/** How much of an address counts, by family. */
export interface PrefixBits {
  readonly ipv4: number;
  readonly ipv6: number;
}

export type SpfMechanism =
  | { readonly kind: "all" }
  | { readonly kind: "include" | "exists"; readonly domain: string }
  | { readonly kind: "a" | "mx"; readonly domain: string | undefined; readonly bits: PrefixBits }
  | { readonly kind: "ptr"; readonly domain: string | undefined }
  | { readonly kind: "ip"; readonly address: string; readonly bits: number };

export type SpfDirective = SpfMechanism & { readonly qualifier: SpfQualifier };

export interface SpfRecord {
  readonly directives: readonly SpfDirective[];
  readonly redirect: string | undefined;
}

const qualifiers: Readonly<Record<string, SpfQualifier>> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
};
const longestRecord = 4096;
const mostTerms = 200;

/** Of the TXT records of a domain those that are SPF (RFC 7208, section 4.5). */
export const spfTexts = (texts: readonly string[]): string[] => texts.filter((text) => /^v=spf1(?: |$)/i.test(text));

const macro = /%(?:\{[slodipvh](?:[1-9]\d{0,2})?r?[.\-+,/_=]*\}|[%_-])/gi;

/** A domain-spec (section 7.1): visible characters, and macros where there is a percent sign. */
function isDomainSpec(text: string): boolean {
  if (!/^[\x21-\x7e]{1,255}$/.test(text)) return false;
  const bare = text.replaceAll(macro, "");
  return !bare.includes("%") && (bare !== text || /\.?[a-z0-9_-]*[a-z0-9]\.?$/i.test(text));
}

function bitsOf(text: string | undefined, most: number): number | undefined {
  if (text === undefined) return most;
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function addressMechanism(kind: "a" | "mx", rest: string): SpfMechanism | undefined {
  const [, spec, four, six] = /^(?::(.*?))?(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? [];
  if (rest !== "" && spec === undefined && four === undefined && six === undefined) return undefined;
  if (spec !== undefined && !isDomainSpec(spec)) return undefined;
  const [ipv4, ipv6] = [bitsOf(four, 32), bitsOf(six, 128)];
  return ipv4 === undefined || ipv6 === undefined ? undefined : { kind, domain: spec, bits: { ipv4, ipv6 } };
}

function ipMechanism(rest: string, isOfFamily: (text: string) => boolean, most: number): SpfMechanism | undefined {
  const [address = "", bitsText, ...more] = rest.slice(1).split("/");
  const bits = bitsOf(bitsText, most);
  if (!rest.startsWith(":") || more.length > 0 || bits === undefined || !isOfFamily(address)) return undefined;
  return { kind: "ip", address, bits };
}

function mechanismOf(name: string, rest: string): SpfMechanism | undefined {
  switch (name) {
    case "all":
      return rest === "" ? { kind: "all" } : undefined;
    case "include":
    case "exists":
      return rest.startsWith(":") && isDomainSpec(rest.slice(1)) ? { kind: name, domain: rest.slice(1) } : undefined;
    case "a":
    case "mx":
      return addressMechanism(name, rest);
    case "ptr":
      if (rest === "") return { kind: "ptr", domain: undefined };
      return rest.startsWith(":") && isDomainSpec(rest.slice(1)) ? { kind: "ptr", domain: rest.slice(1) } : undefined;
    case "ip4":
      return ipMechanism(rest, isIPv4, 32);
    case "ip6":
      return ipMechanism(rest, isIPv6, 128);
    default:
      return undefined;
  }
}

/** A record by the grammar of RFC 7208, section 12; `undefined` where one term is wrong: then it counts for nothing. */
export function parseSpf(text: string): SpfRecord | undefined {
  if (text.length > longestRecord || spfTexts([text]).length === 0) return undefined;
  const terms = text.slice("v=spf1".length).split(" ").filter(Boolean);
  if (terms.length > mostTerms) return undefined;
  const directives: SpfDirective[] = [];
  const modifiers = new Map<string, string>();
  for (const term of terms) {
    const modifier = /^([a-z][a-z0-9._-]*)=(.*)$/i.exec(term);
    if (modifier) {
      const name = modifier[1]!.toLowerCase();
      const isKnown = name === "redirect" || name === "exp";
      if (isKnown && (modifiers.has(name) || !isDomainSpec(modifier[2]!))) return undefined;
      if (!isKnown && modifier[2]!.replaceAll(macro, "").includes("%")) return undefined;
      modifiers.set(name, modifier[2]!);
      continue;
    }
    const [, sign = "+", name = "", rest = ""] = /^([-+~?])?([a-z0-9]+)(.*)$/i.exec(term) ?? [];
    const mechanism = mechanismOf(name.toLowerCase(), rest);
    if (!mechanism) return undefined;
    directives.push({ ...mechanism, qualifier: qualifiers[sign]! });
  }
  return { directives, redirect: modifiers.get("redirect") };
}

/** The same record with one term more, before what decides about everybody else. */
export function spfWith(text: string, term: string): string {
  const terms = text.split(" ").filter(Boolean);
  const at = terms.findIndex((each) => /^[-+~?]?all$/i.test(each) || /^redirect=/i.test(each));
  return terms.toSpliced(at < 0 ? terms.length : at, 0, term).join(" ");
}
