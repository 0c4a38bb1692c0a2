import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fastify, { type FastifyInstance } from "fastify";
import { registerPages } from "#/doors/http/pages.ts";
import { rawExchange } from "./support/raw.ts";

const script = `console.log("${"hello ".repeat(200)}");`;
const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "nl" };

describe("the pages", () => {
  let directory: string;
  let server: FastifyInstance;
  let base: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "zegel-pages-"));
    for (const room of ["app", "guest"]) {
      mkdirSync(join(directory, room, "assets"), { recursive: true });
      writeFileSync(join(directory, room, "index.html"), `<!doctype html><title>${room}</title>`);
      writeFileSync(join(directory, room, "assets", "index-abc123.js"), script);
      writeFileSync(join(directory, room, "icon.svg"), "<svg/>");
      writeFileSync(join(directory, room, "unknown.exe"), "MZ");
    }
    writeFileSync(join(directory, "secret.txt"), "outside");
    server = fastify();
    await registerPages(server, directory);
    base = await server.listen({ host: "127.0.0.1", port: 0 });
  });
  after(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  it("Every address that a browser opens is the members' page, and never kept", async () => {
    for (const path of [
      "/",
      "/login",
      "/mail/0198c5f2-0000-7000-8000-000000000000",
      "/invitation/x",
      "/manage/members",
    ]) {
      const answer = await fetch(base + path, { headers: browser });
      assert.equal(answer.status, 200, path);
      assert.match(await answer.text(), /<title>app</, path);
      assert.equal(answer.headers.get("cache-control"), "no-store", path);
      assert.match(answer.headers.get("content-security-policy")!, /script-src 'self'; style-src 'self';/, path);
    }
  });

  it("A message's address is the guest's page, whatever stands behind it", async () => {
    for (const path of ["/m", "/m/0198c5f2-0000-7000-8000-000000000000", "/m/x"]) {
      const answer = await fetch(base + path, { headers: browser });
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /<title>guest</);
      assert.equal(answer.headers.get("cache-control"), "no-store");
      assert.equal(answer.headers.getSetCookie().length, 0);
    }
  });

  it("Files whose name carries a hash are kept for a year, compressed as the browser likes", async () => {
    for (const path of ["/assets/index-abc123.js", "/guest/assets/index-abc123.js"]) {
      const { port } = new URL(base);
      const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n`;
      for (const [accepted, encoding, unpack] of [
        ["gzip, deflate, br", "br", brotliDecompressSync],
        ["gzip;q=1, br;q=0", "gzip", gunzipSync],
      ] as const) {
        const answer = await rawExchange(base, `${head}Accept-Encoding: ${accepted}\r\n\r\n`);
        const [headers, body] = [answer.text.slice(0, answer.text.indexOf("\r\n\r\n")), answer.text.split("\r\n\r\n")];
        assert.match(headers, new RegExp(`content-encoding: ${encoding}`));
        assert.match(headers, /cache-control: public, max-age=31536000, immutable/);
        assert.match(headers, /vary: accept-encoding/);
        assert.match(headers, /content-type: text\/javascript; charset=utf-8/);
        assert.equal(unpack(Buffer.from(body.slice(1).join("\r\n\r\n"), "latin1")).toString(), script);
      }
      const plain = await rawExchange(base, `${head}\r\n`);
      assert.doesNotMatch(plain.text, /content-encoding/);
      assert.ok(plain.text.endsWith(script));
    }
  });

  it("A file that did not change is not sent again", async () => {
    const first = await fetch(`${base}/icon.svg`);
    const etag = first.headers.get("etag")!;
    assert.equal(await first.text(), "<svg/>");
    assert.equal((await fetch(`${base}/icon.svg`, { headers: { "if-none-match": etag } })).status, 304);
  });

  it("What is no page is not there, and the visitor is told what to do", async () => {
    for (const path of [
      "/api/x",
      "/dav/x",
      "/nothing.php",
      "/assets/none.js",
      "/guest/index.html",
      "/unknown.exe",
      "/m/a/b",
    ]) {
      const person = await fetch(base + path, { headers: browser });
      assert.equal(person.status, 404, path);
      assert.match(await person.text(), /Deze pagina bestaat niet/, path);
    }
  });

  it("No path leads out of the directory", async () => {
    const { port } = new URL(base);
    for (const path of [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/%2e%2e/secret.txt",
      "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
      "/guest/..%2f..%2fsecret.txt",
      "/..%5csecret.txt",
      "//secret.txt",
      "/assets/index-abc123.js%00.html",
    ]) {
      const answer = await rawExchange(
        base,
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      );
      assert.doesNotMatch(answer.text, /outside/, path);
      assert.ok(answer.status >= 400, `${path}: ${answer.status}`);
    }
  });

  it("Without built pages the visitor is told what to do", async () => {
    const bare = fastify();
    await registerPages(bare, join(directory, "nowhere"));
    const address = await bare.listen({ host: "127.0.0.1", port: 0 });
    const answer = await fetch(address, { headers: browser });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npm start/);
    await bare.close();
  });
});
