import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ensureFolders, letProgramIn } from "#/files/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { openTestDoor, type TestDoor } from "./http/support/door.ts";
import { setUpTestOrganisation } from "../support/identity.ts";
import { runProcess } from "../support/process.ts";

describe("WebDAV", () => {
  let door: TestDoor;
  let anna: MemberActor;
  let password: { readonly userName: string; readonly secret: string };
  let base: string;

  before(async () => {
    door = await openTestDoor();
    anna = (await setUpTestOrganisation(door.app)).admin;
    await ensureFolders(door.app, anna);
    password = await letProgramIn(door.app, anna, { label: "Verkenner" });
    base = `${door.base}/dav`;
  });
  after(() => door?.close());

  it("litmus finds nothing wrong, in any of its suites", async () => {
    const { out, err } = await runProcess("litmus", [`${base}/Algemeen/`, password.userName, password.secret]);
    assert.doesNotMatch(`${out}${err}`, /FAIL|WARNING/);
    const summaries = [...out.matchAll(/summary for `(\w+)': of (\d+) tests run: (\d+) passed, (\d+) failed/g)];
    assert.deepEqual(
      summaries.map(([, suite]) => suite),
      ["basic", "copymove", "props", "locks", "http"],
    );
    assert.ok(
      summaries.every(([, , run, passed, failed]) => run === passed && failed === "0"),
      out,
    );
  });

  const authorization = (): string =>
    `Basic ${Buffer.from(`${password.userName}:${password.secret}`).toString("base64")}`;
  const ask = (
    method: string,
    path: string,
    { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
  ) =>
    fetch(`${base}${path}`, {
      method,
      headers: { authorization: authorization(), ...headers },
      ...(body === undefined ? {} : { body }),
    });

  it("Who has no app password for files is asked for one, over an open network by no means", async () => {
    const nobody = await fetch(`${base}/`, { method: "PROPFIND", headers: { depth: "0" } });
    assert.equal(nobody.status, 401);
    assert.match(nobody.headers.get("www-authenticate") ?? "", /^Basic realm="Zegel"/);
    const wrong = await ask("OPTIONS", "/", { headers: { authorization: `Basic ${btoa("anna:geraden")}` } });
    assert.equal(wrong.status, 401);
    const options = await ask("OPTIONS", "/");
    assert.equal(options.headers.get("dav"), "1, 2");
  });

  it("The top lists the folders of the member, and nothing is made, moved or removed there", async () => {
    const listed = await (await ask("PROPFIND", "/", { headers: { depth: "1" } })).text();
    assert.match(listed, /<D:href>\/dav\/Mijn%20bestanden\/<\/D:href>/);
    assert.match(listed, /<D:href>\/dav\/Algemeen\/<\/D:href>/);
    assert.equal((await ask("MKCOL", "/Nieuw")).status, 403);
    assert.equal((await ask("DELETE", "/Algemeen")).status, 403);
    assert.equal((await ask("PUT", "/x.txt", { body: "x" })).status, 403);
    assert.equal((await ask("MOVE", "/Algemeen", { headers: { destination: `${base}/Anders` } })).status, 403);
  });

  it("A tree of any size is not walked in one request, and XML that is a bomb is not read", async () => {
    const deep = await ask("PROPFIND", "/Algemeen/", { headers: { depth: "infinity" } });
    assert.equal(deep.status, 403);
    assert.match(await deep.text(), /propfind-finite-depth/);
    const propfind = (body: string) => ask("PROPFIND", "/Algemeen/", { body, headers: { depth: "0" } });
    const entities =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><propfind xmlns="DAV:"><prop><x>&b;</x></prop></propfind>';
    assert.equal((await propfind(entities)).status, 400);
    assert.equal((await propfind("<a>".repeat(200))).status, 400);
    assert.equal((await propfind(`<propfind xmlns="DAV:"><prop>${"<a/>".repeat(5000)}</prop></propfind>`)).status, 400);
    assert.equal((await propfind(`<propfind xmlns="DAV:"><!--${"x".repeat(70_000)}--></propfind>`)).status, 413);
  });

  it("Every legal name keeps its form, and a part of a file is a part", async () => {
    const names = [
      "CON",
      "a:b?*.txt",
      "punt.",
      "  spatie",
      "100% & <meer>.txt",
      "Ünïcödé 😀.txt",
      "klein.TXT",
      "KLEIN.txt",
      "a+b#c;d.txt",
    ];
    assert.equal((await ask("MKCOL", "/Algemeen/namen/")).status, 201);
    for (const name of names) {
      const path = `/Algemeen/namen/${encodeURIComponent(name)}`;
      assert.equal((await ask("PUT", path, { body: name })).status, 201, name);
      assert.equal(await (await ask("GET", path)).text(), name);
    }
    const nfd = encodeURIComponent("Ünïcödé 😀.txt".normalize("NFD"));
    assert.equal((await ask("PUT", `/Algemeen/namen/${nfd}`, { body: "zelfde" })).status, 204);
    const part = await ask("GET", `/Algemeen/namen/${nfd}`, { headers: { range: "bytes=1-3" } });
    assert.deepEqual([part.status, part.headers.get("content-range"), await part.text()], [206, "bytes 1-3/6", "elf"]);
    const listed = await (await ask("PROPFIND", "/Algemeen/namen/", { headers: { depth: "1" } })).text();
    assert.equal(listed.match(/<D:response>/g)?.length, names.length + 1);
  });

  it("A program that saves beside a file and moves that over it leaves the earlier versions where they were", async () => {
    const put = (name: string, body: string) => ask("PUT", `/Algemeen/${name}`, { body });
    const made = (await put("verslag.txt", "eerste")).headers.get("etag")!;
    await put(".verslag.tmp", "tweede");
    const moved = await ask("MOVE", "/Algemeen/.verslag.tmp", {
      headers: { destination: `${base}/Algemeen/verslag.txt`, overwrite: "T" },
    });
    assert.equal(moved.status, 204);
    const now = await ask("GET", "/Algemeen/verslag.txt");
    assert.equal(await now.text(), "tweede");
    assert.equal(now.headers.get("etag"), made.replace(/-1"$/, '-2"'));
    assert.equal((await ask("GET", "/Algemeen/.verslag.tmp")).status, 404);
  });

  it("What somebody has locked is not saved over by moving either", async () => {
    await ask("PUT", "/Algemeen/bezet.txt", { body: "open in Word" });
    await ask("PUT", "/Algemeen/.bezet.tmp", { body: "van een ander" });
    const lockinfo =
      '<lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>Anna</owner></lockinfo>';
    const locked = await ask("LOCK", "/Algemeen/bezet.txt", { body: lockinfo });
    const token = locked.headers.get("lock-token")!;
    const headers = { destination: `${base}/Algemeen/bezet.txt`, overwrite: "T" };
    assert.equal((await ask("MOVE", "/Algemeen/.bezet.tmp", { headers })).status, 423);
    assert.equal(await (await ask("GET", "/Algemeen/bezet.txt")).text(), "open in Word");
    const shown = { ...headers, if: `<${base}/Algemeen/bezet.txt> (${token})` };
    assert.equal((await ask("MOVE", "/Algemeen/.bezet.tmp", { headers: shown })).status, 204);
    assert.equal(await (await ask("GET", "/Algemeen/bezet.txt")).text(), "van een ander");
  });

  it("Two editors at once: who has not seen the other's version is told, and overwrites nothing", async () => {
    const first = await ask("PUT", "/Algemeen/samen.txt", { body: "een" });
    const etag = first.headers.get("etag")!;
    const write = (body: string) => ask("PUT", "/Algemeen/samen.txt", { body, headers: { "if-match": etag } });
    assert.deepEqual([(await write("twee")).status, (await write("drie")).status], [204, 412]);
    assert.equal(await (await ask("GET", "/Algemeen/samen.txt")).text(), "twee");
  });

  it("rclone copies a tree in, and finds it the same", async () => {
    const tree = mkdtempSync(join(tmpdir(), "zegel-tree-"));
    try {
      for (let folder = 0; folder < 10; folder++) {
        mkdirSync(join(tree, `map ${folder}`, "dieper"), { recursive: true });
        for (let file = 0; file < 20; file++)
          writeFileSync(
            join(tree, `map ${folder}`, file % 2 ? "dieper" : ".", `bestand ${file}.txt`),
            randomBytes(file * 977),
          );
      }
      writeFileSync(join(tree, "groot.bin"), randomBytes(5_000_000));
      const { out: hidden } = await runProcess("rclone", ["obscure", password.secret]);
      const remote = `:webdav,url='${base}/Algemeen',vendor=other,user='${password.userName}',pass='${hidden.trim()}':boom`;
      const copied = await runProcess("rclone", ["copy", "--transfers", "8", tree, remote]);
      assert.equal(copied.status, 0, copied.err);
      const checked = await runProcess("rclone", ["check", "--download", tree, remote]);
      assert.equal(checked.status, 0, checked.err);
      assert.match(checked.err, /201 matching files/);
    } finally {
      rmSync(tree, { recursive: true });
    }
  });
});
