import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { MemberActor } from "#/identity/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import { beginUpload, receiveUpload } from "./index.ts";

const mebibyte = 2 ** 20;
const sizeBytes = 96 * mebibyte;
/** Two pieces plain and sealed, what waits for the disk, and what one sample of a running collector may see besides. */
const heldBytes = 24 * mebibyte;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const inUse = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

let app: TestApp;
let anna: MemberActor;
before(async () => {
  app = await openTestApp();
  anna = (await setUpTestOrganisation(app)).admin;
});
after(() => app?.close());

test("However large an upload is, a few mebibytes of it are in memory", async () => {
  const { uploadId } = await beginUpload(app, anna, sizeBytes);
  const startBytes = inUse();
  let peakBytes = 0;
  async function* large() {
    for (let at = 0; at < sizeBytes; at += mebibyte / 16) {
      yield Buffer.alloc(mebibyte / 16, at);
      if (at % (4 * mebibyte) === 0) peakBytes = Math.max(peakBytes, inUse() - startBytes);
    }
  }
  const { offsetBytes } = await receiveUpload(app, anna, { uploadId, offsetBytes: 0 }, large());
  assert.equal(offsetBytes, sizeBytes);
  assert.ok(peakBytes < heldBytes, `${Math.round(peakBytes / mebibyte)} MiB held`);
});
