import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { identityRoutes, mailRoutes } from "#/contract/index.ts";
import { setUpOrganisation } from "#/identity/index.ts";
import { codeOf, testPassword } from "../../support/identity.ts";
import { proxyNames, type ReverseProxy, startReverseProxy } from "../../support/reverse-proxy.ts";
import { BrowserClient, pathOf } from "../http/support/client.ts";
import { openTestDoor, type TestDoor } from "../http/support/door.ts";
import type { ReadMessage, Sent } from "../http/support/mail.ts";
import { organisationRequest } from "../http/support/people.ts";

const host = "mail.tulp.example";
const largeBytes = 10 * 2 ** 20;

let door: TestDoor;

before(async () => {
  door = await openTestDoor({
    environment: { ZEGEL_URL: `https://${host}`, ZEGEL_TRUST_PROXY: "127.0.0.1", ZEGEL_HTTP_LISTEN: "127.0.0.1" },
  });
  await setUpOrganisation(door.app, { kind: "operator" }, organisationRequest("tulp.example"));
});
after(() => door?.close());

interface Answer {
  readonly status: number;
  readonly raw: readonly string[];
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** A browser on the other side of the proxy, at an address of its own. */
class ProxyClient extends BrowserClient {
  readonly #proxy: ReverseProxy;
  readonly #agent: Agent;
  readonly #address: string;

  constructor(proxy: ReverseProxy, address = "127.0.0.1") {
    super(`https://${host}`);
    this.#proxy = proxy;
    this.#address = address;
    this.#agent = new Agent({ ca: proxy.certificate, keepAlive: true });
  }

  close(): void {
    this.#agent.destroy();
  }

  async ask(path: string, options: RequestOptions = {}, body?: Uint8Array, name = host): Promise<Answer> {
    const request = httpsRequest({
      host: "127.0.0.1",
      port: this.#proxy.httpsPort,
      localAddress: this.#address,
      servername: name,
      agent: this.#agent,
      path,
      ...options,
      headers: { host: name, ...(options.headers as object) },
    });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const parts = await response.toArray();
    const { statusCode: status, rawHeaders: raw, headers } = response;
    return { status: status!, raw, headers, body: Buffer.concat(parts as Buffer[]) };
  }

  override async fetch(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = new Request(`https://${host}${path}`, init);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const headers: Record<string, string> = {
      ...Object.fromEntries(request.headers),
      ...(init.headers as Record<string, string> | undefined),
      ...(cookie && { cookie }),
      ...(bytes.length > 0 && { "content-length": String(bytes.length) }),
    };
    const answer = await this.ask(path, { method: request.method, headers }, bytes);
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      this.cookies.set(name!, value!);
    }
    const flat = answer.raw.flatMap((text, index) => (index % 2 === 0 ? [[text, answer.raw[index + 1]!]] : []));
    return new Response([204, 304].includes(answer.status) ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: flat as [string, string][],
    });
  }
}

let secret: string | undefined;

async function signIn(browser: ProxyClient): Promise<void> {
  const body = { email: "admin@tulp.example", password: testPassword };
  const { next } = await browser.call<{ next: string }>(identityRoutes.login, { body });
  if (next === "enrol") secret = (await browser.call<{ secret: string }>(identityRoutes.enrolStart)).secret;
  else door.app.clock.advance(60_000);
  const code = await codeOf(secret!, door.app.clock.now());
  await browser.call(next === "enrol" ? identityRoutes.enrolFinish : identityRoutes.loginCode, { body: { code } });
}

