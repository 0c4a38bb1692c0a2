import type { z } from "zod";
import type { checkedRecord, domainCheckAnswer } from "#/contract/index.ts";
import type { MemberActor, OperatorIn } from "#/identity/index.ts";
import type { OperationApp } from "../types.ts";
import { type Dns, type DnsAnswer, openDns } from "./ask-dns.ts";
import { checkSpf } from "./check-spf.ts";
import { judgeDkim } from "./dkim-record.ts";
import { dmarcTexts, parseDmarc } from "./dmarc-record.ts";
import { type DomainFacts, type DomainRecord, domainRecords } from "./domain-records.ts";
import { mtaStsPolicy, mtaStsTexts, parseMtaSts } from "./mta-sts-record.ts";
import { addressesOf, isSameProvider, type SendingHost, sendingHostOf, spfTerm } from "./sending-host.ts";
import { parseSpf, spfTexts, spfWith } from "./spf-record.ts";

export type CheckedRecord = z.output<typeof checkedRecord>;
export type DomainCheck = z.output<typeof domainCheckAnswer>;
type Verdict = Pick<CheckedRecord, "state" | "remark"> & {
  readonly found?: readonly string[];
  readonly value?: string;
};

const textsOf = (answer: DnsAnswer): readonly string[] => (answer.kind === "found" ? answer.values : []);
const silent: Verdict = { state: "silent", remark: null };
const missing: Verdict = { state: "missing", remark: null };
const right = (found: readonly string[], remark: CheckedRecord["remark"] = null): Verdict => ({
  state: "right",
  remark,
  found,
});
const wrong = (found: readonly string[], remark: CheckedRecord["remark"], value?: string): Verdict => ({
  state: "wrong",
  remark,
  found,
  ...(value === undefined ? {} : { value }),
});

async function judgeSpf(dns: Dns, record: DomainRecord, sending: SendingHost | undefined): Promise<Verdict> {
  const answer = await dns.ask(record.name, "TXT");
  if (answer.kind === "silent") return silent;
  const texts = spfTexts(textsOf(answer));
  const [text, ...others] = texts;
  if (text === undefined) return missing;
  if (others.length > 0) return wrong(texts, "several");
  const parsed = parseSpf(text);
  if (!parsed) return wrong(texts, "syntax");
  const { addresses, isSilent } = sending ? await addressesOf(dns, sending.host) : { addresses: [], isSilent: false };
  if (isSilent) return { ...silent, found: texts };
  if (addresses.length === 0) {
    // Nobody to ask for; whether the record can be used at all shows for any address.
    const { result, because } = await checkSpf(dns, { address: "192.0.2.1", domain: record.name });
    if (result === "permerror") return wrong(texts, because === "look-ups" ? "look-ups" : "syntax");
    return result === "temperror" ? { ...silent, found: texts } : right(texts, "not-provable");
  }
  const verdicts = await Promise.all(addresses.map((address) => checkSpf(dns, { address, domain: record.name })));
  const broken = verdicts.find(({ result }) => result === "permerror");
  if (broken) return wrong(texts, broken.because === "look-ups" ? "look-ups" : "syntax");
  if (verdicts.some(({ result }) => result === "temperror")) return { ...silent, found: texts };
  if (verdicts.every(({ result }) => result === "pass")) return right(texts);
  const includes = parsed.directives.flatMap((each) => (each.kind === "include" ? [each.domain] : []));
  if (includes.some((domain) => isSameProvider(sending!.host, domain))) return right(texts, "provider");
  return wrong(texts, "not-named", spfWith(text, spfTerm(sending!.host)));
}

async function judgeKey(dns: Dns, record: DomainRecord, publicKey: string): Promise<Verdict> {
  const answer = await dns.ask(record.name, "TXT");
  if (answer.kind === "silent") return silent;
  const texts = textsOf(answer);
  if (texts.length === 0) return missing;
  if (texts.length > 1) return wrong(texts, "several");
  const judged = judgeDkim(texts[0]!, publicKey);
  if (judged === "right") return right(texts);
  return wrong(texts, judged === "revoked" ? "revoked" : judged === "other" ? "other-key" : "syntax");
}

/** What holds for a domain without a record of its own is said by the domain above it (RFC 7489, section 6.6.3). */
async function judgeDmarc(dns: Dns, record: DomainRecord, domain: string): Promise<Verdict> {
  const above = domain.split(".").length > 2 ? domain.slice(domain.indexOf(".") + 1) : undefined;
  for (const asked of above === undefined ? [domain] : [domain, above]) {
    const answer = await dns.ask(`_dmarc.${asked}`, "TXT");
    if (answer.kind === "silent") return silent;
    const texts = dmarcTexts(textsOf(answer));
    if (texts.length === 0) continue;
    if (texts.length > 1) return wrong(texts, "several");
    const parsed = parseDmarc(texts[0]!);
    if (!parsed) return wrong(texts, "syntax", record.value);
    const policy = asked === domain ? parsed.policy : parsed.subdomainPolicy;
    return right(texts, policy === "none" ? "watching" : null);
  }
  return missing;
}

