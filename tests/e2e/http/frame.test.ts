import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import { openHttpDoor, standardLimits } from "#/doors/http/index.ts";
import { identityRoutes } from "#/contract/index.ts";
import { until } from "../../support/until.ts";
import { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { closed, keepWriting, openRaw, rawExchange } from "./support/raw.ts";

describe("the frame of the HTTP door", () => {
  let door: TestDoor;
  let visitor: BrowserClient;
  before(async () => {
    door = await openTestDoor({ limits: { headerTimeoutMs: 600, bodyTimeoutMs: 600, idleTimeoutMs: 60_000 } });
    visitor = new BrowserClient(door.base);
  });
  after(() => door.close());

  const host = (): string => new URL(door.base).host;

  it("Says that it lives, and that it is ready", async () => {
    const live = await visitor.fetch("/health/live");
    assert.deepEqual([live.status, await live.json()], [200, { live: true }]);
    const ready = await visitor.fetch("/health/ready");
    assert.deepEqual(
      [ready.status, await ready.json()],
      [200, { ready: true, database: true, blobs: true, secrets: true }],
    );
  });

  it("Shows its metrics on this machine, and to no proxy that passes by", async () => {
    await visitor.fetch("/health/live");
    const page = await (await visitor.fetch("/metrics")).text();
    assert.match(page, /zegel_http_request_seconds_count\{route="\/health\/live",method="GET",status="200"\} \d+/);
    assert.match(page, /zegel_process_resident_memory_bytes/);
    const proxied = await visitor.fetch("/metrics", { headers: { "x-forwarded-for": "192.0.2.1" } });
    assert.equal(proxied.status, 403);
  });

  it("Every answer carries the security headers, also a refusal", async () => {
    for (const path of ["/health/live", "/api/setup", "/api/nothing", "/", "/m/x", "/outbox", "/nowhere.png"]) {
      const { headers } = await visitor.fetch(path);
      assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'.*frame-ancestors 'none'/, path);
      assert.doesNotMatch(headers.get("content-security-policy") ?? "", /unsafe|\*/, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(headers.get("referrer-policy"), "no-referrer", path);
      assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
      assert.equal(headers.get("cross-origin-resource-policy"), "same-origin", path);
      assert.match(headers.get("permissions-policy") ?? "", /camera=\(\)/, path);
      assert.equal(headers.get("access-control-allow-origin"), null, path);
      assert.equal(headers.get("strict-transport-security"), null, path);
      assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/, path);
    }
  });

  it("An unknown address of the API is a problem in the reader's language", async () => {
    const dutch = await visitor.fetch("/api/nothing", { headers: { "accept-language": "nl-BE,nl;q=0.9,en;q=0.5" } });
    assert.equal(dutch.status, 404);
    assert.equal(dutch.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.equal(dutch.headers.get("content-language"), "nl-BE", "what a Belgian reads says that it is Belgian Dutch");
    assert.deepEqual(await dutch.json(), {
      type: "about:blank",
      title: "Dit is er niet, of u mag het niet zien. Controleer het adres, of ga terug.",
      status: 404,
      code: "http.absent",
    });
    const english = await visitor.fetch("/api/nothing", { headers: { "accept-language": "ja, en;q=0.1" } });
    assert.match(((await english.json()) as { title: string }).title, /^This is not here/);
  });

  it("A page that a program asks for is a problem too, not a page", async () => {
    const answer = await visitor.fetch("/mail/somewhere", { headers: { accept: "application/json" } });
    assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [404, "http.absent"]);
  });

  it("Another method on a known path is refused with what is allowed", async () => {
    const answer = await visitor.fetch("/api/setup", { method: "DELETE", headers: { origin: door.base } });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("allow"), "GET, POST, HEAD");
  });

  it("A body that is no JSON, or another kind, or too large is refused as such", async () => {
    const post = (body: string, type: string) =>
      visitor.fetch("/api/login", { method: "POST", body, headers: { origin: door.base, "content-type": type } });
    const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
    assert.deepEqual(await code(await post("{", "application/json")), [400, "http.malformed"]);
    assert.deepEqual(await code(await post("email=x", "application/x-www-form-urlencoded")), [
      415,
      "http.content_type",
    ]);
    assert.deepEqual(await code(await post("{}", "text/plain")), [415, "http.content_type"]);
    assert.deepEqual(await code(await post("--x--", "multipart/form-data; boundary=x")), [415, "http.content_type"]);
    const large = JSON.stringify({ email: "a@b.example", password: "x".repeat(2 ** 20) });
    assert.deepEqual(await code(await post(large, "application/json")), [413, "http.too_large"]);
  });

  it("A refusal names the field and never the value", async () => {
    const problem = await visitor.refusal(identityRoutes.login, { body: { email: "geheim", password: "geheimer" } });
    assert.deepEqual([problem.status, problem.code, problem.details?.["field"]], [422, "http.invalid", "email"]);
    assert.doesNotMatch(JSON.stringify(problem), /geheim/);
  });

  it("A body that tries to change prototypes changes nothing", async () => {
    const body =
      '{"email":"a@b.example","password":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const headers = { origin: door.base, "content-type": "application/json" };
    await visitor.fetch("/api/login", { method: "POST", body, headers });
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it("While it is local it answers to names of this machine only", async () => {
    const answer = await rawExchange(
      door.base,
      "GET /outbox HTTP/1.1\r\nHost: attacker.example:8025\r\nConnection: close\r\n\r\n",
    );
    assert.equal(answer.status, 421);
    assert.doesNotMatch(answer.text, /<html/);
  });

  const smuggled: readonly (readonly [string, string])[] = [
    ["both a length and chunks", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX"],
    ["two lengths", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"],
    ["a length with a sign", "Content-Length: +2\r\n\r\n{}"],
    ["a disguised encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
    ["a folded header", "X-Note: a\r\n b: c\r\nTransfer-Encoding\r\n : chunked\r\n\r\n"],
    ["a space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"],
    ["bare line feeds in a chunk size", "Transfer-Encoding: chunked\r\n\r\n1\n0\r\n\r\n"],
    ["two hosts", "Host: localhost\r\nContent-Length: 0\r\n\r\n"],
    ["a control character in a header", "X-Note: a\u0000b\r\nContent-Length: 0\r\n\r\n"],
  ];
  for (const [what, rest] of smuggled) {
    it(`A request with ${what} is refused, and the connection closed`, async () => {
      const type = "Content-Type: application/json\r\nConnection: close\r\n";
      const answer = await rawExchange(door.base, `POST /api/login HTTP/1.1\r\nHost: ${host()}\r\n${type}${rest}`);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.text.match(/HTTP\/1\.1/g)?.length, 1);
    });
  }

  it("A header over its bound is refused", async () => {
    const answer = await rawExchange(
      door.base,
      `GET / HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${"x".repeat(20_000)}\r\n\r\n`,
    );
    assert.ok([400, 431].includes(answer.status), String(answer.status));
  });

  it("A client that never finishes its header is cut off", async () => {
    const socket = openRaw(door.base);
    await once(socket, "connect");
    socket.write(`GET / HTTP/1.1\r\nHost: ${host()}\r\n`);
    keepWriting(socket, "X-A: b\r\n", 100);
    await closed(socket);
  });

  it("A client that connects and says nothing is cut off", async () => {
    const socket = openRaw(door.base);
    await once(socket, "connect");
    await closed(socket);
  });

  it("A client that never finishes its body is cut off", async () => {
    const socket = openRaw(door.base);
    await once(socket, "connect");
    const head = `POST /api/login HTTP/1.1\r\nHost: ${host()}\r\nOrigin: ${door.base}\r\n`;
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
    keepWriting(socket, " ", 100);
    await closed(socket);
  });

  it("An address without an organisation asks for the set-up", async () => {
    assert.deepEqual(await visitor.call(identityRoutes.setupState), { needed: true });
  });

  it("The log tells of a request what, how and how long, and nothing of whom", async () => {
    const secretive = "/api/guest/0198c5f2-0000-7000-8000-000000000000?email=gerda@buiten.example";
    const count = door.lines.length;
    const answer = await visitor.fetch(secretive, { headers: { "user-agent": "Geheim/1.0" } });
    await until("the line is written", () => door.lines.length > count);
    const line = door.lines.at(-1) as Record<string, unknown>;
    assert.equal(line["requestId"], answer.headers.get("x-request-id"));
    assert.deepEqual(Object.keys(line).toSorted(), ["method", "ms", "requestId", "route", "status"]);
    assert.deepEqual([line["route"], line["method"], line["status"]], ["guestDoor", "GET", 404]);
    assert.doesNotMatch(JSON.stringify(door.lines), /127\.0\.0\.1|::1|gerda|Geheim|0198c5f2/);
  });

  it("Closing lets a request that runs finish, and ends connections that say nothing", async () => {
    const other = await openHttpDoor(door.app, { ...standardLimits, closeTimeoutMs: 4000 });
    const address = other.addresses[0]!;
    await (await fetch(`${address}/health/live`)).text();
    const silent = openRaw(address);
    await once(silent, "connect");
    silent.write("GET / HTTP/1.1\r\n");
    const running = openRaw(address);
    await once(running, "connect");
    const body = JSON.stringify({ email: "niemand@tulp.example", password: "x" });
    const head = `POST /api/login HTTP/1.1\r\nHost: ${new URL(address).host}\r\nOrigin: ${address}\r\n`;
    const text: string[] = [];
    running.on("data", (part: Buffer) => text.push(part.toString()));
    const lines = `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue`;
    running.write(`${lines}\r\n\r\n${body.slice(0, 5)}`);
    await until("the server has the header", () => text.join("").includes("100 Continue"));
    const started = performance.now();
    const closing = other.close();
    running.write(body.slice(5));
    await closed(running);
    assert.match(text.join(""), /HTTP\/1\.1 401 .*identity\.login_wrong/s);
    await Promise.all([closing, closed(silent)]);
    assert.ok(performance.now() - started < 10_000);
    await assert.rejects(fetch(`${address}/health/live`));
  });

  it("A port that is taken is said with its number", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    await assert.rejects(
      openHttpDoor({ ...door.app, config: { ...door.app.config, httpPort: port } }, standardLimits),
      {
        code: "EADDRINUSE",
        port,
      },
    );
    other.close();
  });
});
