import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dns, RecordType } from "./ask-dns.ts";
import { checkSpf, type SpfResult } from "./check-spf.ts";
import { expandMacros } from "./spf-macro.ts";
import { parseSpf, spfWith } from "./spf-record.ts";

type Zone = Record<string, Partial<Record<RecordType, string[]>>>;

const dnsOf = (zone: Zone): Dns & { asked: number } => {
  const dns = {
    asked: 0,
    ask: async (name: string, type: RecordType) => {
      dns.asked++;
      const values = zone[name]?.[type];
      return values ? ({ kind: "found", values } as const) : ({ kind: "absent" } as const);
    },
  };
  return dns;
};

/** RFC 7208, appendix A. */
const zone: Zone = {
  "example.com": { MX: ["mail-a.example.com", "mail-b.example.com"], A: ["192.0.2.10", "192.0.2.11"] },
  "amy.example.com": { A: ["192.0.2.65"] },
  "bob.example.com": { A: ["192.0.2.66"] },
  "mail-a.example.com": { A: ["192.0.2.129"] },
  "mail-b.example.com": { A: ["192.0.2.130"] },
  "example.org": { MX: ["mail-c.example.org"] },
  "mail-c.example.org": { A: ["192.0.2.140"] },
  "192.0.2.10": { PTR: ["example.com"] },
  "192.0.2.65": { PTR: ["amy.example.com"] },
  "192.0.2.129": { PTR: ["mail-a.example.com"] },
  "192.0.2.140": { PTR: ["mail-c.example.org"] },
  "10.0.0.4": { PTR: ["bob.example.com"] },
};

const everybody = ["192.0.2.10", "192.0.2.11", "192.0.2.65", "192.0.2.66", "192.0.2.129", "192.0.2.130", "192.0.2.140"];

async function passing(record: string, more: Zone = {}): Promise<string[]> {
  const dns = dnsOf({ ...zone, ...more, "example.com": { ...zone["example.com"], TXT: [record] } });
  const verdicts = await Promise.all(
    [...everybody, "192.0.2.131", "192.0.2.143", "10.0.0.4"].map(async (address) => {
      const { result } = await checkSpf(dns, { address, domain: "example.com" });
      return { address, result };
    }),
  );
  return verdicts.filter(({ result }) => result === "pass").map(({ address }) => address);
}

test("The examples of the standard let through whom the standard says", async () => {
  assert.equal((await passing("v=spf1 +all")).length, 10);
  assert.deepEqual(await passing("v=spf1 a -all"), ["192.0.2.10", "192.0.2.11"]);
  assert.deepEqual(await passing("v=spf1 a:example.org -all"), []);
  assert.deepEqual(await passing("v=spf1 mx -all"), ["192.0.2.129", "192.0.2.130"]);
  assert.deepEqual(await passing("v=spf1 mx:example.org -all"), ["192.0.2.140"]);
  assert.deepEqual(await passing("v=spf1 mx mx:example.org -all"), ["192.0.2.129", "192.0.2.130", "192.0.2.140"]);
  assert.deepEqual(await passing("v=spf1 mx/30 mx:example.org/30 -all"), [
    "192.0.2.129",
    "192.0.2.130",
    "192.0.2.140",
    "192.0.2.131",
    "192.0.2.143",
  ]);
  // 10.0.0.4 names bob.example.com, whose address is another one.
  assert.deepEqual(await passing("v=spf1 ptr -all"), ["192.0.2.10", "192.0.2.65", "192.0.2.129"]);
  assert.deepEqual(await passing("v=spf1 ip4:192.0.2.128/28 -all"), [
    "192.0.2.129",
    "192.0.2.130",
    "192.0.2.140",
    "192.0.2.131",
    "192.0.2.143",
  ]);
});

test("A record may include others, and send the question on", async () => {
  const dns = dnsOf({
    ...zone,
    "example.com": { ...zone["example.com"], TXT: ["v=spf1 mx -all"] },
    "example.net": { TXT: ["v=spf1 a:amy.example.com -all"] },
    "example.org": { ...zone["example.org"], TXT: ["v=spf1 include:example.com include:example.net -all"] },
    "la.example.org": { TXT: ["v=spf1 redirect=example.org"] },
  });
  const resultOf = async (address: string): Promise<SpfResult> =>
    (await checkSpf(dns, { address, domain: "la.example.org" })).result;
  assert.equal(await resultOf("192.0.2.129"), "pass");
  assert.equal(await resultOf("192.0.2.65"), "pass");
  assert.equal(await resultOf("192.0.2.140"), "fail");
});

