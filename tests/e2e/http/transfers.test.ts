import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { identityRoutes, mailRoutes } from "#/contract/index.ts";
import { until } from "../../support/until.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import type { ReadMessage, Sent } from "./support/mail.ts";
import { addOrganisation, type Person } from "./support/people.ts";
import { closed, openRaw } from "./support/raw.ts";

const mebibyte = 2 ** 20;
const message = JSON.stringify({
  recipients: [{ email: "gerda@buiten.example" }],
  subject: "Groot",
  text: "Zie bijlage",
});
const head = `--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n${message}\r\n`;
const fileHead = (name: string): string =>
  `--x\r\nContent-Disposition: form-data; name="attachment"; filename="${name}"\r\nContent-Type: video/mp4\r\n\r\n`;

/** Large enough to tell what is held for a while, in both ends of the connection, from what grows with the file. */
const largeMebibytes = 128;
const heldBytes = 44 * mebibyte;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const inUse = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** The highest number of bytes that were in use each time that `sample` was called, above what was in use before. */
async function peakOf(run: (sample: () => void) => Promise<void>): Promise<number> {
  const start = inUse();
  let peak = 0;
  await run(() => void (peak = Math.max(peak, inUse() - start)));
  return peak;
}

describe("large and broken transfers", () => {
  let door: TestDoor;
  let admin: Person;
  before(async () => {
    door = await openTestDoor({
      limits: { bodyTimeoutMs: 700, uploadBytesPerSecond: 20_000, attachmentBytes: 130 * mebibyte },
    });
    admin = await addOrganisation(door, "tulp.example");
  });
  after(() => door.close());

  const headers = (): Record<string, string> => ({
    cookie: [...admin.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    origin: door.base,
    "x-zegel-token": admin.browser.token!,
    "content-type": "multipart/form-data; boundary=x",
  });
  const openUpload = (): ClientRequest => {
    const upload = httpRequest(`${door.base}/api/mail`, { method: "POST", headers: headers() });
    upload.on("error", () => undefined);
    return upload;
  };
  const answerOf = async <T>(answered: Promise<unknown[]>): Promise<T> => {
    const [response] = (await answered) as [IncomingMessage];
    return JSON.parse((await response.setEncoding("utf8").toArray()).join("")) as T;
  };
  const blobs = async (): Promise<number> => (await Array.fromAsync(door.app.blobs.list())).length;

  it("A large attachment goes up and comes down in flat memory, byte for byte", async () => {
    const piece = Buffer.alloc(mebibyte / 4, "tulp");
    const hash = createHash("sha256");
    let sent: Sent | undefined;
    const up = await peakOf(async (sample) => {
      const upload = openUpload();
      const answered = once(upload, "response");
      upload.write(head + fileHead("film.mp4"));
      for (let count = 0; count < 4 * largeMebibytes; count++) {
        piece.writeUInt32BE(count);
        hash.update(piece);
        if (!upload.write(Buffer.from(piece))) await once(upload, "drain");
        if (count % 32 === 31) sample();
      }
      upload.end("\r\n--x--\r\n");
      sent = await answerOf<Sent>(answered);
    });
    assert.ok(up < heldBytes, `${Math.round(up / mebibyte)} MB held while ${largeMebibytes} MB went up`);

    const params = { messageId: sent!.messageId };
    const read = await admin.browser.call<ReadMessage>(mailRoutes.readMessage, { params });
    const [attachment] = read.attachments;
    assert.equal(attachment!.sizeBytes, largeMebibytes * mebibyte);
    const received = createHash("sha256");
    const down = await peakOf(async (sample) => {
      const request = httpRequest(`${door.base}/api/mail/attachments/${attachment!.attachmentId}`, {
        headers: headers(),
      });
      request.end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      assert.equal(response.headers["content-length"], String(largeMebibytes * mebibyte));
      let sizeBytes = 0;
      for await (const part of response as AsyncIterable<Buffer>) {
        received.update(part);
        const sampled = Math.floor(sizeBytes / (8 * mebibyte));
        sizeBytes += part.byteLength;
        if (Math.floor(sizeBytes / (8 * mebibyte)) > sampled) sample();
      }
    });
    assert.equal(received.digest("hex"), hash.digest("hex"));
    assert.ok(down < heldBytes, `${Math.round(down / mebibyte)} MB held while ${largeMebibytes} MB came down`);
  });

  it("When the sender's connection breaks, nothing is sent and nothing stays behind", async () => {
    const kept = await blobs();
    const upload = openUpload();
    upload.write(head + fileHead("film.mp4"));
    upload.write(Buffer.alloc(3 * mebibyte, 1));
    await pause(50);
    upload.destroy();
    await until("what had been stored is gone", async () => (await blobs()) === kept);
    const { entries } = await admin.browser.call<{ entries: unknown[] }>(mailRoutes.listMessages, {
      query: { folder: "sent" },
    });
    assert.equal(entries.length, 1);
  });

  it("An attachment over the bound is refused with the bound, and nothing stays behind", async () => {
    const kept = await blobs();
    const upload = openUpload();
    const answered = once(upload, "response");
    upload.write(head + fileHead("film.mp4"));
    for (let count = 0; count < 134; count++) {
      if (!upload.write(Buffer.alloc(mebibyte))) await Promise.race([once(upload, "drain"), answered]);
    }
    upload.end("\r\n--x--\r\n");
    const problem = await answerOf<{ code: string; title: string }>(answered);
    assert.equal(problem.code, "http.attachment_too_large");
    assert.match(problem.title, /130 MB/);
    assert.equal(await blobs(), kept);
  });

  it("A refusal of the message itself comes after its attachments, and nothing stays behind", async () => {
    const sameKey = { "idempotency-key": "the-same-key" };
    const body = { recipients: [{ email: "a@b.example" }], subject: "x", text: "x" };
    await admin.browser.call(mailRoutes.sendMessage, { headers: sameKey, body });
    const kept = await blobs();
    const problem = await admin.browser.refusal(mailRoutes.sendMessage, {
      headers: sameKey,
      body: { ...body, subject: "another" },
      files: [new File([Buffer.alloc(mebibyte)], "a.bin")],
    });
    assert.equal(problem.code, "mail.idempotency_mismatch");
    assert.equal(await blobs(), kept);
  });

  it("An upload that trickles is cut off, and a steady one is not", async () => {
    const kept = await blobs();
    const socket = openRaw(door.base);
    await once(socket, "connect");
    const lines = Object.entries({ host: new URL(door.base).host, ...headers(), "content-length": "10000000" });
    socket.write(
      `POST /api/mail HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`,
    );
    socket.write(head + fileHead("film.mp4"));
    const timer = setInterval(() => socket.write("x"), 50);
    await closed(socket);
    clearInterval(timer);

    const upload = openUpload();
    const answered = once(upload, "response");
    upload.write(head + fileHead("film.mp4"));
    for (let count = 0; count < 30; count++) {
      upload.write(Buffer.alloc(4000));
      await pause(50);
    }
    upload.end("\r\n--x--\r\n");
    assert.ok((await answerOf<Sent>(answered)).messageId);
    assert.equal(await blobs(), kept + 1);
  });

  it("When somebody stops a download, the server goes on", async () => {
    const { entries } = await admin.browser.call<{ entries: { messageId: string }[] }>(mailRoutes.listMessages, {
      query: { folder: "sent" },
    });
    const params = { messageId: entries.at(-1)!.messageId };
    const read = await admin.browser.call<ReadMessage>(mailRoutes.readMessage, { params });
    for (let count = 0; count < 5; count++) {
      const request = httpRequest(`${door.base}/api/mail/attachments/${read.attachments[0]!.attachmentId}`, {
        headers: headers(),
      });
      request.on("error", () => undefined).end();
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.on("error", () => undefined);
      await once(response, "data");
      request.destroy();
    }
    await admin.browser.call(identityRoutes.me);
  });
});