async function judgeMtaSts(dns: Dns, record: DomainRecord, wanted: string | undefined): Promise<Verdict> {
  const answer = await dns.ask(record.name, "TXT");
  if (answer.kind === "silent") return silent;
  const texts = mtaStsTexts(textsOf(answer));
  const value = wanted ?? "";
  if (wanted === undefined) return { state: "missing", remark: "no-mail-server", value };
  if (texts.length === 0) return { ...missing, value };
  if (texts.length > 1) return wrong(texts, "several", value);
  return parseMtaSts(texts[0]!) ? { ...right(texts), value: texts[0]! } : wrong(texts, "syntax", value);
}

async function judgeHost(dns: Dns, name: string): Promise<Verdict> {
  const answers = await Promise.all([dns.ask(name, "A"), dns.ask(name, "AAAA")]);
  const found = answers.flatMap(textsOf);
  if (found.length > 0) return right(found);
  return answers.some(({ kind }) => kind === "silent") ? silent : missing;
}

/** Each address leads back to a name that leads to it: without that many servers refuse mail from it. */
async function judgeNameBack(dns: Dns, host: string): Promise<Verdict> {
  const { addresses, isSilent } = await addressesOf(dns, host);
  if (isSilent) return silent;
  if (addresses.length === 0) return { state: "wrong", remark: "not-resolving", found: [] };
  const found: string[] = [];
  for (const address of addresses) {
    const names = await dns.ask(address, "PTR");
    if (names.kind === "silent") return silent;
    if (names.kind === "absent") return { state: "missing", remark: "no-name-back", found: [address] };
    found.push(...names.values.map((name) => `${address} → ${name}`));
    const back = await Promise.all(names.values.slice(0, 10).map((name) => addressesOf(dns, name)));
    if (!back.some((each) => each.addresses.includes(address))) return wrong(found, "no-name-back");
  }
  return right(found);
}

async function judge(dns: Dns, facts: DomainFacts, record: DomainRecord, more: JudgedBy): Promise<Verdict> {
  switch (record.kind) {
    case "spf":
      return judgeSpf(dns, record, more.sending);
    case "dkim":
      return judgeKey(dns, record, facts.publicKey);
    case "dmarc":
      return judgeDmarc(dns, record, facts.domain);
    case "mx": {
      const found = textsOf(more.mailServers);
      if (more.mailServers.kind === "silent") return silent;
      return found.length === 0 ? missing : right(found);
    }
    case "mta-sts":
      return more.mailServers.kind === "silent" ? silent : judgeMtaSts(dns, record, more.policyRecord);
    case "address":
    case "mta-sts-host":
      return judgeHost(dns, record.name);
    case "ptr":
      return judgeNameBack(dns, record.name);
  }
}

interface JudgedBy {
  readonly sending: SendingHost | undefined;
  readonly mailServers: DnsAnswer;
  readonly policyRecord: string | undefined;
}

/**
 * Asks the DNS for what should stand there, and compares (admins, the operator). Takes some seconds at most; what nobody
 * answers is `silent`, and never counts as wrong.
 */
export async function checkDomain(
  app: Pick<OperationApp, "config" | "clock" | "database" | "secrets">,
  actor: MemberActor | OperatorIn,
): Promise<DomainCheck> {
  const facts = await domainRecords(app, actor);
  const dns = openDns(app.config);
  const asked = await dns.ask(facts.domain, "MX");
  // A lone dot (RFC 7505) says that the domain takes no mail.
  const mailServers: DnsAnswer =
    asked.kind === "found" && asked.values.every((name) => name === "") ? { kind: "absent" } : asked;
  const policy = mtaStsPolicy(mailServers.kind === "found" ? mailServers.values : []);
  const more: JudgedBy = { sending: sendingHostOf(app.config), mailServers, policyRecord: policy?.record };
  const records = await Promise.all(
    facts.records.map(async (record): Promise<CheckedRecord> => {
      const { state, remark, found = [], value = record.value } = await judge(dns, facts, record, more);
      return { ...record, value, state, remark, found: [...found] };
    }),
  );
  return {
    domain: facts.domain,
    checkedAt: app.clock.now().toISOString(),
    records,
    mtaStsFile: policy?.file ?? null,
  };
}
