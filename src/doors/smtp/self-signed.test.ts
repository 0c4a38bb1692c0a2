import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect, createServer } from "node:tls";
import type { AddressInfo } from "node:net";
import { loadConfig } from "#/config.ts";
import { dayMs } from "#/kernel/index.ts";
import { tlsPair } from "./certificate.ts";
import { integer, objectId, octetString, time } from "./der.ts";
import { isUsable, makeSelfSigned } from "./self-signed.ts";

const directory = mkdtempSync(join(tmpdir(), "zegel-tls-"));
after(() => rmSync(directory, { recursive: true }));
const names = ["mail.tulp.example", "localhost", "127.0.0.1", "2001:db8::7"];
const now = new Date();

test("The certificate says for openssl what it should, and its signature is good", () => {
  const { certificate, key } = makeSelfSigned(names, now);
  const path = join(directory, "one.pem");
  writeFileSync(path, certificate);
  writeFileSync(join(directory, "one.key"), key);
  const text = execFileSync("openssl", ["x509", "-in", path, "-noout", "-text"], { encoding: "utf8" });
  assert.match(text, /Version: 3 \(0x2\)/);
  assert.match(text, /Issuer: CN ?= ?mail\.tulp\.example/);
  assert.match(text, /Subject: CN ?= ?mail\.tulp\.example/);
  assert.match(
    text,
    /DNS:mail\.tulp\.example, DNS:localhost, IP Address:127\.0\.0\.1, IP Address:2001:DB8:0:0:0:0:0:7/,
  );
  assert.match(text, /X509v3 Basic Constraints: critical\s+CA:FALSE/);
  assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature\n/);
  assert.match(text, /TLS Web Server Authentication/);
  assert.match(text, /X509v3 Subject Key Identifier/);
  assert.match(text, /ASN1 OID: prime256v1/);
  const verified = execFileSync(
    "openssl",
    ["verify", "-CAfile", path, "-purpose", "sslserver", "-check_ss_sig", path],
    { encoding: "utf8" },
  );
  assert.match(verified, /: OK/);
  const lint = execFileSync("openssl", ["asn1parse", "-in", path, "-strparse", "4"], { encoding: "utf8" });
  assert.doesNotMatch(lint, /error/i);
});

test("A client that trusts the certificate connects to each of its names", async () => {
  const { certificate, key } = makeSelfSigned(names, now);
  const server = createServer({ cert: certificate, key }).listen(0, "127.0.0.1");
  await once(server, "listening");
  for (const servername of ["mail.tulp.example", "localhost"]) {
    const socket = connect({
      port: (server.address() as AddressInfo).port,
      host: "127.0.0.1",
      servername,
      ca: certificate,
    });
    await once(socket, "secureConnect");
    assert.equal(socket.authorized, true);
    socket.destroy();
  }
  server.close();
});

test("It is made once, kept closed to others, and made anew when it no longer fits", () => {
  const config = (url: string) => loadConfig({ ZEGEL_DATA: directory, ZEGEL_URL: url });
  const path = join(directory, "secrets", "smtp-tls.pem");
  assert.equal(existsSync(path), false);
  const first = tlsPair(config("https://mail.tulp.example"), now);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(tlsPair(config("https://mail.tulp.example"), now), first);
  assert.deepEqual(tlsPair(config("https://mail.tulp.example"), new Date(now.getTime() + 3_000 * dayMs)), first);
  const later = tlsPair(config("https://mail.tulp.example"), new Date(now.getTime() + 3_640 * dayMs));
  assert.notEqual(later.cert, first.cert);
  const renamed = tlsPair(config("https://post.tulp.example"), now);
  assert.equal(new X509Certificate(renamed.cert).checkHost("post.tulp.example"), "post.tulp.example");
  writeFileSync(path, readFileSync(path, "utf8").slice(0, 400));
  assert.notEqual(tlsPair(config("https://post.tulp.example"), now).cert, renamed.cert);
});

test("A configured certificate goes before one of our own", () => {
  const { certificate, key } = makeSelfSigned(["x.example"], now);
  const [certificateFile, keyFile] = [join(directory, "c.pem"), join(directory, "k.pem")];
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, key);
  const config = loadConfig({ ZEGEL_DATA: directory, ZEGEL_TLS_CERT: certificateFile, ZEGEL_TLS_KEY: keyFile });
  assert.deepEqual(tlsPair(config, now), { cert: certificate, key });
});

test("A pair that does not belong together is not used", () => {
  const [one, other] = [makeSelfSigned(names, now), makeSelfSigned(names, now)];
  assert.equal(isUsable(one, names, now), true);
  assert.equal(isUsable({ certificate: one.certificate, key: other.key }, names, now), false);
  assert.equal(isUsable({ certificate: "x", key: "y" }, names, now), false);
});

test("The encoding is the one that the standard shows", () => {
  assert.equal(integer(Buffer.from([0])).toString("hex"), "020100");
  assert.equal(integer(Buffer.from([0x80])).toString("hex"), "02020080");
  assert.equal(integer(Buffer.from([0, 0, 0x7f])).toString("hex"), "02017f");
  assert.equal(objectId("1.2.840.113549").toString("hex"), "06062a864886f70d");
  assert.equal(octetString(Buffer.alloc(200)).subarray(0, 3).toString("hex"), "0481c8");
  assert.equal(octetString(Buffer.alloc(300)).subarray(0, 4).toString("hex"), "0482012c");
  assert.equal(time(new Date("2049-12-31T23:59:59Z")).toString("latin1"), "\x17\x0d491231235959Z");
  assert.equal(time(new Date("2050-01-01T00:00:00Z")).toString("latin1"), "\x18\x0f20500101000000Z");
});
