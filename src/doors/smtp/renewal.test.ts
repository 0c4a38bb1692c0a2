import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect } from "node:tls";
import { openTestSmtpDoor, type TestSmtpDoor } from "../../../tests/support/smtp-door.ts";
import { until } from "../../../tests/support/until.ts";
import { makeSelfSigned } from "./self-signed.ts";

let door: TestSmtpDoor;
let directory: string;
let first: string;
const file = (name: string): string => join(directory, name);

function put(): string {
  const made = makeSelfSigned(["mail.tulp.example"], new Date());
  writeFileSync(file("key.pem"), made.key);
  writeFileSync(file("certificate.pem"), made.certificate);
  return new X509Certificate(made.certificate).fingerprint256;
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "zegel-smtp-tls-"));
  first = put();
  door = await openTestSmtpDoor({
    limits: { certificateCheckMs: 25 },
    environment: { ZEGEL_TLS_CERT: file("certificate.pem"), ZEGEL_TLS_KEY: file("key.pem") },
  });
});
after(async () => {
  await door?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function shownAtOnce(options: object = {}): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port: door.tlsPort, rejectUnauthorized: false, ...options });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

async function shownAfterStartTls(): Promise<string> {
  const plain = connectPlain({ host: "127.0.0.1", port: door.startTlsPort });
  await once(plain, "data");
  plain.write("EHLO test\r\n");
  await once(plain, "data");
  plain.write("STARTTLS\r\n");
  await once(plain, "data");
  const socket = connect({ socket: plain, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

test("A renewed certificate is shown at both ports without a restart, and connections that are open go on", async () => {
  const talk = await door.enter();
  assert.deepEqual([await shownAtOnce(), await shownAfterStartTls()], [first, first]);
  const second = put();
  await until("both show the new one", async () => (await shownAtOnce()) === second);
  assert.equal(await shownAfterStartTls(), second);
  assert.equal((await talk.say("NOOP")).code, 250);
  talk.end();
});

test("A certificate that does not fit its key is passed over, and the one before stays", async () => {
  const now = await shownAtOnce();
  const other = makeSelfSigned(["mail.tulp.example"], new Date());
  writeFileSync(file("certificate.pem"), other.certificate);
  const startedMs = performance.now();
  await until("it was looked at several times", async () => {
    assert.equal(await shownAtOnce(), now);
    return performance.now() - startedMs > 150;
  });
  writeFileSync(file("key.pem"), other.key);
  const { fingerprint256 } = new X509Certificate(other.certificate);
  await until("the pair is whole", async () => (await shownAfterStartTls()) === fingerprint256);
});

test("Old versions of TLS stay out after a renewal too", async () => {
  await assert.rejects(shownAtOnce({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" }));
});