for (const name of proxyNames) {
  describe(`behind ${name}, set up as in our example`, () => {
    let proxy: ReverseProxy;
    let browser: ProxyClient;
    before(async () => {
      const directory = mkdtempSync(join(tmpdir(), `zegel-${name}-`));
      proxy = await startReverseProxy(name, { directory, host, upstreamPort: door.port });
      browser = new ProxyClient(proxy);
    });
    after(async () => {
      browser?.close();
      await proxy?.stop();
    });

    it("A member signs in, with a cookie that is bound to this host and to TLS", async () => {
      await signIn(browser);
      assert.deepEqual([...browser.cookies.keys()].toSorted()[0]?.startsWith("__Host-"), true);
    });

    it("A large file goes up and comes down byte for byte, whole and in parts, and leaves nothing on the proxy's disk", async () => {
      const content = randomBytes(largeBytes);
      const file = new File([new Uint8Array(content)], "film.mp4", { type: "video/mp4" });
      const sent = await browser.call<Sent>(mailRoutes.sendMessage, {
        body: { recipients: [{ email: "gerda@buiten.example" }], subject: "Groot", text: "Zie bijlage" },
        files: [file],
      });
      const message = await browser.call<ReadMessage>(mailRoutes.readMessage, {
        params: { messageId: sent.messageId },
      });
      const path = pathOf(mailRoutes.attachment, { params: { attachmentId: message.attachments[0]!.attachmentId } });
      const whole = Buffer.from(await (await browser.fetch(path)).arrayBuffer());
      const hash = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
      assert.equal(hash(whole), hash(content));
      const part = await browser.fetch(path, { headers: { range: "bytes=1000000-1000999" } });
      assert.equal(part.status, 206);
      assert.equal(part.headers.get("content-range"), `bytes 1000000-1000999/${largeBytes}`);
      assert.deepEqual(Buffer.from(await part.arrayBuffer()), content.subarray(1_000_000, 1_001_000));
      const etag = part.headers.get("etag")!;
      const again = await browser.fetch(path, { headers: { range: "bytes=0-9", "if-range": etag } });
      assert.equal(again.status, 206);
      assert.deepEqual(proxy.written(), []);
    });

    it("Each header comes once, and the proxy does not boast", async () => {
      for (const path of ["/health/live", "/api/setup", "/nowhere"]) {
        const { raw } = await browser.ask(path);
        const names = raw.filter((_, index) => index % 2 === 0).map((text) => text.toLowerCase());
        assert.deepEqual(names, [...new Set(names)], path);
        const { headers } = await browser.ask(path);
        assert.match(String(headers["strict-transport-security"]), /^max-age=63072000(?:;|$)/);
        assert.match(String(headers["content-security-policy"]), /^default-src 'none'/);
        assert.doesNotMatch(String(headers["server"] ?? ""), /\d/);
      }
    });

    it("Counts tries per address that the proxy saw, whatever a client says of itself", async () => {
      const [one, other] = [new ProxyClient(proxy, "127.0.7.1"), new ProxyClient(proxy, "127.0.8.1")];
      const tryLogIn = (client: ProxyClient, made: number): Promise<Response> =>
        client.send(identityRoutes.login, {
          body: { email: "niemand@tulp.example", password: "verkeerd wachtwoord" },
          headers: { "x-forwarded-for": `192.0.2.${made}`, forwarded: `for=192.0.2.${made}`, "x-real-ip": "192.0.2.9" },
        });
      let tries = 0;
      while (tries < 60 && (await tryLogIn(one, tries)).status !== 429) tries++;
      assert.ok(tries < 60);
      assert.notEqual((await tryLogIn(other, 1)).status, 429);
      for (const client of [one, other]) client.close();
    });

    it("Nobody reads metrics or outbox through it", async () => {
      const headers = { "x-forwarded-for": "127.0.0.1" };
      assert.equal((await browser.ask("/metrics", { headers })).status, 403);
      assert.equal((await browser.ask("/outbox", { headers })).status, 404);
    });

    it("An upgrade to another protocol is not made", async () => {
      const headers = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
      assert.equal((await browser.ask("/health/live", { headers, agent: false, ca: proxy.certificate })).status, 200);
    });

    async function withoutTls(path: string): Promise<IncomingMessage> {
      const request = plainRequest({ host: "127.0.0.1", port: proxy.httpPort, path, headers: { host } }).end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.resume();
      return response;
    }

    it("Who comes without TLS is sent to the same page with it; a program is refused", async () => {
      for (const path of ["/api/session", "/api", "/dav/", "/%61pi/session"]) {
        const refused = await withoutTls(path);
        assert.equal(refused.statusCode, 403, path);
        assert.equal(refused.headers.location, undefined);
      }
      const response = await withoutTls("/m/x?y=1");
      assert.equal(response.statusCode, 308);
      assert.match(response.headers.location!, /^https:\/\/mail\.tulp\.example(?::\d+)?\/m\/x\?y=1$/);
    });

    it("The policy of MTA-STS is at the address where others look for it, and nothing else is", async () => {
      const at = `mta-sts.${host}`;
      const policy = await browser.ask("/.well-known/mta-sts.txt", {}, undefined, at);
      assert.equal(policy.status, 200);
      assert.match(policy.headers["content-type"]!, /^text\/plain/);
      assert.match(policy.body.toString(), /^version: STSv1/);
      assert.equal((await browser.ask("/api/setup", {}, undefined, at)).status, 404);
    });
  });
}
