import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { request } from "node:http";
import { after, test } from "node:test";
import { batchProtocol, type EntryAnswer, fileRoutes } from "#/contract/index.ts";
import { foundBelow, needlesOf } from "../support/needles.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { setUpUnattended } from "../support/unattended.ts";
import { signInAt, uploadHeaders } from "./http/support/upload-flow.ts";
import type { BrowserClient } from "./http/support/client.ts";

const word = `Kanarie${randomBytes(9).toString("hex")}`;
const files = 3000;
const nameOf = (index: number): string => `${word} ${index}.txt`;
const contentOf = (index: number): Buffer => Buffer.from(`${word} staat in bestand ${index}. `.repeat(40));

let server: TestServer | undefined;
after(async () => {
  if (!server) return;
  if (!server.process.hasEnded()) await server.kill();
  rmSync(server.dataDirectory, { recursive: true, force: true });
});

function batch(): Buffer {
  const parts = Array.from({ length: files }, (_, index) => {
    const content = contentOf(index);
    const head = Buffer.from(
      JSON.stringify({ path: [`map ${index % 7}`, nameOf(index)], sizeBytes: content.byteLength }),
    );
    const size = Buffer.alloc(4);
    size.writeUInt32BE(head.byteLength);
    return Buffer.concat([size, head, content]);
  });
  return Buffer.concat(parts);
}

/** Sends the batch, and gives what was acknowledged until it was over, or until `enough` lines came. */
function send(browser: BrowserClient, folderId: string, enough: number, then: () => Promise<void>): Promise<string[]> {
  return new Promise((resolve) => {
    let text = "";
    let isStopping = false;
    const lines = (): string[] => text.split("\n").slice(0, -1);
    const sending = request(browser.base + batchProtocol.path.replace(":folderId", folderId), {
      method: "POST",
      headers: { ...uploadHeaders(browser), "content-type": batchProtocol.contentType },
    });
    const over = (): void => {
      if (!isStopping) resolve(lines());
    };
    sending.on("error", over);
    sending.on("response", (answer) => {
      answer.on("data", (part: Buffer) => {
        text += part.toString();
        if (isStopping || lines().length < enough) return;
        isStopping = true;
        void then().then(() => resolve(lines()));
      });
      answer.on("error", over);
      answer.on("end", over);
    });
    sending.end(batch());
  });
}

async function allIn(browser: BrowserClient, folderId: string): Promise<Map<string, EntryAnswer>> {
  const found = new Map<string, EntryAnswer>();
  const { entries } = await browser.call<{ entries: EntryAnswer[] }>(fileRoutes.listFolder, { params: { folderId } });
  for (const entry of entries) {
    if (entry.kind === "folder") for (const [id, below] of await allIn(browser, entry.entryId)) found.set(id, below);
    else found.set(entry.entryId, entry);
  }
  return found;
}

const idsOf = (lines: readonly string[]): string[] =>
  lines.map((line) => (JSON.parse(line) as { entryId: string }).entryId);

test("A server that is killed in the middle of a batch has every file that it said it had, and takes the rest afterwards", async () => {
  server = await startTestServer();
  const firm = await setUpUnattended(server, "kanarie.example");
  const browser = await signInAt(server.url, firm);
  const { folders } = await browser.call<{ folders: { folderId: string; kind: string }[] }>(fileRoutes.listTopFolders);
  const { folderId } = folders.find(({ kind }) => kind === "own")!;
  const told = idsOf(await send(browser, folderId, 400, () => server!.kill()));
  assert.ok(told.length >= 400 && told.length < files, `${told.length} were acknowledged`);
  assert.deepEqual(foundBelow(server.dataDirectory, needlesOf("the word", word)), [], "nothing plain on the disk");
  server = await startTestServer({
    dataDirectory: server.dataDirectory,
    environment: { ZEGEL_HTTP_PORT: String(server.httpPort) },
  });
  const there = await allIn(browser, folderId);
  for (const id of told) assert.ok(there.has(id), "what was acknowledged is there");
  const [first] = told;
  const read = await browser.fetch(`/api/files/items/${first}/content`, { headers: uploadHeaders(browser) });
  assert.equal(await read.text(), contentOf(0).toString());
  const again = idsOf(await send(browser, folderId, Number.POSITIVE_INFINITY, async () => undefined));
  assert.equal(again.length, files);
  const afterwards = await allIn(browser, folderId);
  assert.equal(afterwards.size, files, "each is there once");
  for (const id of there.keys()) assert.ok(afterwards.has(id));
});
