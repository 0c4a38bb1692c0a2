import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DnsServer, startDnsServer, type Zone } from "../../tests/support/dns-server.ts";
import {
  join,
  openTestApp,
  setUpTestOrganisation,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import { type CheckedRecord, checkDomain, domainRecords } from "./index.ts";

let dns: DnsServer;
let app: TestApp;
let organisation: TestOrganisation;
let right: Zone;

before(async () => {
  dns = await startDnsServer({});
  app = await openTestApp({
    waitingJobs: "allowed",
    environment: {
      ZEGEL_URL: "https://zegel.tulp.example",
      ZEGEL_SMARTHOST: "smtp://smtp.provider.example:587",
      ZEGEL_RESOLVER: dns.address,
    },
  });
  organisation = await setUpTestOrganisation(app);
  const { records } = await domainRecords(app, organisation.admin);
  const dkim = records.find(({ kind }) => kind === "dkim")!;
  right = {
    "tulp.example": { TXT: ["something=else", "v=spf1 mx a:smtp.provider.example -all"], MX: ["mx.tulp.example"] },
    "mx.tulp.example": { A: ["192.0.2.25"] },
    "smtp.provider.example": { A: ["192.0.2.26"] },
    "zegel.tulp.example": { A: ["192.0.2.27"], AAAA: ["2001:db8::27"] },
    "_dmarc.tulp.example": { TXT: ["v=DMARC1; p=reject; rua=mailto:postmaster@tulp.example"] },
    [dkim.name]: { TXT: [dkim.value] },
    "_mta-sts.tulp.example": { TXT: ["v=STSv1; id=1;"] },
    "mta-sts.tulp.example": { A: ["192.0.2.27"] },
  };
});
after(async () => {
  await app?.close();
  await dns?.close();
});

async function checked(zone: Zone): Promise<(kind: CheckedRecord["kind"]) => CheckedRecord> {
  dns.setZone(zone);
  const { records } = await checkDomain(app, organisation.admin);
  return (kind) => records.find((record) => record.kind === kind)!;
}

test("A domain with everything in place is right in all its records", async () => {
  dns.setZone(right);
  const { records, mtaStsFile } = await checkDomain(app, organisation.admin);
  assert.deepEqual(
    records.filter(({ state }) => state !== "right"),
    [],
  );
  assert.match(mtaStsFile!, /^mx: mx\.tulp\.example\r$/m);
  assert.deepEqual(records.find(({ kind }) => kind === "address")!.found, ["192.0.2.27", "2001:db8::27"]);
});

test("What is not there is missing, with what to put there", async () => {
  const of = await checked({});
  for (const kind of ["spf", "dkim", "dmarc", "mx", "address", "mta-sts", "mta-sts-host"] as const)
    assert.equal(of(kind).state, "missing", kind);
  assert.equal(of("spf").value, "v=spf1 mx a:smtp.provider.example ~all");
  assert.equal(of("mta-sts").remark, "no-mail-server");
});

test("An SPF record that leaves our mail server out is wrong, and is shown with it", async () => {
  const of = await checked({
    ...right,
    "tulp.example": { ...right["tulp.example"], TXT: ["v=spf1 mx include:_spf.elsewhere.example -all"] },
    "_spf.elsewhere.example": { TXT: ["v=spf1 ip4:198.51.100.0/24 -all"] },
  });
  const { state, remark, found, value } = of("spf");
  assert.deepEqual({ state, remark }, { state: "wrong", remark: "not-named" });
  assert.deepEqual(found, ["v=spf1 mx include:_spf.elsewhere.example -all"]);
  assert.equal(value, "v=spf1 mx include:_spf.elsewhere.example a:smtp.provider.example -all");
});

test("A provider that sends from other addresses than it takes mail at is believed by its include", async () => {
  const of = await checked({
    ...right,
    "tulp.example": { ...right["tulp.example"], TXT: ["v=spf1 include:_spf.provider.example -all"] },
    "_spf.provider.example": { TXT: ["v=spf1 ip4:198.51.100.0/24 -all"] },
  });
  assert.deepEqual([of("spf").state, of("spf").remark], ["right", "provider"]);
});

test("Two SPF records, one that can't be read, and one with too many look-ups are wrong", async () => {
  const spf = async (TXT: string[]): Promise<string> => {
    const of = await checked({ ...right, "tulp.example": { ...right["tulp.example"], TXT } });
    return `${of("spf").state} ${of("spf").remark}`;
  };
  assert.equal(await spf(["v=spf1 mx -all", "v=spf1 -all"]), "wrong several");
  assert.equal(await spf(["v=spf1 mx everything"]), "wrong syntax");
  assert.equal(await spf([`v=spf1 ${"a:mx.tulp.example ".repeat(11)}-all`]), "wrong look-ups");
});

test("A DKIM key that is not ours is wrong", async () => {
  const { records } = await domainRecords(app, organisation.admin);
  const { name, value } = records.find(({ kind }) => kind === "dkim")!;
  const remark = async (text: string) => (await checked({ ...right, [name]: { TXT: [text] } }))("dkim").remark;
  assert.equal(await remark(value.replace("p=MIIB", "p=MIIC")), "other-key");
  assert.equal(await remark("v=DKIM1; k=rsa; p="), "revoked");
  assert.equal(await remark("nothing of the kind"), "syntax");
});

test("DMARC of the domain above holds below it too; a policy that only watches is remarked on", async () => {
  const { ["_dmarc.tulp.example"]: _own, ...others } = right;
  const above = await checked({ ...others, "_dmarc.example": { TXT: ["v=DMARC1; p=reject"] } });
  assert.equal(above("dmarc").state, "missing", "a public suffix has no say");
  const watching = await checked({ ...right, "_dmarc.tulp.example": { TXT: ["v=DMARC1; p=none"] } });
  assert.deepEqual([watching("dmarc").state, watching("dmarc").remark], ["right", "watching"]);
  const wrong = await checked({ ...right, "_dmarc.tulp.example": { TXT: ["v=DMARC1; p=nothing"] } });
  assert.equal(wrong("dmarc").state, "wrong");
});

test("A name server that can't answer makes nothing wrong", async () => {
  dns.setZone(right);
  dns.setMood("fails");
  const { records } = await checkDomain(app, organisation.admin);
  dns.setMood("answers");
  assert.deepEqual([...new Set(records.map(({ state }) => state))], ["silent"]);
});

test("A domain that says it takes no mail has no mail server", async () => {
  const of = await checked({ ...right, "tulp.example": { ...right["tulp.example"], MX: ["."] } });
  assert.equal(of("mx").state, "missing");
});

test("A mail server on this machine needs a name that its address leads back to", async () => {
  const local = {
    ...app,
    config: { ...app.config, smarthost: { ...app.config.smarthost, host: "127.0.0.1" } as never },
  };
  const back = (PTR: string[]): Zone => ({
    ...right,
    "27.2.0.192.in-addr.arpa": { PTR },
    "7.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": { PTR },
    "other.example": { A: ["192.0.2.99"] },
  });
  const verdict = async (zone: Zone): Promise<string> => {
    dns.setZone(zone);
    const { records } = await checkDomain(local, organisation.admin);
    const { state, remark } = records.find(({ kind }) => kind === "ptr")!;
    return `${state} ${remark}`;
  };
  assert.equal(await verdict(back(["zegel.tulp.example"])), "right null");
  assert.equal(await verdict(back(["other.example"])), "wrong no-name-back");
  assert.equal(await verdict(right), "missing no-name-back");
});

test("Only admins see the records", async () => {
  const { actor } = await join(app, organisation.admin, "bea");
  await assert.rejects(checkDomain(app, actor), { code: "identity.role_missing" });
});
