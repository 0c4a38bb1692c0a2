import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { systemClock, utf8 } from "#/kernel/index.ts";
import { chooseRelayRoute, openRelay, type Verified } from "#/relay/index.ts";
import { makeAuthority } from "../../../tests/support/authority.ts";
import { freePorts } from "../../../tests/support/free-port.ts";
import { startValidatingResolver } from "../../../tests/support/signed-zones.ts";
import { openSmarthost } from "../../../tests/support/smarthost.ts";
import { deliverDirect } from "./deliver-direct.ts";

const authority = makeAuthority();
const zones = ["dane", "gezag", "anders", "stuk", "los", "pkix", "sts", "toets", "niet", "elders", "intern"];
const nameOf = (zone: string): string => `${zone}.example`;
const hosts = zones.flatMap((zone) => [`mx.${nameOf(zone)}`, `mta-sts.${nameOf(zone)}`]);
const good = authority.certify(hosts);
const old = authority.certify(hosts, -1);
const [server, expired, stripped] = [
  await openSmarthost({ tls: good }),
  await openSmarthost({ tls: old }),
  await openSmarthost(),
];
const { port } = server;

const modes: Readonly<Record<string, string>> = { sts: "enforce", toets: "testing", niet: "none", elders: "enforce" };
let policiesFetched = 0;
const policies = createServer({ key: good.key, cert: good.cert }, (request, response) => {
  policiesFetched += 1;
  const zone = /^mta-sts\.([a-z]+)\./.exec(request.headers.host ?? "")?.[1] ?? "";
  const mx = zone === "elders" ? "other.example" : `mx.${nameOf(zone)}`;
  response.setHeader("content-type", "text/plain");
  response.end(`version: STSv1\r\nmode: ${modes[zone]}\r\nmx: ${mx}\r\nmax_age: 86400\r\n`);
}).listen(0, "127.0.0.1");
await once(policies, "listening");
const policyPort = (policies.address() as AddressInfo).port;

const basic = ["@ MX 10 mx", "mx A 127.0.0.1"];
const tlsa = (...data: string[]) =>
  [port, expired.port, stripped.port].flatMap((each) => data.map((one) => `_${each}._tcp.mx TLSA ${one}`));
const wrong = `3 1 1 ${"ab".repeat(32)}`;
const sts = [...basic, "mta-sts A 127.0.0.1", '_mta-sts TXT "v=STSv1; id=1;"'];
const resolver = await startValidatingResolver([
  { name: nameOf("dane"), records: [...basic, ...tlsa(`3 1 1 ${good.tlsa.leaf}`, `3 1 1 ${old.tlsa.leaf}`)] },
  { name: nameOf("gezag"), records: [...basic, ...tlsa(`2 0 1 ${good.tlsa.authority}`)] },
  { name: nameOf("anders"), records: [...sts, ...tlsa(wrong)] },
  {
    name: nameOf("stuk"),
    records: [...basic, ...tlsa(wrong)],
    change: (signed) => signed.replaceAll("ab".repeat(32), good.tlsa.leaf),
  },
  { name: nameOf("los"), isUnsigned: true, records: [...basic, ...tlsa(`3 1 1 ${good.tlsa.leaf}`)] },
  { name: nameOf("pkix"), records: [...basic, ...tlsa(`1 1 1 ${good.tlsa.leaf}`)] },
  ...["sts", "toets", "niet", "elders"].map((zone) => ({ name: nameOf(zone), isUnsigned: true, records: sts })),
  { name: nameOf("leeg"), records: ["@ MX 0 ."] },
]);
after(async () => {
  authority.remove();
  policies.closeAllConnections();
  policies.close();
  await Promise.all([server.close(), expired.close(), stripped.close(), resolver.close()]);
});

const settings = { allowedRanges: ["127.0.0.0/8"], smtpPort: port, policyPort, authorities: [authority.pem] };
const relay = openRelay(resolver.address, systemClock, settings);
const both: ReadonlySet<Verified> = new Set(["dane", "mta-sts"]);

async function* content() {
  yield utf8("Subject: x\r\n\r\nHallo\r\n");
}

