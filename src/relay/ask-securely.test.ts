import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
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

test("Whatever a name server answers instead of an answer, it is a failure and nothing breaks", async () => {
  const wrong: ((question: Buffer) => Buffer)[] = [
    (question) => question,
    (question) => question.subarray(0, 12),
    // A name that points at itself, and counts of records that are not there.
    (question) => Buffer.concat([question.subarray(0, 2), Buffer.from("81a0000100010000ffffc00cc00c", "hex")]),
    (question) => Buffer.concat([question.subarray(0, 2), Buffer.alloc(1000, 0xff)]),
    // Another question's answer.
    (question) => {
      const other = Buffer.from(question);
      other.writeUInt16BE(0x81_a0, 2);
      other[13] = other[13]! ^ 1;
      return other;
    },
  ];
  for (const answer of wrong) {
    const server = createSocket("udp4");
    server.on("message", (question, { port, address }) => server.send(answer(question), port, address));
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    const asked = await openSecureDns(`127.0.0.1:${(server.address() as AddressInfo).port}`).ask("goed.example", "MX");
    server.close();
    assert.equal(asked.kind, "failed");
  }
  const unreachable = await openSecureDns("255.255.255.255:53").ask("goed.example", "MX");
  assert.equal(unreachable.kind, "failed");
});
