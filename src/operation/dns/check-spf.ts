import { BlockList, isIPv4 } from "node:net";
import type { Dns, DnsAnswer, RecordType } from "./ask-dns.ts";
import { expandMacros, type SpfQuestion } from "./spf-macro.ts";
import { parseSpf, type SpfMechanism, type SpfRecord, spfTexts } from "./spf-record.ts";

export type SpfResult = "none" | "neutral" | "pass" | "fail" | "softfail" | "temperror" | "permerror";

export interface SpfVerdict {
  readonly result: SpfResult;
  /** Why a record counts for nothing. */
  readonly because?: "syntax" | "several" | "look-ups" | "empty answers" | "include" | "silent";
  /** Terms that made us ask the DNS; ten are allowed. */
  readonly lookUps: number;
}

/** RFC 7208, section 4.6.4. */
const mostLookUps = 10;
const mostEmptyAnswers = 2;
const mostNames = 10;

class Broken extends Error {
  readonly result: "temperror" | "permerror";
  readonly because: NonNullable<SpfVerdict["because"]>;

  constructor(result: "temperror" | "permerror", because: NonNullable<SpfVerdict["because"]>) {
    super(because);
    this.result = result;
    this.because = because;
  }
}

function isIn(address: string, network: string, bits: number): boolean {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if ((isIPv4(network) ? "ipv4" : "ipv6") !== family) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}

/** One run of `check_host` (section 4) with all that it includes. */
class SpfRun {
  readonly #dns: Dns;
  readonly #sender: string;
  readonly #address: string;
  lookUps = 0;
  #emptyAnswers = 0;

  constructor(dns: Dns, address: string, sender: string) {
    this.#dns = dns;
    this.#address = address;
    this.#sender = sender;
  }

  #question = (domain: string): SpfQuestion => ({
    address: this.#address,
    sender: this.#sender,
    helo: domain,
    domain,
  });

  #countLookUp(): void {
    if (++this.lookUps > mostLookUps) throw new Broken("permerror", "look-ups");
  }

  async #ask(name: string, type: RecordType, mayBeEmpty = false): Promise<readonly string[]> {
    const answer: DnsAnswer = await this.#dns.ask(name, type);
    if (answer.kind === "silent") throw new Broken("temperror", "silent");
    if (answer.kind === "found") return answer.values;
    if (!mayBeEmpty && ++this.#emptyAnswers > mostEmptyAnswers) throw new Broken("permerror", "empty answers");
    return [];
  }

  #addressesOf = (name: string, mayBeEmpty = false): Promise<readonly string[]> =>
    this.#ask(name, isIPv4(this.#address) ? "A" : "AAAA", mayBeEmpty);

  async #ptrMatches(target: string): Promise<boolean> {
    const answer = await this.#dns.ask(this.#address, "PTR");
    if (answer.kind !== "found") return false;
    for (const name of answer.values.slice(0, mostNames)) {
      if (name !== target && !name.endsWith(`.${target}`)) continue;
      const back = await this.#dns.ask(name, isIPv4(this.#address) ? "A" : "AAAA");
      if (back.kind === "found" && back.values.some((each) => isIn(this.#address, each, isIPv4(each) ? 32 : 128)))
        return true;
    }
    return false;
  }

  async #includes(domain: string): Promise<boolean> {
    const { result } = await this.check(domain);
    if (result === "none") throw new Broken("permerror", "include");
    return result === "pass";
  }

  async #matches(mechanism: SpfMechanism, domain: string): Promise<boolean> {
    if (mechanism.kind === "all") return true;
    if (mechanism.kind === "ip") return isIn(this.#address, mechanism.address, mechanism.bits);
    this.#countLookUp();
    const target = mechanism.domain ? expandMacros(mechanism.domain, this.#question(domain)) : domain;
    switch (mechanism.kind) {
      case "include":
        return this.#includes(target);
      case "exists":
        return (await this.#ask(target, "A")).length > 0;
      case "ptr":
        return this.#ptrMatches(target);
      case "a":
      case "mx": {
        const names = mechanism.kind === "a" ? [target] : await this.#ask(target, "MX");
        if (names.length > mostNames) throw new Broken("permerror", "look-ups");
        const bits = isIPv4(this.#address) ? mechanism.bits.ipv4 : mechanism.bits.ipv6;
        for (const name of names) {
          const addresses = await this.#addressesOf(name);
          if (addresses.some((each) => isIn(this.#address, each, bits))) return true;
        }
        return false;
      }
    }
  }

  async #record(domain: string): Promise<SpfRecord | undefined> {
    const [text, ...others] = spfTexts(await this.#ask(domain, "TXT", true));
    if (text === undefined) return undefined;
    if (others.length > 0) throw new Broken("permerror", "several");
    const record = parseSpf(text);
    if (!record) throw new Broken("permerror", "syntax");
    return record;
  }

  async check(domain: string): Promise<{ readonly result: SpfResult }> {
    const record = await this.#record(domain);
    if (!record) return { result: "none" };
    for (const directive of record.directives)
      if (await this.#matches(directive, domain)) return { result: directive.qualifier };
    if (record.redirect === undefined || record.directives.some(({ kind }) => kind === "all"))
      return { result: "neutral" };
    this.#countLookUp();
    const next = await this.check(expandMacros(record.redirect, this.#question(domain)));
    if (next.result === "none") throw new Broken("permerror", "include");
    return next;
  }
}

/** Whether `address` may send for `domain` (RFC 7208), within its ten look-ups. Never throws. */
export async function checkSpf(
  dns: Dns,
  { address, domain, sender = `postmaster@${domain}` }: { address: string; domain: string; sender?: string },
): Promise<SpfVerdict> {
  const run = new SpfRun(dns, address, sender);
  try {
    const { result } = await run.check(domain);
    return { result, lookUps: run.lookUps };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { result: error.result, because: error.because, lookUps: run.lookUps };
  }
}
