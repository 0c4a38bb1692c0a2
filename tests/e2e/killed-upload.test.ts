import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { draftRoutes, identityRoutes, mailRoutes, uploadProtocol } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { codeOf } from "../support/identity.ts";
import { foundBelow, needlesOf } from "../support/needles.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { until } from "../support/until.ts";
import { BrowserClient } from "./http/support/client.ts";

const { path, pieceBytes, contentType } = uploadProtocol;
const word = `Kanarie${randomBytes(9).toString("hex")}`;

/** Noise, with a word that must be nowhere on the disk. */
const file = randomBytes(16 * pieceBytes + 4321);
for (let at = 1000; at < file.byteLength; at += pieceBytes / 4) file.write(word, at);

let server: TestServer | undefined;
after(async () => {
  if (!server) return;
  if (!server.process.hasEnded()) await server.kill();
  rmSync(server.dataDirectory, { recursive: true, force: true });
});

async function signIn(base: string, { email, password }: { email: string; password: string }): Promise<BrowserClient> {
  const browser = new BrowserClient(base);
  await browser.call(identityRoutes.login, { body: { email, password } });
  const { secret } = await browser.call<{ secret: string }>(identityRoutes.enrolStart);
  await browser.call(identityRoutes.enrolFinish, { body: { code: await codeOf(secret, new Date()) } });
  return browser;
}

const headersOf = (browser: BrowserClient): Record<string, string> => ({
  origin: browser.base,
  "x-zegel-token": browser.token!,
  "tus-resumable": "1.0.0",
  cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
});

/** Payload bytes that lie in the part, once there are at least so many. */
const partBytes = (directory: string, atLeast: number): Promise<number> =>
  until("the server has written enough", () => {
    const [name] = readdirSync(directory);
    const sizeBytes = name ? statSync(join(directory, name)).size : 0;
    return sizeBytes >= atLeast && sizeBytes;
  });

/** Sends the upload in a message, as the pages do, and takes it out again. */
async function sentAndRead(browser: BrowserClient, uploadId: string): Promise<Buffer> {
  const draftId = newId();
  const attachments = [{ uploadId, name: "film.mp4", type: "video/mp4", sizeBytes: file.byteLength }];
  const recipients = [{ email: "gerda@buiten.example", role: "to" }];
  const content = { recipients, subject: "Groot", text: "Zie bijlage", attachments };
  await browser.call(draftRoutes.saveDraft, { params: { draftId }, body: { version: 0, content } });
  const { messageId } = await browser.call<{ messageId: string }>(draftRoutes.sendDraft, {
    params: { draftId },
    body: { version: 1 },
  });
  await browser.call(draftRoutes.reschedule, { params: { messageId }, body: {} });
  const read = await browser.call<{ attachments: { attachmentId: string }[] }>(mailRoutes.readMessage, {
    params: { messageId },
  });
  const { attachmentId } = read.attachments[0]!;
  const answer = await browser.send(mailRoutes.attachment, { params: { attachmentId } });
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

test("An upload goes on after the server was killed in the middle of it, and arrives byte for byte", async () => {
  server = await startTestServer();
  const firm = await setUpUnattended(server, "kanarie.example");
  const before = await signIn(server.url, firm);
  const begun = await before.fetch(path, {
    method: "POST",
    headers: { ...headersOf(before), "upload-length": String(file.byteLength) },
  });
  const url = begun.headers.get("location")!;

  const upload = request(server.url + url, {
    method: "PATCH",
    headers: {
      ...headersOf(before),
      "content-type": contentType,
      "upload-offset": "0",
      "content-length": String(file.byteLength),
    },
  });
  upload.on("error", () => undefined);
  upload.write(file.subarray(0, 12 * pieceBytes + 500_000));
  const parts = join(server.dataDirectory, "blobs", "parts");
  await partBytes(parts, 8 * pieceBytes);
  await server.kill();
  upload.destroy();
  assert.deepEqual(foundBelow(server.dataDirectory, needlesOf("the word", word)), [], "nothing plain on the disk");

  server = await startTestServer({
    dataDirectory: server.dataDirectory,
    environment: { ZEGEL_HTTP_PORT: String(server.httpPort) },
  });
  const offset = await until("the killed request has lost its place", async () => {
    const answer = await before.fetch(url, { method: "HEAD", headers: headersOf(before) });
    return answer.status === 200 && Number(answer.headers.get("upload-offset"));
  });
  assert.ok(offset >= 8 * pieceBytes && offset % pieceBytes === 0, `goes on at ${offset}`);
  const rest = await before.fetch(url, {
    method: "PATCH",
    headers: { ...headersOf(before), "content-type": contentType, "upload-offset": String(offset) },
    body: file.subarray(offset),
  });
  assert.deepEqual([rest.status, rest.headers.get("upload-offset")], [204, String(file.byteLength)]);
  assert.deepEqual(readdirSync(parts), []);
  assert.deepEqual(foundBelow(server.dataDirectory, needlesOf("the word", word)), []);

  const received = await sentAndRead(before, url.split("/").at(-1)!);
  assert.ok(received.equals(file), "what the message holds is the file");
});
