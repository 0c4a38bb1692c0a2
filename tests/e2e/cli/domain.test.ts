import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DnsServer, startDnsServer } from "../../support/dns-server.ts";
import { type CliInstallation, cliInstallation, password, setupFlags } from "./installation.ts";

interface Check {
  readonly domain: string;
  readonly records: readonly { kind: string; state: string; name: string; value: string }[];
}

let place: CliInstallation;
let dns: DnsServer;

before(async () => {
  dns = await startDnsServer({});
  place = cliInstallation();
  place.environment["ZEGEL_RESOLVER"] = dns.address;
  await place.json(...setupFlags("tulp", place.write("password", `${password}\n`), place.file("kit")));
});
after(async () => {
  place?.remove();
  await dns?.close();
});

test("The check of the domain says what is missing, and what is right once it is there", async () => {
  const first = await place.json<Check>("domain", "check");
  assert.equal(first.domain, "tulp.example");
  const dkim = first.records.find(({ kind }) => kind === "dkim")!;
  assert.equal(dkim.state, "missing");
  dns.setZone({ [dkim.name]: { TXT: [dkim.value] } });
  const again = await place.zegel("domain", "check");
  assert.equal(again.status, 0);
  assert.match(again.out, /^right +TXT +z\d{8}\._domainkey\.tulp\.example$/m);
  assert.match(again.out, /^MISSING +TXT +tulp\.example\n +should be: v=spf1 mx ~all$/m);
});