test("Macros are filled in as in the standard's table", () => {
  const question = {
    address: "192.0.2.3",
    sender: "strong-bad@email.example.com",
    helo: "mail.example.org",
    domain: "email.example.com",
  };
  const table: Record<string, string> = {
    "%{s}": "strong-bad@email.example.com",
    "%{o}": "email.example.com",
    "%{d}": "email.example.com",
    "%{d4}": "email.example.com",
    "%{d3}": "email.example.com",
    "%{d2}": "example.com",
    "%{d1}": "com",
    "%{dr}": "com.example.email",
    "%{d2r}": "example.email",
    "%{l}": "strong-bad",
    "%{l-}": "strong.bad",
    "%{lr}": "strong-bad",
    "%{lr-}": "bad.strong",
    "%{l1r-}": "strong",
    "%{ir}.%{v}._spf.%{d2}": "3.2.0.192.in-addr._spf.example.com",
    "%{lr-}.lp._spf.%{d2}": "bad.strong.lp._spf.example.com",
    "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}": "bad.strong.lp.3.2.0.192.in-addr._spf.example.com",
    "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}": "3.2.0.192.in-addr.strong.lp._spf.example.com",
    "%{d2}.trusted-domains.example.net": "example.com.trusted-domains.example.net",
  };
  for (const [text, expected] of Object.entries(table)) assert.equal(expandMacros(text, question), expected, text);
  assert.equal(
    expandMacros("%{ir}.%{v}._spf.%{d2}", { ...question, address: "2001:db8::cb01" }),
    "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com",
  );
});

test("A name that a macro makes too long loses labels from the left", () => {
  const domain = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.example.com`;
  const question = { address: "192.0.2.3", sender: `x@${domain}`, helo: domain, domain };
  assert.ok(expandMacros("%{l}.%{d}", question).length <= 253);
  assert.match(expandMacros("%{l}.%{d}", question), /example\.com$/);
});

test("One wrong term makes the whole record count for nothing", () => {
  for (const record of [
    "v=spf1 a:",
    "v=spf1 include",
    "v=spf1 ip4:192.0.2.300 -all",
    "v=spf1 ip4:192.0.2.0/33 -all",
    "v=spf1 ip6:192.0.2.1 -all",
    "v=spf1 mx/129 -all",
    "v=spf1 -all:x",
    "v=spf1 everything",
    "v=spf1 redirect=a.example redirect=b.example",
    "v=spf1 exists:%{z}.example.com -all",
    "v=spf1 exists:%.example.com -all",
    "v=spf10 -all",
    `v=spf1 ${"a ".repeat(300)}-all`,
  ])
    assert.equal(parseSpf(record), undefined, record);
  assert.ok(parseSpf("V=SPF1 MX a:mail.example.nl/24//64 ip6:2001:db8::/32 exists:%{i}.x.example unknown=1 ~ALL"));
  assert.deepEqual(parseSpf("v=spf1"), { directives: [], redirect: undefined });
});

test("The eleventh look-up, and the third empty answer, end the check", async () => {
  const including = (count: number): Zone => ({
    "example.nl": {
      TXT: [`v=spf1 ${Array.from({ length: count }, (_, i) => `include:i${i}.example`).join(" ")} -all`],
    },
    ...Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`i${i}.example`, { TXT: ["v=spf1 ip4:198.51.100.1 -all"] }]),
    ),
  });
  const ask = (more: Zone) => checkSpf(dnsOf(more), { address: "192.0.2.1", domain: "example.nl" });
  assert.deepEqual(await ask(including(10)), { result: "fail", lookUps: 10 });
  assert.deepEqual(await ask(including(11)), { result: "permerror", because: "look-ups", lookUps: 11 });
  const empty = { "example.nl": { TXT: ["v=spf1 a:a.example a:b.example a:c.example -all"] } };
  assert.equal((await ask(empty)).because, "empty answers");
});

test("A record that includes itself ends by the same bound", async () => {
  const dns = dnsOf({ "example.nl": { TXT: ["v=spf1 include:example.nl -all"] } });
  assert.equal((await checkSpf(dns, { address: "192.0.2.1", domain: "example.nl" })).result, "permerror");
  assert.ok(dns.asked < 20);
});

test("Two records count for none, and a name server that is silent is no verdict", async () => {
  const twice = dnsOf({ "example.nl": { TXT: ["v=spf1 -all", "v=spf1 mx -all"] } });
  const question = { address: "192.0.2.1", domain: "example.nl" };
  assert.equal((await checkSpf(twice, question)).because, "several");
  const silent: Dns = { ask: async () => ({ kind: "silent", reason: "ETIMEOUT" }) };
  assert.equal((await checkSpf(silent, question)).result, "temperror");
  assert.equal((await checkSpf(dnsOf({}), question)).result, "none");
});

test("A term is added before what decides about everybody else", () => {
  assert.equal(spfWith("v=spf1 mx ~all", "a:relay.example"), "v=spf1 mx a:relay.example ~all");
  assert.equal(spfWith("v=spf1 redirect=x.example", "a:y.example"), "v=spf1 a:y.example redirect=x.example");
  assert.equal(spfWith("v=spf1 mx", "ip4:192.0.2.1"), "v=spf1 mx ip4:192.0.2.1");
});
