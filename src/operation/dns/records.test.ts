import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeDkim } from "./dkim-record.ts";
import { parseDmarc } from "./dmarc-record.ts";
import { mtaStsPolicy, parseMtaSts } from "./mta-sts-record.ts";
import { isSameProvider } from "./sending-host.ts";

test("A DMARC record says what is to happen with mail that fails", () => {
  const parsed = parseDmarc(
    "v=DMARC1; p=quarantine; sp=reject; pct=25; adkim=s; rua=mailto:a@example.nl!10m, mailto:b@example.nl;",
  );
  assert.deepEqual(parsed, {
    policy: "quarantine",
    subdomainPolicy: "reject",
    percent: 25,
    dkimAlignment: "strict",
    spfAlignment: "relaxed",
    reportsTo: ["mailto:a@example.nl", "mailto:b@example.nl"],
  });
});

test("A DMARC record that receivers pass over is none", () => {
  for (const text of [
    "p=none; v=DMARC1",
    "v=dmarc1; p=none",
    "v=DMARC1",
    "v=DMARC1; p=maybe",
    "v=DMARC1; p=none; p=reject",
  ])
    assert.equal(parseDmarc(text), undefined, text);
  assert.equal(parseDmarc("v=DMARC1; rua=mailto:a@example.nl")?.policy, "none");
  assert.equal(parseDmarc("v=DMARC1;p=reject")?.policy, "reject");
  assert.equal(parseDmarc(`v=DMARC1; p=none; x=${"a".repeat(5000)}`), undefined);
});

test("A DKIM record has our key, another one, or none any more", () => {
  assert.equal(judgeDkim("v=DKIM1; k=rsa; p=AAAA", "AAAA"), "right");
  assert.equal(judgeDkim("p=AA AA", "AAAA"), "right");
  assert.equal(judgeDkim("v=DKIM1; k=rsa; p=BBBB", "AAAA"), "other");
  assert.equal(judgeDkim("v=DKIM1; k=ed25519; p=AAAA", "AAAA"), "other");
  assert.equal(judgeDkim("v=DKIM1; p=", "AAAA"), "revoked");
  assert.equal(judgeDkim("k=rsa; v=DKIM1; p=AAAA", "AAAA"), "invalid");
  assert.equal(judgeDkim("hello", "AAAA"), "invalid");
});

test("The policy of MTA-STS names the mail servers, and its number changes with them", () => {
  const one = mtaStsPolicy(["mx1.example.nl"])!;
  const two = mtaStsPolicy(["mx1.example.nl", "mx2.example.nl"])!;
  assert.match(
    two.file,
    /^version: STSv1\r\nmode: testing\r\nmx: mx1\.example\.nl\r\nmx: mx2\.example\.nl\r\nmax_age: \d+\r\n$/,
  );
  assert.notEqual(one.record, two.record);
  assert.ok(parseMtaSts(one.record));
  assert.equal(mtaStsPolicy([]), undefined);
});

test("The record of MTA-STS has a number of letters and digits", () => {
  assert.deepEqual(parseMtaSts("v=STSv1; id=20160831085700Z;"), { id: "20160831085700Z" });
  for (const text of ["v=STSv1", "v=STSv1; id=;", "v=STSv1; id=a-b", `v=STSv1; id=${"a".repeat(33)}`, "id=1; v=STSv1;"])
    assert.equal(parseMtaSts(text), undefined, text);
});

test("Two names of one provider are told by their last two labels", () => {
  assert.ok(isSameProvider("smtp.provider.email", "_spf.provider.email"));
  assert.ok(!isSameProvider("smtp.provider.email", "_spf.other.email"));
  assert.ok(!isSameProvider("192.0.2.1", "192.0.2.1"));
});
