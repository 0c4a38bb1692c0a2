import assert from "node:assert/strict";
import { createHash, createPublicKey, randomInt, verify } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import DKIM from "nodemailer/lib/dkim";
import { dayMs } from "#/kernel/index.ts";
import { openSecrets } from "#/secrets/index.ts";
import { openDkimSigner } from "./dkim-signer.ts";

/*
 * The check is written after RFC 6376 apart from what signs: over whole texts, with the RFC's own order of steps.
 */

const relaxBody = (body: string): string => {
  const lines = body.split("\r\n").map((line) => line.replaceAll(/[ \t]+/g, " ").replace(/ $/, ""));
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  return lines.length === 0 ? "" : `${lines.join("\r\n")}\r\n`;
};
const relaxHeader = (field: string): string => {
  const [, name, value] = /^([^:]+?)[ \t]*:([^]*)$/.exec(field.replaceAll(/\r\n(?=[ \t])/g, ""))!;
  return `${name!.toLowerCase()}:${value!.replaceAll(/[ \t]+/g, " ").trim()}`;
};

/** "pass", or why not. */
function check(mail: string, publicKey: string): string {
  const end = mail.indexOf("\r\n\r\n");
  const head = end < 0 ? mail.replace(/\r\n$/, "") : mail.slice(0, end);
  const body = end < 0 ? "" : mail.slice(end + 4);
  const fields = head.split(/\r\n(?![ \t])/);
  const own = fields.find((field) => /^dkim-signature:/i.test(field));
  if (!own) return "no signature";
  const tags = new Map(
    own
      .slice(own.indexOf(":") + 1)
      .split(";")
      .map((tag) => {
        const at = tag.indexOf("=");
        return [tag.slice(0, at).trim(), tag.slice(at + 1).replaceAll(/\s+/g, "")] as const;
      }),
  );
  assert.equal(tags.get("a"), "rsa-sha256");
  const bodyHash = createHash("sha256").update(relaxBody(body), "latin1").digest("base64");
  if (bodyHash !== tags.get("bh")) return "body changed";
  const left = fields.filter((field) => field !== own);
  const signed: string[] = [];
  for (const name of tags.get("h")!.split(":")) {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`));
    if (at >= 0) signed.push(`${relaxHeader(left.splice(at, 1)[0]!)}\r\n`);
  }
  const unsigned = relaxHeader(own.replace(/(\bb=)[^;]*$/, "$1"));
  const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), type: "spki", format: "der" });
  const data = Buffer.from(signed.join("") + unsigned, "latin1");
  return verify("sha256", data, key, Buffer.from(tags.get("b")!, "base64")) ? "pass" : "header changed";
}

async function* inPieces(mail: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(mail, "latin1");
  for (let at = 0; at < bytes.length;) {
    const size = randomInt(1, 200);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const directory = mkdtempSync(join(tmpdir(), "zegel-dkim-"));
const secrets = await openSecrets(directory);
const at = new Date("2026-05-01T10:00:00Z");
const key = await secrets.dkim.key("tulp.example", at);
const signer = openDkimSigner();
const signed = async (mail: string): Promise<string> => {
  const header = await signer.sign(key, inPieces(mail), at);
  return `${header ? Buffer.from(header).toString("latin1") : ""}${mail}`;
};
const head = "From: Ada <ada@tulp.example>\r\nTo: gast@buiten.example\r\nSubject:  Twee\r\n\twoorden \r\n";

describe("DKIM", () => {
  after(() => {
    signer.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("A signed mail stands the check of RFC 6376, whatever its body looks like", async () => {
    const bodies = [
      "",
      "\r\n",
      "\r\n\r\n \t\r\n",
      "x",
      "x\r\n",
      " \t x \t y\t \r\n\r\n\r\n.\r\n\r\n \r\n",
      "a\rb\r\r\n",
    ];
    const signs = [" ", "\t", "\r\n", "a", "é", "\r\n\r\n", "b  c"];
    for (let round = 0; round < 60; round++)
      bodies.push(Array.from({ length: randomInt(1, 400) }, () => signs[randomInt(signs.length)]!).join(""));
    for (const body of bodies) {
      const mail = await signed(`${head}\r\n${body}`);
      assert.equal(check(mail, key.publicKey), "pass", JSON.stringify(body));
      assert.ok(mail.endsWith(`${head}\r\n${body}`), "nothing but a field before it");
    }
    assert.equal(check(await signed(head), key.publicKey), "pass", "without a body");
  });

  it("What was changed on the way does not stand it", async () => {
    const mail = await signed(`${head}\r\nIBAN NL00\r\n`);
    assert.equal(check(mail.replace("NL00", "NL01"), key.publicKey), "body changed");
    assert.equal(check(mail.replace("Twee", "Drie"), key.publicKey), "header changed");
    assert.equal(check(mail.replace("To:", "From: Kaper <k@elders.example>\r\nTo:"), key.publicKey), "header changed");
    assert.equal(check(mail.replace("\r\nTo:", "\r\nSubject: Anders\r\nTo:"), key.publicKey), "header changed");
  });

  it("The hash of the body is the one that another implementation finds", async () => {
    const mail = `${head}\r\nEen  regel \t\r\n\r\nnog een\r\n\r\n\r\n`;
    const options = { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey };
    const stream = new DKIM(options).sign(mail);
    const text = Buffer.concat((await Array.fromAsync(stream)) as Buffer[]).toString("latin1");
    const hashOf = (from: string): string => /bh=([^;]+);/.exec(from)![1]!.replaceAll(/\s/g, "");
    assert.equal(hashOf(await signed(mail)), hashOf(text));
    assert.equal(check(text, key.publicKey), "pass", "the check of this test agrees with it too");
  });

  it("Only the author's own domain signs", async () => {
    for (const from of ["ada@elders.example", "a@tulp.example.elders.example", "a@notulp.example"])
      assert.equal(await signer.sign(key, inPieces(`From: <${from}>\r\n\r\nx\r\n`), at), undefined, from);
    assert.equal(await signer.sign(key, inPieces("Subject: x\r\n\r\nx\r\n"), at), undefined);
    assert.ok(await signer.sign(key, inPieces("From: <a@post.tulp.example>\r\n\r\nx\r\n"), at));
  });

  it("A large mail is signed while the main thread stays free", async () => {
    const piece = Buffer.alloc(65_536, "regel\r\n");
    async function* large(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${head}\r\n`);
      for (let count = 0; count < 200; count++) yield piece;
    }
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const header = await signer.sign(key, large(), at);
    clearInterval(timer);
    assert.ok(header);
    assert.ok(ticks > 10, `${ticks} turns of the main thread`);
  });

  it("The key is made once, kept to the operator, and the same for every process", async () => {
    const again = await (await openSecrets(directory)).dkim.key("tulp.example", new Date("2027-01-01T00:00:00Z"));
    assert.deepEqual(again, key);
    assert.equal(key.selector, "z20260501");
    assert.equal(statSync(join(directory, "dkim", "tulp.example", key.selector)).mode & 0o077, 0);
    await assert.rejects(secrets.dkim.key("../pepper", at), TypeError);
  });

  it("A new key signs nothing before it is put to use; the old one's record counts for two weeks more", async () => {
    const daysLater = (days: number): Date => new Date(at.getTime() + days * dayMs);
    const states = async (now: Date) =>
      (await secrets.dkim.list("roos.example", now)).map(({ selector, state }) => [selector, state]);
    const first = await secrets.dkim.key("roos.example", at);
    const made = await secrets.dkim.add("roos.example", at);
    assert.deepEqual([first.selector, made.selector], ["z20260501", "z20260501b"]);
    assert.deepEqual(await secrets.dkim.add("roos.example", daysLater(1)), made, "one waits at a time");
    assert.equal((await secrets.dkim.key("roos.example", daysLater(1))).selector, first.selector);
    await assert.rejects(secrets.dkim.use("roos.example", "z20200101", daysLater(2)), {
      code: "secrets.dkim_selector_unknown",
    });
    await secrets.dkim.use("roos.example", made.selector, daysLater(2));
    const elsewhere = (await openSecrets(directory)).dkim;
    for (const keys of [secrets.dkim, elsewhere])
      assert.equal((await keys.key("roos.example", daysLater(2))).publicKey, made.publicKey);
    assert.deepEqual(await states(daysLater(3)), [
      [first.selector, "old"],
      [made.selector, "in-use"],
    ]);
    assert.deepEqual(await secrets.dkim.tidy("roos.example", daysLater(15)), []);
    assert.deepEqual(await secrets.dkim.tidy("roos.example", daysLater(16)), [first.selector]);
    assert.deepEqual(await states(daysLater(16)), [[made.selector, "in-use"]]);
    const header = await signer.sign(
      await elsewhere.key("roos.example", daysLater(17)),
      inPieces("From: <a@roos.example>\r\n\r\nx\r\n"),
      at,
    );
    assert.match(Buffer.from(header!).toString(), /s=z20260501b;/);
  });

  it("Who changes back is signed with the earlier key again", async () => {
    const [first, later] = [await secrets.dkim.key("iris.example", at), new Date(at.getTime() + dayMs)];
    const { selector } = await secrets.dkim.add("iris.example", at);
    await secrets.dkim.use("iris.example", selector, at);
    await secrets.dkim.use("iris.example", first.selector, later);
    assert.equal((await secrets.dkim.key("iris.example", later)).selector, first.selector);
    const [, other] = await secrets.dkim.list("iris.example", later);
    assert.deepEqual([other?.state, other?.publishedUntil], ["old", new Date(later.getTime() + 14 * dayMs)]);
  });
});
