import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { enterAs, type MailTest, openMailTest, readAll } from "../../../tests/support/mail.ts";
import { guestConversation, guestPicture, guestZip, openPicture, openZip, sendMessage } from "../index.ts";
import { pictureFacts } from "./picture-facts.ts";
import { distinctNames } from "./zip-file.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const hugePng = Buffer.from(png);
hugePng.writeUInt32BE(60_000, 16);
hugePng.writeUInt32BE(60_000, 20);

const files = [
  { name: "Überzicht.png", type: "application/octet-stream", content: png },
  { name: "verslag.txt", type: "image/png", content: Buffer.from("<script>alert(1)</script>".repeat(40)) },
  { name: "Verslag.txt", type: "text/plain", content: Buffer.alloc(300_000, "regel\n") },
  { name: "bom.png", type: "image/png", content: hugePng },
  { name: "leeg.txt", type: "text/plain", content: Buffer.alloc(0) },
];

describe("attachments shown, and taken together", () => {
  let test: MailTest;
  let directory: string;
  let messageId: string;
  before(async () => {
    test = await openMailTest();
    directory = await mkdtemp(join(tmpdir(), "zegel-zip-"));
    const sent = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "kijker@buiten.example" }],
      subject: "Stukken / 2026",
      text: "Tekst",
      attachments: files,
    });
    messageId = sent.messageId;
  });
  after(async () => {
    await test?.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  it("A picture is shown by what its bytes are, not by what it was called; all else is refused", async () => {
    const guest = await enterAs(test, "kijker@buiten.example");
    const [message] = (await guestConversation(test.app, guest)).messages;
    const idOf = (name: string) => message!.attachments.find((each) => each.name === name)!.attachmentId;
    const picture = await guestPicture(test.app, guest, idOf("Überzicht.png"));
    assert.deepEqual([picture.type, picture.shown], ["image/png", true]);
    assert.deepEqual(await readAll(picture.content), png);
    const own = await openPicture(test.app, test.sender, idOf("Überzicht.png"));
    assert.deepEqual(await readAll(own.content), png);
    for (const name of ["verslag.txt", "bom.png", "leeg.txt"]) {
      const impossible = { code: "mail.preview_impossible" };
      await assert.rejects(guestPicture(test.app, guest, idOf(name)), impossible, name);
      await assert.rejects(openPicture(test.app, test.sender, idOf(name)), impossible, name);
    }
  });

  it("All attachments come as one zip file that other programs open, of the size that was told", async () => {
    const guest = await enterAs(test, "kijker@buiten.example");
    for (const file of [await guestZip(test.app, guest, messageId), await openZip(test.app, test.sender, messageId)]) {
      const bytes = await readAll(file.content);
      assert.equal(bytes.byteLength, file.sizeBytes);
      assert.equal(file.name, "Stukken _ 2026.zip");
      const path = join(directory, "alles.zip");
      await writeFile(path, bytes);
      const list = `import sys,zipfile
z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
z.extractall(sys.argv[2]); print("\\n".join(z.namelist()))`;
      const names = execFileSync("python3", ["-c", list, path, directory], { encoding: "utf8" }).trim().split("\n");
      assert.deepEqual(names, ["Überzicht.png", "verslag.txt", "Verslag (2).txt", "bom.png", "leeg.txt"]);
      for (const [index, name] of names.entries())
        assert.deepEqual(await readFile(join(directory, name)), files[index]!.content, name);
    }
  });

  it("Looking at the size of a zip file hands nothing out", async () => {
    const { messageId: other } = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: "kijker2@buiten.example" }],
      subject: "x",
      text: "x",
      attachments: files.slice(0, 1),
    });
    const guest = await enterAs(test, "kijker2@buiten.example");
    const peeked = await guestZip(test.app, guest, other, { peek: true });
    assert.equal((await readAll(peeked.content)).byteLength, 0);
    const states = await test.app.testDatabase.asOwner<{ state: string }>(
      "select state from mail_recipient where message_id = $1",
      [other],
    );
    assert.deepEqual(states, [{ state: "handed-over" }]);
  });

  it("Names in a zip file are each used once, and lead nowhere", () => {
    assert.deepEqual(distinctNames(["CON.txt", "nul", "console.txt", "a. ."]), [
      "CON_.txt",
      "nul_",
      "console.txt",
      "a",
    ]);
    assert.deepEqual(distinctNames(["a.txt", "A.TXT", "a.txt", "../../etc/passwd", "..", "a (2).txt"]), [
      "a.txt",
      "A (2).TXT",
      "a (3).txt",
      "_.._etc_passwd",
      "file",
      "a (2) (2).txt",
    ]);
  });

  it("A picture says its size in its first bytes, for each of the four kinds", () => {
    assert.deepEqual(pictureFacts(png), { type: "image/png", widthPx: 1, heightPx: 1 });
    const gif = Buffer.concat([Buffer.from("GIF89a"), Buffer.from([10, 0, 20, 0]), Buffer.alloc(20)]);
    assert.deepEqual(pictureFacts(gif), { type: "image/gif", widthPx: 10, heightPx: 20 });
    const jpeg = Buffer.from(
      "ffd8ffe000104a46494600010100000100010000ffc0000b080014000a01011100ffda0008010100003f00",
      "hex",
    );
    assert.deepEqual(pictureFacts(jpeg), { type: "image/jpeg", widthPx: 10, heightPx: 20 });
    const webp = Buffer.alloc(30);
    webp.write("RIFF", 0, "latin1");
    webp.write("WEBPVP8X", 8, "latin1");
    webp.writeUIntLE(9, 24, 3);
    webp.writeUIntLE(19, 27, 3);
    assert.deepEqual(pictureFacts(webp), { type: "image/webp", widthPx: 10, heightPx: 20 });
    assert.equal(pictureFacts(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'></svg>")), undefined);
    for (let end = 0; end < jpeg.byteLength; end++) pictureFacts(jpeg.subarray(0, end));
  });
});
