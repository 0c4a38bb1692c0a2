import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Bytes, dayMs, hourMs, type Id, newId } from "#/kernel/index.ts";
import { createSpace, moveObject, openObject } from "#/spaces/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import {
  beginUpload,
  dropHeldUploads,
  holdUploads,
  maintainUploads,
  receiveUpload,
  releaseUploads,
  removeUpload,
  takeUploads,
  uploadLimits,
  type UploadState,
} from "./index.ts";

const mebibyte = 2 ** 20;
let app: TestApp;
let anna: MemberActor;
let parts: string;
const large = randomBytes(3 * mebibyte + 12_345);

before(async () => {
  app = await openTestApp({ waitingJobs: "allowed" });
  anna = (await setUpTestOrganisation(app)).admin;
  parts = join(app.config.blobs.path, "parts");
});
after(() => app.close());

async function* inParts(bytes: Bytes, partBytes = 100_000) {
  for (let at = 0; at < bytes.byteLength; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

async function* brokenAfter(bytes: Bytes) {
  yield* inParts(bytes);
  throw new Error("the sender hung up");
}

const inside = <T>(run: Parameters<typeof app.database.inOrganisation<T>>[1]): Promise<T> =>
  app.database.inOrganisation(anna.organisationId, run);

const send = (uploadId: Id, offsetBytes: number, content: AsyncIterable<Bytes>): Promise<UploadState> =>
  receiveUpload(app, anna, { uploadId, offsetBytes }, content);

const offsetOf = async (uploadId: Id): Promise<number> => (await receiveUpload(app, anna, { uploadId })).offsetBytes;

async function upload(content: Bytes): Promise<Id> {
  const { uploadId } = await beginUpload(app, anna, content.byteLength);
  const { offsetBytes } = await send(uploadId, 0, inParts(content));
  assert.equal(offsetBytes, content.byteLength);
  return uploadId;
}

const read = (uploadId: Id): Promise<Buffer | undefined> =>
  inside(async (tx) => {
    const object = await openObject(app, tx, readerOf(anna), uploadId, "attachment");
    return object && Buffer.from(await object.bytes());
  });

/** As if the process that was receiving had been killed: its lease has run out, and nothing of it was written down. */
const forget = (uploadId: Id, offsetBytes: number) =>
  app.testDatabase.asOwner(
    "update uploads_upload set offset_bytes = $2::bigint, leaves = substring(leaves for ($2::bigint / 1048576 * 32)::int), locked_by = $3, locked_until = now() - interval '1 second' where upload_id = $1",
    [uploadId, offsetBytes, newId()],
  );

const refusal = (code: string) => ({ name: "Refusal", code });

test("What is uploaded in one go comes back whole, whatever its size", async () => {
  for (const sizeBytes of [1, 65_520, 65_521, mebibyte, mebibyte + 1, 2 * mebibyte, large.byteLength]) {
    const content = large.subarray(0, sizeBytes);
    assert.deepEqual(await read(await upload(content)), content, `${sizeBytes} bytes`);
  }
  const empty = await beginUpload(app, anna, 0);
  assert.deepEqual(await read(empty.uploadId), Buffer.alloc(0));
  assert.deepEqual(await readdir(parts), []);
});

test("An upload that breaks off goes on from its last whole mebibyte", async () => {
  const { uploadId } = await beginUpload(app, anna, large.byteLength);
  await assert.rejects(send(uploadId, 0, brokenAfter(large.subarray(0, 2_500_000))), /hung up/);
  assert.equal(await offsetOf(uploadId), 2 * mebibyte);
  assert.equal(await read(uploadId), undefined);
  await send(uploadId, 2 * mebibyte, inParts(large.subarray(2 * mebibyte)));
  assert.deepEqual(await read(uploadId), large);
});

test("What a killed server had received and not written down is found again, and what it wrote halfway is not", async () => {
  for (const [leftBytes, expected] of [
    [2 * 1_048_832, 2 * mebibyte],
    [2 * 1_048_832 - 1, mebibyte],
  ] as const) {
    const { uploadId } = await beginUpload(app, anna, large.byteLength);
    await assert.rejects(send(uploadId, 0, brokenAfter(large.subarray(0, 2_500_000))), /hung up/);
    await truncate(join(parts, uploadId), leftBytes);
    await forget(uploadId, 0);
    assert.equal(await offsetOf(uploadId), expected);
    await send(uploadId, expected, inParts(large.subarray(expected)));
    assert.deepEqual(await read(uploadId), large);
  }
});

test("An upload that was whole when the server was killed is finished by whoever asks next", async () => {
  const { uploadId } = await beginUpload(app, anna, 2 * mebibyte);
  await assert.rejects(send(uploadId, 0, brokenAfter(large.subarray(0, 2 * mebibyte))), /hung up/);
  await forget(uploadId, mebibyte);
  await app.testDatabase.asOwner("update uploads_upload set blob_id = null where upload_id = $1", [uploadId]);
  assert.equal(await offsetOf(uploadId), 2 * mebibyte);
  assert.deepEqual(await read(uploadId), large.subarray(0, 2 * mebibyte));
});

test("Nothing of an upload lies on the disk in plain, nor the key that opens it", async () => {
  const content = Buffer.alloc(2 * mebibyte, "Beste mevrouw Jansen, ");
  const { uploadId } = await beginUpload(app, anna, content.byteLength + 1);
  await assert.rejects(send(uploadId, 0, brokenAfter(content)), /hung up/);
  const path = join(parts, uploadId);
  assert.ok(!(await readFile(path)).includes("Jansen"));
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test("Two requests never receive the same upload at once", async () => {
  const { uploadId } = await beginUpload(app, anna, large.byteLength);
  const [began, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* slow() {
    yield large.subarray(0, 1000);
    began.resolve();
    await goOn.promise;
    yield large.subarray(1000);
  }
  const first = send(uploadId, 0, slow());
  await began.promise;
  await assert.rejects(send(uploadId, 0, inParts(large)), refusal("uploads.locked"));
  await assert.rejects(offsetOf(uploadId), refusal("uploads.locked"));
  await assert.rejects(removeUpload(app, anna, uploadId), refusal("uploads.locked"));
  goOn.resolve();
  assert.equal((await first).offsetBytes, large.byteLength);
  assert.deepEqual(await read(uploadId), large);
});

test("A request that fell silent is replaced by another, and writes nothing down any more", async () => {
  const { uploadId } = await beginUpload(app, anna, large.byteLength);
  const [began, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* silent() {
    yield large.subarray(0, 1000);
    began.resolve();
    await goOn.promise;
    yield large.subarray(1000, 1_200_000);
  }
  const first = send(uploadId, 0, silent());
  await began.promise;
  await app.testDatabase.asOwner("update uploads_upload set locked_until = now() - interval '1 second'");
  await send(uploadId, 0, inParts(large));
  goOn.resolve();
  await assert.rejects(first, refusal("uploads.locked"));
  assert.deepEqual(await read(uploadId), large);
});

test("An upload goes on only where it is, and never beyond what was announced", async () => {
  const { uploadId } = await beginUpload(app, anna, 2 * mebibyte);
  await assert.rejects(send(uploadId, mebibyte, inParts(large)), {
    ...refusal("uploads.offset_wrong"),
    details: { offsetBytes: 0 },
  });
  await assert.rejects(send(uploadId, 0, inParts(large)), refusal("uploads.too_long"));
  assert.equal(await offsetOf(uploadId), 2 * mebibyte);
  assert.deepEqual(await read(uploadId), large.subarray(0, 2 * mebibyte));
});

test("An exchanged key of an upload that is under way is noticed before anything is sealed with it", async () => {
  const [one, two] = [await beginUpload(app, anna, 5_000_000), await beginUpload(app, anna, 5_000_000)];
  await app.testDatabase.asOwner(
    "update keys.uploads_header set header = (select header from keys.uploads_header where upload_id = $2) where upload_id = $1",
    [one.uploadId, two.uploadId],
  );
  await assert.rejects(send(one.uploadId, 0, inParts(large)), refusal("vault.signature_wrong"));
  await app.testDatabase.asOwner("update uploads_upload set size_bytes = size_bytes + 1 where upload_id = $1", [
    two.uploadId,
  ]);
  await assert.rejects(send(two.uploadId, 0, inParts(large)), refusal("vault.signature_wrong"));
  for (const { uploadId } of [one, two])
    await app.testDatabase.asOwner("delete from uploads_upload where upload_id = $1", [uploadId]);
});

test("What is too large, too many or too much is refused before anything comes", async () => {
  await assert.rejects(beginUpload(app, anna, uploadLimits.sizeBytes + 1), refusal("uploads.too_large"));
  await assert.rejects(beginUpload(app, anna, -1), refusal("uploads.size_wrong"));
  const begun: Id[] = [];
  for (let count = 0; count < 9; count++) begun.push((await beginUpload(app, anna, uploadLimits.sizeBytes)).uploadId);
  await assert.rejects(beginUpload(app, anna, uploadLimits.sizeBytes), refusal("uploads.too_much"));
  for (const uploadId of begun) await removeUpload(app, anna, uploadId);
  await assert.rejects(offsetOf(begun[0]!), refusal("uploads.absent"));
});

test("Uploads that nobody finishes are gone after a day, unused ones after a week, those of a draft stay", async () => {
  const { uploadId: unfinished } = await beginUpload(app, anna, large.byteLength);
  await assert.rejects(send(unfinished, 0, brokenAfter(large)), /hung up/);
  const { uploadId: broken } = await beginUpload(app, anna, large.byteLength + 1);
  await assert.rejects(send(broken, 0, brokenAfter(large)), /hung up/);
  const [unused, held] = [await upload(large), await upload(large)];
  const draftId = newId();
  await inside((tx) => holdUploads(tx, anna, { draftId, uploadIds: [held], at: app.clock.now() }));
  app.clock.advance(dayMs + hourMs);
  await maintainUploads(app, anna.organisationId);
  await assert.rejects(offsetOf(broken), refusal("uploads.absent"));
  assert.ok(await read(unused));
  app.clock.advance(7 * dayMs);
  await maintainUploads(app, anna.organisationId);
  assert.equal(await read(unused), undefined);
  assert.deepEqual(await read(held), large);
  assert.ok((await app.testDatabase.waitingJobs()).includes("uploads.remove-part"));
  await inside((tx) => dropHeldUploads(tx, anna, draftId));
  assert.equal(await read(held), undefined);
});

test("A message takes whole uploads alone, and a message that is cancelled gives them back", async () => {
  const uploadId = await upload(large);
  const { uploadId: unfinished } = await beginUpload(app, anna, 10);
  const take = (ids: Id[]) => inside((tx) => takeUploads(tx, anna, ids));
  await assert.rejects(take([uploadId, unfinished]), refusal("uploads.unfinished"));
  await assert.rejects(take([uploadId, newId()]), refusal("uploads.absent"));
  const stranger = { mailboxSpaceId: newId(), memberId: newId() };
  await assert.rejects(
    inside((tx) => takeUploads(tx, stranger, [uploadId])),
    refusal("uploads.absent"),
  );

  const signer = signerOf(anna);
  const holders = [{ kind: "space", spaceId: anna.mailboxSpaceId, owner: { memberId: anna.memberId } }] as const;
  const taken = await inside(async (tx) => {
    const uploads = await takeUploads(tx, anna, [uploadId]);
    const epoch = await createSpace(app, tx, { kind: "conversation", signer, holders, at: app.clock.now() });
    const from = { objectId: uploadId, kind: "attachment", spaceId: anna.mailboxSpaceId };
    await moveObject(app, tx, readerOf(anna), { from, epoch, signer });
    return { ...uploads.get(uploadId)!, conversation: epoch };
  });
  assert.equal(taken.sizeBytes, large.byteLength);
  assert.deepEqual(await read(uploadId), large);
  await assert.rejects(take([uploadId]), refusal("uploads.absent"));
  await assert.rejects(
    inside((tx) => releaseUploads(tx, anna, [uploadId], { at: app.clock.now() })),
    refusal("uploads.absent"),
  );
});
