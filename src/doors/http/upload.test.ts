import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { isRefusal, Refusal } from "#/kernel/index.ts";
import { standardLimits } from "./limits.ts";
import { receiveUpload, type UploadTarget } from "./upload.ts";

const limits = {
  ...standardLimits,
  attachments: 3,
  attachmentBytes: 1_000_000,
  attachmentNameLength: 40,
  messagePartBytes: 500,
};
const schema = z.object({ text: z.string() });

interface Received {
  begun: boolean;
  discarded: boolean;
  finished: boolean;
  readonly files: { name: string; type: string; sizeBytes: number }[];
}
let received: Received;
let ended: PromiseWithResolvers<void>;
let onPart: (() => Promise<void>) | undefined;

const target = (): UploadTarget<string> => ({
  addAttachment: async (file, source) => {
    let sizeBytes = 0;
    for await (const part of source) {
      sizeBytes += part.byteLength;
      await onPart?.();
    }
    received.files.push({ ...file, sizeBytes });
  },
  finish: async () => {
    received.finished = true;
    return "sent";
  },
  discard: async () => void (received.discarded = true),
});

const server = createServer((request, response) => {
  receiveUpload(request, limits, schema, async () => {
    received.begun = true;
    return target();
  })
    .then((answer) => response.end(answer))
    .catch((error: unknown) => response.writeHead(400).end(isRefusal(error) ? error.code : String(error)))
    .finally(() => ended.resolve());
});
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const reset = (): void => {
  received = { begun: false, discarded: false, finished: false, files: [] };
  ended = Promise.withResolvers();
  onPart = undefined;
};
const open = (headers: Record<string, string>) =>
  httpRequest({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", method: "POST", headers });

async function post(body: string | Buffer, type = 'multipart/form-data; boundary="x"'): Promise<string> {
  reset();
  const request = open({ "content-type": type });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return (await response.setEncoding("utf8").toArray()).join("");
}

const message = '--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n{"text":"Hello"}\r\n';
const file = (name: string, content: string | Buffer, type = "text/plain"): string =>
  `--x\r\nContent-Disposition: form-data; name="attachment"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content.toString()}\r\n`;
const end = "--x--\r\n";

test("A message with attachments arrives whole, names in any script", async () => {
  assert.equal(
    await post(message + file("a.txt", "one") + file("überzicht 契.pdf", "", "application/pdf") + end),
    "sent",
  );
  assert.deepEqual(received.files, [
    { name: "a.txt", type: "text/plain", sizeBytes: 3 },
    { name: "überzicht 契.pdf", type: "application/pdf", sizeBytes: 0 },
  ]);
  assert.ok(received.finished && !received.discarded);
});

test("A path before a file name is left out", async () => {
  await post(message + file("C:\\\\Users\\\\jan\\\\a.txt", "one") + file("../../b.txt", "two") + end);
  assert.deepEqual(
    received.files.map(({ name }) => name),
    ["a.txt", "b.txt"],
  );
});

const refusals: readonly (readonly [string, string, string])[] = [
  ["An attachment before its message", file("a.txt", "one") + message + end, "http.multipart_order"],
  ["A form without a message", end, "http.multipart_order"],
  [
    "A part nobody asked for",
    message + '--x\r\nContent-Disposition: form-data; name="role"\r\n\r\nadmin\r\n' + end,
    "http.part_unknown",
  ],
  [
    "A file in a field nobody asked for",
    message + file("a", "b").replace('"attachment"', '"avatar"') + end,
    "http.part_unknown",
  ],
  ["A second message", message + message + end, "http.part_unknown"],
  ["A message that is no JSON", message.replace("{", "") + end, "http.malformed"],
  ["A message that breaks the contract", message.replace("text", "body") + end, "http.invalid"],
  ["A message over its bound", message.replace("Hello", "H".repeat(600)) + end, "http.too_large"],
  ["A form cut off within a file", message + file("a.txt", "one").slice(0, -2), "http.multipart_broken"],
  ["A form cut off between parts", message, "http.multipart_broken"],
  ["A form cut off within a part's header", `${message}--x\r\nContent-Disp`, "http.multipart_broken"],
  ["Headers that are none", `${message}--x\r\nnonsense\r\n\r\nabc\r\n${end}`, "http.multipart_broken"],
  ["One attachment too many", message + file("a", "1").repeat(4) + end, "http.too_many_attachments"],
  ["An attachment over its bound", message + file("a", "1".repeat(1_000_001)) + end, "http.attachment_too_large"],
  ["A name over its bound", message + file("n".repeat(41), "1") + end, "http.name_too_long"],
];
for (const [what, body, code] of refusals) {
  test(`${what} is refused, and nothing is kept`, async () => {
    assert.equal(await post(body), code);
    assert.ok(!received.finished);
    assert.equal(received.discarded, received.begun);
  });
}

test("A form without a boundary is refused", async () => {
  assert.equal(await post(message + end, "multipart/form-data"), "http.multipart_broken");
});

test("When the client goes away in the middle, nothing is kept", async () => {
  reset();
  const request = open({ "content-type": "multipart/form-data; boundary=x" });
  request.on("error", () => undefined);
  const seen = Promise.withResolvers<void>();
  onPart = async () => seen.resolve();
  request.write(message + file("a.txt", "x".repeat(200_000)).slice(0, 150_000));
  await seen.promise;
  request.destroy();
  await ended.promise;
  assert.ok(received.discarded && !received.finished);
});

test("A refusal in the middle of a large file is answered, not a broken connection", async () => {
  reset();
  onPart = async () => {
    throw new Refusal("conflict", "mail.recalled");
  };
  const request = open({ "content-type": "multipart/form-data; boundary=x" });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  request.write(message + file("a.txt", "x".repeat(900_000)));
  request.end(end);
  const [response] = await answered;
  assert.equal((await response.setEncoding("utf8").toArray()).join(""), "mail.recalled");
  assert.ok(received.discarded);
});

test("A fast client waits for a slow disk, so that memory stays flat", async () => {
  reset();
  onPart = () => pause(20);
  const request = open({ "content-type": "multipart/form-data; boundary=x" });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  request.write(message);
  const head = file("a.bin", "").slice(0, -2);
  request.write(head);
  const piece = Buffer.alloc(64 * 1024, 1);
  const beforeBytes = process.memoryUsage().arrayBuffers;
  let mostBytes = 0;
  for (let count = 0; count < 15; count++) {
    if (!request.write(piece)) await once(request, "drain");
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - beforeBytes);
  }
  request.end(`\r\n${end}`);
  const [response] = await answered;
  assert.equal((await response.setEncoding("utf8").toArray()).join(""), "sent");
  assert.ok(mostBytes < 4 * 2 ** 20, `${mostBytes} bytes`);
});
