import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startValidatingResolver } from "../../tests/support/signed-zones.ts";
import { isLoopback, openSecureDns } from "./ask-securely.ts";

const digest = "ab".repeat(32);
const resolver = await startValidatingResolver([
  { name: "goed.example", records: ["@ MX 10 mx", "mx A 127.0.0.1", `_25._tcp.mx TLSA 3 1 1 ${digest}`] },
  { name: "los.example", isUnsigned: true, records: ["@ MX 10 mx", `_25._tcp.mx TLSA 3 1 1 ${digest}`] },
  {
    name: "stuk.example",
    records: ["@ MX 10 mx", `_25._tcp.mx TLSA 3 1 1 ${digest}`],
    change: (signed) => signed.replaceAll(digest, "cd".repeat(32)),
  },
  { name: "veel.example", records: Array.from({ length: 40 }, (_, at) => `@ TXT "${at} ${"x".repeat(100)}"`) },
]);
after(() => resolver.close());
const dns = openSecureDns(resolver.address);

test("An answer of a signed zone counts as secure, what the zone does not have as securely absent", async () => {
  const mx = await dns.ask("goed.example", "MX");
  assert.equal(mx.kind === "found" && mx.isSecure, true);
  assert.deepEqual(await dns.ask("_25._tcp.other.goed.example", "TLSA"), { kind: "absent", isSecure: true });
});

test("An answer of a zone without signatures is not secure", async () => {
  const answer = await dns.ask("_25._tcp.mx.los.example", "TLSA");
  assert.equal(answer.kind === "found" && !answer.isSecure, true);
});

test("A record that was changed after signing is a failure, and never an answer", async () => {
  assert.deepEqual(await dns.ask("_25._tcp.mx.stuk.example", "TLSA"), { kind: "failed", reason: "code 2" });
});

test("An answer too large for a datagram comes whole", async () => {
  const answer = await dns.ask("veel.example", "TXT");
  assert.equal(answer.kind === "found" && answer.records.length, 40);
});

test("Only a resolver on this machine is believed when it says that it validated", () => {
  assert.deepEqual(["127.0.0.53", "::1", "10.0.0.1", "192.0.2.53", "127.0.0.1.example"].map(isLoopback), [
    true,
    true,
    false,
    false,
    false,
  ]);
});