async function send(zone: string, app = relay) {
  const route = await chooseRelayRoute(app, nameOf(zone), both);
  assert.ok(route.kind === "direct", `${zone}: ${route.kind}`);
  const envelope = { from: "anna@firma.example", to: [{ email: `bo@${nameOf(zone)}` }], is8Bit: false };
  return deliverDirect({ clock: systemClock, ehlo: "firma.example" }, route.hosts, envelope, content());
}
const kindOf = async (zone: string, app = relay) => (await chooseRelayRoute(app, nameOf(zone), both)).kind;
const at = (smtpPort: number) => openRelay(resolver.address, systemClock, { ...settings, smtpPort });

test("Mail goes straight to a domain that announces its key by DANE, and the sender learns by which way", async () => {
  const { delivery, way } = await send("dane");
  assert.equal(delivery.kind, "accepted");
  assert.deepEqual(way, { by: "dane", host: "mx.dane.example", tls: "TLSv1.3" });
  const mail = await server.waitFor("the mail", ({ to }) => to.includes("bo@dane.example"));
  assert.equal(mail.wasEncrypted, true);
});

test("A domain may name its authority instead of its key; its certificate must not have run out then", async () => {
  assert.equal((await send("gezag")).delivery.kind, "accepted");
  assert.equal((await send("gezag", at(expired.port))).delivery.kind, "retry");
});

test("A key that is named by DANE counts even when the certificate has run out", async () => {
  assert.equal((await send("dane", at(expired.port))).way?.by, "dane");
});

test("A server with another key than the domain announces gets nothing, even where MTA-STS would trust it", async () => {
  const { delivery, way } = await send("anders");
  assert.equal(delivery.kind, "retry");
  assert.match("answer" in delivery ? delivery.answer : "", /DANE/);
  assert.equal(way, undefined);
  assert.equal(
    server.mails.some(({ to }) => to.includes("bo@anders.example")),
    false,
  );
});

test("Mail waits while signatures in the DNS are broken, and while nobody answers", async () => {
  assert.equal(await kindOf("stuk"), "wait");
  const [nobody] = await freePorts(1);
  assert.equal(await kindOf("dane", openRelay(`127.0.0.1:${nobody}`, systemClock, settings)), "wait");
});

test("TLSA records without DNSSEC, or of a kind that does not count for mail, verify nothing", async () => {
  assert.equal(await kindOf("los"), "unverified");
  assert.equal(await kindOf("pkix"), "unverified");
});

test("A policy that enforces is followed, and fetched once for as long as it holds", async () => {
  assert.deepEqual((await send("sts")).way, { by: "mta-sts", host: "mx.sts.example", tls: "TLSv1.3" });
  const before = policiesFetched;
  assert.equal((await send("sts")).delivery.kind, "accepted");
  assert.equal(policiesFetched, before);
});

test("A policy that tests, ends, or does not name the mail server verifies nothing", async () => {
  assert.deepEqual(await Promise.all(["toets", "niet", "elders", "leeg"].map((zone) => kindOf(zone))), [
    "unverified",
    "unverified",
    "unverified",
    "unverified",
  ]);
});

test("Under MTA-STS a certificate that has run out gets nothing", async () => {
  const { delivery } = await send("sts", at(expired.port));
  assert.equal(delivery.kind, "retry");
  assert.equal(expired.mails.filter(({ to }) => to.includes("bo@sts.example")).length, 0);
});

test("A policy whose own server can't be verified is no policy", async () => {
  const strangers = openRelay(resolver.address, systemClock, { ...settings, authorities: [] });
  assert.equal(await kindOf("sts", strangers), "unverified");
});

test("A server that does not offer encryption, or from which the offer was stripped, gets nothing", async () => {
  for (const zone of ["dane", "sts"]) assert.equal((await send(zone, at(stripped.port))).delivery.kind, "retry");
  assert.equal(stripped.mails.length, 0);
});

test("A mail server with an address inside the own network is not called", async () => {
  const outside = openRelay(resolver.address, systemClock, { ...settings, allowedRanges: [] });
  assert.deepEqual([await kindOf("dane", outside), await kindOf("sts", outside)], ["unverified", "unverified"]);
});

test("What the agreements do not allow is not gone by", async () => {
  const only = (by: Verified, zone: string) => chooseRelayRoute(relay, nameOf(zone), new Set([by]));
  assert.equal((await only("mta-sts", "dane")).kind, "unverified");
  assert.equal((await only("dane", "sts")).kind, "unverified");
});
