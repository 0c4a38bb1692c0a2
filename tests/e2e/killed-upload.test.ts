import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { uploadProtocol } from "#/contract/index.ts";
import { foundBelow, needlesOf } from "../support/needles.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { until } from "../support/until.ts";
import { beginUploadAt, sendUpload, signInAt, uploadHeaders } from "./http/support/upload-flow.ts";

const { pieceBytes, contentType } = uploadProtocol;
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

/** Payload bytes that lie in the part, once there are at least so many. */
const partBytes = (directory: string, atLeast: number): Promise<number> =>
  until("the server has written enough", () => {
    const [name] = readdirSync(directory);
    const sizeBytes = name ? statSync(join(directory, name)).size : 0;
    return sizeBytes >= atLeast && sizeBytes;
  });

test("An upload goes on after the server was killed in the middle of it, and arrives byte for byte", async () => {
  server = await startTestServer();
  const firm = await setUpUnattended(server, "kanarie.example");
  const before = await signInAt(server.url, firm);
  const url = await beginUploadAt(before, file.byteLength);

  const upload = request(server.url + url, {
    method: "PATCH",
    headers: {
      ...uploadHeaders(before),
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
    const answer = await before.fetch(url, { method: "HEAD", headers: uploadHeaders(before) });
    return answer.status === 200 && Number(answer.headers.get("upload-offset"));
  });
  assert.ok(offset >= 8 * pieceBytes && offset % pieceBytes === 0, `goes on at ${offset}`);
  const rest = await before.fetch(url, {
    method: "PATCH",
    headers: { ...uploadHeaders(before), "content-type": contentType, "upload-offset": String(offset) },
    body: file.subarray(offset),
  });
  assert.deepEqual([rest.status, rest.headers.get("upload-offset")], [204, String(file.byteLength)]);
  assert.deepEqual(readdirSync(parts), []);
  assert.deepEqual(foundBelow(server.dataDirectory, needlesOf("the word", word)), []);

  const attachment = await before.fetch(await sendUpload(before, url, file.byteLength));
  const received = Buffer.from(await attachment.arrayBuffer());
  assert.ok(received.equals(file), "what the message holds is the file");
});
