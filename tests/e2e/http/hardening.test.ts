import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { join, setUpTestOrganisation, type SignedIn } from "../../support/identity.ts";
import { until } from "../../support/until.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { closed, keepWriting, openRaw, type RawAnswer, rawExchange } from "./support/raw.ts";

const ours = "mail.tulp.example";
const json = "Content-Type: application/json\r\n";
const chunked = `${json}Transfer-Encoding: chunked\r\n\r\n`;

describe("what an attacker on the line tries", () => {
  let door: TestDoor;
  let base: string;
  let people: readonly SignedIn[];
  before(async () => {
    door = await openTestDoor({
      environment: { ZEGEL_URL: `https://${ours}`, ZEGEL_TRUST_PROXY: "127.0.0.0/8,::1" },
      limits: { headerTimeoutMs: 600, bodyTimeoutMs: 600, idleTimeoutMs: 60_000 },
    });
    base = `http://127.0.0.1:${door.port}`;
    const { admin } = await setUpTestOrganisation(door.app);
    people = [await join(door.app, admin, "bram", ["admin"]), await join(door.app, admin, "carla")];
  });
  after(() => door.close());

  /** One request as a person's browser sends it through the proxy. */
  const asked = (person: SignedIn, line: string, { host = ours, more = "", body = "" } = {}): Promise<RawAnswer> => {
    const session = `Cookie: __Host-zegel=${person.sessionToken}\r\nX-Zegel-Token: ${person.csrfToken}\r\n`;
    const head = `${line} HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://${ours}\r\n${session}${more}`;
    return rawExchange(base, `${head}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  };
  const answersIn = ({ text }: RawAnswer): number => text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0;

  const refused: Readonly<Record<string, string>> = {
    "lines that end in a bare line feed": `GET /health/live HTTP/1.1\nHost: ${ours}\n\n`,
    "a bare line feed in its header": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nX-A: b\nX-C: d\r\n\r\n`,
    "a bare carriage return in its header": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nX-A: b\rX-C: d\r\n\r\n`,
    "a header over two lines": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nX-A: b\r\n c\r\n\r\n`,
    "a length and chunks": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nContent-Length: 5\r\n${chunked}0\r\n\r\n`,
    "chunks and a length": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    "the same length twice": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}`,
    "a list of lengths": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nContent-Length: 2, 2\r\n\r\n{}`,
    "a length below nothing": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nContent-Length: -1\r\n\r\n`,
    "chunks and another encoding": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nTransfer-Encoding: identity\r\n${chunked}0\r\n\r\n`,
    "a chunk that is larger than numbers go": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\n${chunked}FFFFFFFFFFFFFFFFF\r\n{}`,
    "a line feed in a chunk's extension": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\n${chunked}2;a\nxx\r\n{}\r\n0\r\n\r\n`,
    "20 KB of chunk extensions": `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\n${chunked}2;a=${"b".repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    "20 KB of header": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nX-A: ${"b".repeat(20_000)}\r\n\r\n`,
    "2,500 headers": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\n${"X-A: bcd\r\n".repeat(2500)}\r\n`,
    "an address of 20 KB": `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: ${ours}\r\n\r\n`,
    "an address that can't be decoded": `GET /api/guest/%c0%zz HTTP/1.1\r\nHost: ${ours}\r\n\r\n`,
    "no host": `GET /health/live HTTP/1.1\r\n\r\n`,
    "two hosts": `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nHost: attacker.example\r\n\r\n`,
    "a whole address of another host": `GET http://attacker.example/health/live HTTP/1.1\r\nHost: ${ours}\r\n\r\n`,
    "a whole address of ours, for another host": `GET https://${ours}/health/live HTTP/1.1\r\nHost: attacker.example\r\n\r\n`,
    "the greeting of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  };
  for (const [what, bytes] of Object.entries(refused)) {
    it(`A request with ${what} is refused in our words, with all security headers, and the connection closed`, async () => {
      const answer = await rawExchange(base, `${bytes}GET /health/live HTTP/1.1\r\nHost: ${ours}\r\n\r\n`);
      assert.deepEqual([answer.status, answersIn(answer)], [400, 1], answer.text);
      assert.match(answer.text, /application\/problem\+json.*"code":"http\.malformed"/s);
      assert.doesNotMatch(answer.text, /FST_|attacker|%zz/);
      assert.match(answer.text, /^content-security-policy: default-src 'none'/m);
      assert.match(answer.text, /^strict-transport-security: max-age=63072000; includeSubDomains\r$/m);
      assert.match(answer.text, /^x-content-type-options: nosniff\r$/m);
    });
  }

  it("What stands behind a body of known length is no second request", async () => {
    const inside = `GET /metrics HTTP/1.1\r\nHost: ${ours}\r\n\r\n`;
    const answer = await rawExchange(
      base,
      `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\nConnection: close\r\nContent-Length: ${inside.length}\r\n\r\n${inside}`,
    );
    assert.deepEqual([answer.status, answersIn(answer)], [200, 1]);
  });

  it("20 KB behind the last chunk end the connection, and nothing after them is read", async () => {
    const behind = `X-A: ${"b".repeat(20_000)}\r\n\r\nGET /health/live HTTP/1.1\r\nHost: ${ours}\r\n\r\n`;
    const { text } = await rawExchange(
      base,
      `POST /api/login HTTP/1.1\r\nHost: ${ours}\r\n${chunked}2\r\n{}\r\n0\r\n${behind}`,
    );
    assert.doesNotMatch(text, /"live"/);
  });

  it("A connection can't be turned into another protocol", async () => {
    for (const protocol of ["websocket", "h2c"]) {
      const upgrade = `Connection: Upgrade, close\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\n`;
      const answer = await rawExchange(base, `GET /health/live HTTP/1.1\r\nHost: ${ours}\r\n${upgrade}\r\n`);
      assert.equal(answer.status, 200, protocol);
    }
  });

  it("TRACE gives nothing back, and CONNECT leads nowhere", async () => {
    for (const path of ["/", "/api/me"]) {
      const answer = await asked(people[0]!, `TRACE ${path}`, { more: "X-Proof: come-back\r\n" });
      assert.equal(answer.status, 404);
      assert.doesNotMatch(answer.text, /come-back|__Host-zegel=/);
    }
    const through = await rawExchange(base, `CONNECT attacker.example:25 HTTP/1.1\r\nHost: ${ours}\r\n\r\n`);
    assert.equal(through.text, "");
  });

  it("A body that trickles in by chunk extensions is cut off", async () => {
    const socket = openRaw(base);
    await once(socket, "connect");
    socket.write(`POST /api/login HTTP/1.1\r\nHost: ${ours}\r\nOrigin: https://${ours}\r\n${chunked}2;a=`);
    keepWriting(socket, "b", 100);
    await closed(socket);
  });

  it("A header that trickles in is cut off", async () => {
    const socket = openRaw(base);
    await once(socket, "connect");
    socket.write("GET /health/live HT");
    keepWriting(socket, "T", 100);
    await closed(socket);
  });

  it("However a request names the host, links in answers and mail name our own", async () => {
    const body = JSON.stringify({ email: "dirk@tulp.example", name: "Dirk", roles: ["member"], language: "nl" });
    const more = `${json}X-Forwarded-Host: attacker.example\r\nForwarded: host=attacker.example\r\n`;
    const answer = await asked(people[0]!, "POST /api/members", { host: "attacker.example", more, body });
    assert.equal(answer.status, 201, answer.text);
    assert.match(answer.text, new RegExp(`"invitationUrl":"https://${ours}/`));
    assert.doesNotMatch(answer.text, /attacker/);
    const document = await asked(people[0]!, "GET /api/openapi.json", { host: "attacker.example" });
    assert.doesNotMatch(document.text, /attacker/);
  });

  it("Who asks too often is stopped by address, whoever it is, and told how long to wait", async () => {
    const check = (address: string) =>
      asked(people[0]!, "POST /api/password-check", {
        more: `${json}X-Forwarded-For: ${address}\r\n`,
        body: JSON.stringify({ password: "drie blauwe tulpen" }),
      });
    for (let count = 0; count < 30; count++) assert.equal((await check("198.51.100.7")).status, 204);
    const stopped = await check("198.51.100.7");
    assert.equal(stopped.status, 429);
    assert.match(stopped.text, /^retry-after: 2\r$/m);
    assert.equal((await check("198.51.100.8")).status, 204);
  });

  it("Who asks too often is stopped in person, from however many addresses, and a colleague is not", async () => {
    let addresses = 0;
    const send = async (person: SignedIn): Promise<number> => {
      const more = `Content-Type: multipart/form-data; boundary=x\r\nX-Forwarded-For: 203.0.113.${++addresses}\r\n`;
      return (await asked(person, "POST /api/mail", { more, body: "--x--\r\n" })).status;
    };
    for (let count = 0; count < 120; count++) assert.equal(await send(people[0]!), 400);
    assert.equal(await send(people[0]!), 429);
    assert.equal(await send(people[1]!), 400);
  });

  it("The log says by its code that somebody was refused what they may not, or asked too often", async () => {
    await asked(people[1]!, "GET /api/audit");
    const told = (code: string) => () => door.lines.some((line) => (line as { code?: string }).code === code);
    await until("both are told", () => told("identity.role_missing")() && told("http.too_many")());
  });
});
