import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { connect, type ConnectionOptions } from "node:tls";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { identityRoutes } from "#/contract/index.ts";
import { makeSelfSigned } from "#/doors/smtp/self-signed.ts";
import { createAppPassword, setUpOrganisation } from "#/identity/index.ts";
import { firstLogIn, testPassword } from "../../support/identity.ts";
import { until } from "../../support/until.ts";
import { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { organisationRequest } from "./support/people.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly json: Record<string, unknown>;
}

describe("an installation that the world can reach, with its own certificate", () => {
  let door: TestDoor;
  let directory: string;
  let base: string;
  let key: string;
  let certificate: string;
  let first: string;
  const putCertificate = (): string => {
    const made = makeSelfSigned(["mail.tulp.example"], new Date());
    writeFileSync(key, made.key);
    writeFileSync(certificate, made.certificate);
    return new X509Certificate(made.certificate).fingerprint256;
  };
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "zegel-tls-"));
    [key, certificate] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
    first = putCertificate();
    door = await openTestDoor({
      environment: { ZEGEL_URL: "https://mail.tulp.example", ZEGEL_TLS_CERT: certificate, ZEGEL_TLS_KEY: key },
      limits: { certificateCheckMs: 50 },
    });
    ({ base } = door);
    await setUpOrganisation(door.app, { kind: "operator" }, organisationRequest("tulp.example"));
  });
  after(async () => {
    await door.close();
    rmSync(directory, { recursive: true });
  });

  const ask = async (
    path: string,
    init: { method?: string; headers?: object; body?: string | Buffer } = {},
  ): Promise<Answer> => {
    const agent = new Agent({ ca: readFileSync(join(directory, "certificate.pem")), servername: "mail.tulp.example" });
    const request = httpsRequest({
      host: "127.0.0.1",
      port: door.port,
      path,
      agent,
      method: init.method ?? "GET",
      headers: { host: "mail.tulp.example", ...init.headers },
    });
    request.end(init.body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const text = (await response.setEncoding("utf8").toArray()).join("");
    agent.destroy();
    const isJson = response.headers["content-type"]?.includes("json") ?? false;
    return { status: response.statusCode!, headers: response.headers, json: isJson ? (JSON.parse(text) as never) : {} };
  };
  const logIn = (headers: object): Promise<Answer> =>
    ask("/api/login", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ email: "admin@tulp.example", password: testPassword }),
    });

  it("Tells its public address, and answers over TLS only", async () => {
    assert.equal(base, "https://mail.tulp.example");
    assert.equal((await ask("/health/live")).status, 200);
    await assert.rejects(fetch(`http://127.0.0.1:${door.port}/health/live`));
  });

  it("Takes a renewed certificate without a restart, and passes over a broken one", async () => {
    const shown = async (): Promise<string> => {
      const socket = connect({ host: "127.0.0.1", port: door.port, rejectUnauthorized: false });
      await once(socket, "secureConnect");
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    assert.equal(await shown(), first);
    const second = putCertificate();
    await until("the new certificate is shown", async () => (await shown()) === second);
    const good = readFileSync(certificate);
    writeFileSync(certificate, "nonsense");
    await until("the broken one was seen", () => door.warnings.length > 0);
    assert.equal(await shown(), second);
    writeFileSync(certificate, good);
  });

  it("Tells browsers to come back over TLS only", async () => {
    const { headers } = await ask("/api/setup");
    assert.equal(headers["strict-transport-security"], "max-age=63072000; includeSubDomains");
  });

  it("Agrees on TLS 1.2 and 1.3 only, with keys of each connection's own and authenticated ciphers", async () => {
    const agreed = async (options: ConnectionOptions): Promise<string> => {
      const socket = connect({ host: "127.0.0.1", port: door.port, rejectUnauthorized: false, ...options });
      try {
        await once(socket, "secureConnect");
        return `${socket.getProtocol()} ${socket.getCipher().name}`;
      } catch {
        return "refused";
      } finally {
        socket.destroy();
      }
    };
    assert.equal(await agreed({}), "TLSv1.3 TLS_AES_256_GCM_SHA384");
    assert.equal(await agreed({ maxVersion: "TLSv1.2" }), "TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384");
    const old = "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256:@SECLEVEL=0";
    assert.equal(await agreed({ maxVersion: "TLSv1.2", ciphers: old }), "refused");
    const older = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
    assert.equal(await agreed(older), "refused");
  });

  it("The session's cookie is bound to this host and to TLS", async () => {
    const { headers } = await logIn({ origin: "https://mail.tulp.example" });
    assert.match(
      headers["set-cookie"]![0]!,
      /^__Host-zegel=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it("Only its own public address counts as its own pages", async () => {
    for (const origin of ["https://tulp.example", "http://mail.tulp.example", "https://mail.tulp.example:8443"]) {
      assert.equal((await logIn({ origin })).json["code"], "http.cross_site", origin);
    }
    const spoofed = {
      origin: "https://attacker.example",
      host: "attacker.example",
      "x-forwarded-host": "attacker.example",
    };
    assert.equal((await logIn(spoofed)).json["code"], "http.cross_site");
  });

  it("Shows neither outbox nor metrics to those who ask by its public name", async () => {
    assert.equal((await ask("/outbox")).status, 404);
    assert.equal((await ask("/metrics")).status, 403);
  });

  it("Takes an app password over TLS from anywhere", async () => {
    const { actor } = await firstLogIn(door.app, "admin@tulp.example");
    const made = await createAppPassword(door.app, actor, { door: "api", label: "Facturen" });
    const authorization = `Basic ${Buffer.from(`${made.userName}:${made.secret}`).toString("base64")}`;
    const message = JSON.stringify({ recipients: [{ email: "a@b.example" }], subject: "Proef", text: "Proef" });
    const body = `--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n${message}\r\n--x--\r\n`;
    const headers = { authorization, "content-type": "multipart/form-data; boundary=x" };
    assert.equal((await ask("/api/mail", { method: "POST", headers, body })).status, 201);
  });
});

describe("an installation behind a reverse proxy", () => {
  let door: TestDoor;
  let proxy: BrowserClient;
  before(async () => {
    door = await openTestDoor({
      environment: { ZEGEL_URL: "https://mail.tulp.example", ZEGEL_TRUST_PROXY: "127.0.0.0/8,::1" },
    });
    proxy = new BrowserClient(`http://127.0.0.1:${door.port}`);
  });
  after(() => door.close());

  const tryLogIn = (address: string): Promise<Response> =>
    proxy.send(identityRoutes.login, {
      body: { email: "niemand@tulp.example", password: "verkeerd wachtwoord" },
      origin: "https://mail.tulp.example",
      headers: { "x-forwarded-for": address, "x-forwarded-proto": "https", "x-forwarded-host": "mail.tulp.example" },
    });

  it("Counts tries per address that the proxy saw, and not per proxy", async () => {
    let tries = 0;
    while ((await tryLogIn("192.0.2.1")).status !== 429 && tries < 200) tries++;
    assert.ok(tries < 200);
    assert.notEqual((await tryLogIn("192.0.2.2")).status, 429);
  });

  it("Believes only the last hop: what the client made up before it does not count", async () => {
    assert.equal((await tryLogIn("203.0.113.9, 192.0.2.1")).status, 429);
  });

  it("Shows its metrics to the addresses that the operator named, and not through a proxy", async () => {
    const named = await openTestDoor({
      environment: {
        ZEGEL_URL: "https://mail.tulp.example",
        ZEGEL_METRICS_FROM: "127.0.0.0/8",
        ZEGEL_HTTP_LISTEN: "127.0.0.1",
      },
    });
    const visitor = new BrowserClient(`http://127.0.0.1:${named.port}`);
    const ask = (headers: Record<string, string>) => visitor.fetch("/metrics", { headers });
    assert.equal((await ask({ host: "prometheus.example" })).status, 200);
    assert.equal((await ask({ "x-forwarded-for": "127.0.0.1" })).status, 403);
    await named.close();
  });

  it("Shows its metrics to nobody who comes through the proxy", async () => {
    const answer = await proxy.fetch("/metrics", { headers: { "x-forwarded-for": "127.0.0.1" } });
    assert.equal(answer.status, 403);
  });
});

describe("an installation that trusts no proxy", () => {
  let door: TestDoor;
  before(async () => {
    door = await openTestDoor();
  });
  after(() => door.close());

  it("Forwarding headers of a stranger change nothing", async () => {
    const visitor = new BrowserClient(door.base);
    let tries = 0;
    for (; tries < 200; tries++) {
      const answer = await visitor.send(identityRoutes.login, {
        body: { email: "niemand@tulp.example", password: "verkeerd wachtwoord" },
        headers: { "x-forwarded-for": `192.0.2.${tries}`, forwarded: `for=192.0.2.${tries}` },
      });
      if (answer.status === 429) break;
    }
    assert.ok(tries < 200, "another address in a header is no other client");
  });
});
