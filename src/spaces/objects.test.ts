import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { revokeCertificate } from "#/certificates/index.ts";
import { type Bytes, dayMs, newId, utf8 } from "#/kernel/index.ts";
import { issueCertificate, newIdentity, publicIdentity, wrapSecret } from "#/vault/index.ts";
import {
  addTestOrganisation,
  openTestInstallation,
  type TestInstallation,
  type TestMember,
  type TestOrganisation,
} from "../../tests/support/installation.ts";
import {
  createSpace,
  currentEpoch,
  discardObject,
  eraseObject,
  insertObject,
  openEpochSecret,
  openObject,
  openObjects,
  prepareObject,
  sweepBlobs,
} from "./index.ts";

let app: TestInstallation;
let firm: TestOrganisation;
let anna: TestMember;
const at = new Date();
const large = randomBytes(3_300_000);

before(async () => {
  app = await openTestInstallation({ waitingJobs: "allowed" });
  firm = await addTestOrganisation(app, "bakker.example");
  anna = await firm.addMember("anna");
});
after(() => app.close());

async function* inParts(bytes: Bytes, partBytes: number) {
  for (let start = 0; start < bytes.byteLength; start += partBytes) yield bytes.subarray(start, start + partBytes);
}

async function seal(content: Bytes, kind = "attachment"): Promise<string> {
  const epoch = await firm.inside((tx) => currentEpoch(app, tx, anna.mailboxSpaceId));
  const place = { organisationId: firm.organisationId, epoch, kind, signer: anna.signer };
  const prepared = await prepareObject(app, place, inParts(content, 100_000));
  await firm.inside((tx) => insertObject(tx, prepared, at));
  return prepared.objectId;
}

const open = (objectId: string, expected: Parameters<typeof openObject>[4] = "attachment") =>
  firm.inside((tx) => openObject(app, tx, anna.reader, objectId, expected));

async function read(objectId: string): Promise<Bytes> {
  const object = await open(objectId);
  return object!.bytes();
}

const blobPath = (id: string): string => join(app.blobsDirectory, id.slice(-2), id.slice(-4, -2), id);
const refusal = (code: string) => ({ name: "Refusal", code });
const change = (set: string, objectId: string, ...values: unknown[]) =>
  app.asOwner(`update spaces_object set ${set} where object_id = $1`, [objectId, ...values]);

test("Small content lies in the database, large content in the blob directory, and both come back whole", async () => {
  for (const sizeBytes of [0, 1, 65_520, 65_521, 1_048_576, 1_048_577]) {
    const content = large.subarray(0, sizeBytes);
    const objectId = await seal(content);
    assert.deepEqual(Buffer.from(await read(objectId)), content);
    assert.equal((await app.blobs.size(objectId)) !== undefined, sizeBytes > 65_520, `${sizeBytes} bytes`);
  }
});

test("A part of an attachment is read without the rest, after the transaction has ended", async () => {
  for (const content of [large, large.subarray(0, 5000)]) {
    const object = (await open(await seal(content)))!;
    assert.equal(object.sizeBytes, content.byteLength);
    const range = { start: content.byteLength - 1000, end: content.byteLength - 100 };
    assert.deepEqual(
      Buffer.concat(await Array.fromAsync(object.stream(range))),
      content.subarray(range.start, range.end),
    );
  }
});

test("A failing upload leaves nothing behind, and neither does content that is discarded", async () => {
  const blobsBefore = await Array.fromAsync(app.blobs.list());
  const epoch = await firm.inside((tx) => currentEpoch(app, tx, anna.mailboxSpaceId));
  const place = { organisationId: firm.organisationId, epoch, kind: "attachment", signer: anna.signer };
  async function* broken() {
    yield large;
    throw new Error("the sender hung up");
  }
  await assert.rejects(prepareObject(app, place, broken()), /hung up/);
  await discardObject(app, await prepareObject(app, place, large));
  assert.deepEqual(await Array.fromAsync(app.blobs.list()), blobsBefore);
  assert.deepEqual(await readdir(join(app.blobsDirectory, "incoming")), []);
});

test("An object that was erased is gone from the database at once, and its blob is on the worker's list", async () => {
  const objectId = await seal(large);
  await firm.inside((tx) => eraseObject(tx, objectId));
  assert.equal(await open(objectId), undefined);
  assert.ok((await app.waitingJobs()).includes("spaces.remove-blob"));
  for (const table of ["keys.spaces_header", "spaces_content"])
    assert.deepEqual(await app.asOwner(`select from ${table} where object_id = $1`, [objectId]), []);
});

test("Blobs that no row names are removed a day later; those of objects stay", async () => {
  const kept = await seal(large);
  const epoch = await firm.inside((tx) => currentEpoch(app, tx, anna.mailboxSpaceId));
  const place = { organisationId: firm.organisationId, epoch, kind: "attachment", signer: anna.signer };
  const { objectId } = await prepareObject(app, place, large);
  assert.equal(await sweepBlobs(app, new Date()), 0);
  assert.ok((await sweepBlobs(app, new Date(Date.now() + 2 * dayMs))) > 0);
  assert.equal(await app.blobs.size(objectId), undefined);
  assert.ok(await app.blobs.size(kept));
});

test("Fifty summaries are opened with as many queries as one", async (context) => {
  const ids = await Promise.all(Array.from({ length: 50 }, (_, index) => seal(utf8(`summary ${index}`), "summary")));
  const wanted = ids.map((objectId) => ({ objectId, kind: "summary" }));
  const counted = (count: number) =>
    firm.inside(async (tx) => {
      const executor = tx.query.getExecutor();
      const spied = context.mock.method(Object.getPrototypeOf(executor), "executeQuery");
      const found = await openObjects(app, tx, anna.reader, wanted.slice(0, count));
      assert.equal(found.size, count);
      spied.mock.restore();
      return spied.mock.callCount();
    });
  const one = await counted(1);
  assert.ok(one > 0 && one <= 6, `${one} queries`);
  assert.equal(await counted(50), one);
});

test("One damaged summary does not hide the others in a list that asks to be told", async () => {
  const [good, bad] = [await seal(utf8("good"), "summary"), await seal(utf8("bad"), "summary")];
  await app.asOwner("update spaces_content set payload = 'x' where object_id = $1", [bad]);
  const told: string[] = [];
  const wanted = [good, bad].map((objectId) => ({ objectId, kind: "summary" }));
  const found = await firm.inside((tx) =>
    openObjects(app, tx, anna.reader, wanted, (objectId, { code }) => told.push(objectId, code)),
  );
  assert.deepEqual([...found.keys()], [good]);
  assert.deepEqual(told, [bad, "vault.truncated_wrong"]);
});

test("An altered byte in the blob directory is refused", async () => {
  const objectId = await seal(large);
  const bytes = await readFile(blobPath(objectId));
  bytes[2_500_000]! ^= 1;
  await writeFile(blobPath(objectId), bytes);
  await assert.rejects(read(objectId), refusal("vault.tree_wrong"));
});

test("A truncated blob is refused", async () => {
  const objectId = await seal(large);
  const bytes = await readFile(blobPath(objectId));
  await truncate(blobPath(objectId), bytes.byteLength - 10);
  await assert.rejects(read(objectId), refusal("vault.truncated_wrong"));
});

test("Two blobs that were swapped are refused", async () => {
  const [one, two] = [await seal(large), await seal(large.toReversed())];
  const [first, second] = [await readFile(blobPath(one)), await readFile(blobPath(two))];
  await writeFile(blobPath(one), second);
  await writeFile(blobPath(two), first);
  await assert.rejects(read(one), refusal("vault.tree_wrong"));
  await assert.rejects(read(two), refusal("vault.tree_wrong"));
});

test("Altered, swapped and truncated content in the database is refused", async () => {
  const [one, two] = [await seal(utf8("for Anna")), await seal(utf8("for Bram"))];
  const swap =
    "update spaces_content set payload = (select payload from spaces_content where object_id = $2) where object_id = $1";
  await app.asOwner(swap, [one, two]);
  await assert.rejects(open(one), refusal("vault.tree_wrong"));
  await app.asOwner("update spaces_content set payload = substring(payload for 10) where object_id = $1", [two]);
  await assert.rejects(open(two), refusal("vault.truncated_wrong"));
});

test("Each alteration of an object's row is refused by the check that guards it", async () => {
  const cases: [string, string, string, unknown[]][] = [
    ["another header", "header", "vault.header_wrong", []],
    ["a size that is not so", "size_bytes = size_bytes - 1", "vault.signature_wrong", []],
    ["another root", "root = $2", "vault.signature_wrong", [randomBytes(32)]],
    ["other leaves", "leaves = $2", "vault.tree_wrong", [randomBytes(32)]],
    ["another signature", "signature = $2", "vault.signature_wrong", [randomBytes(64)]],
    ["another version", "version = 2", "vault.context_wrong", []],
    ["a payload that is not so long", "payload_bytes = payload_bytes + 1", "vault.truncated_wrong", []],
  ];
  for (const [title, set, code, values] of cases) {
    const objectId = await seal(utf8("Beste klant"));
    if (set === "header")
      await app.asOwner("update keys.spaces_header set header = substring(header for 100) where object_id = $1", [
        objectId,
      ]);
    else if (set === "version = 2")
      await app.asOwner(
        `with o as (insert into spaces_object select organisation_id, object_id, 2, space_id, epoch, kind, size_bytes, payload_bytes, blob_id, root, leaves, signature, signer_key_id, created_at from spaces_object where object_id = $1),
         c as (insert into spaces_content select organisation_id, object_id, 2, payload from spaces_content where object_id = $1)
         insert into keys.spaces_header select organisation_id, object_id, 2, header from keys.spaces_header where object_id = $1`,
        [objectId],
      );
    else await change(set, objectId, ...values);
    await assert.rejects(open(objectId), refusal(code), title);
  }
});

test("An object presented as something else, or from somewhere else, is refused", async () => {
  const objectId = await seal(utf8("Beste klant"));
  await assert.rejects(open(objectId, "message"), refusal("vault.context_wrong"));
  await assert.rejects(open(objectId, { kind: "attachment", spaceId: newId() }), refusal("vault.context_wrong"));
  await assert.rejects(open(objectId, { kind: "attachment", epoch: 9 }), refusal("vault.context_wrong"));
  const signer = anna.signer;
  const holders = [{ kind: "space", spaceId: anna.mailboxSpaceId, owner: { memberId: anna.memberId } }] as const;
  const other = await firm.inside((tx) => createSpace(app, tx, { kind: "conversation", signer, holders, at }));
  await change("space_id = $2", objectId, other.spaceId);
  await assert.rejects(open(objectId), refusal("vault.context_wrong"));
});

test("An object signed in a colleague's name without the colleague's key is refused", async () => {
  const bram = await firm.addMember("bram");
  const objectId = await seal(utf8("Beste klant"));
  await change("signer_key_id = $2", objectId, bram.signer.keyId);
  await assert.rejects(open(objectId), refusal("vault.signature_wrong"));
});

test("What a colleague signed stays readable when the colleague has left", async () => {
  const carla = await firm.addMember("carla");
  const epoch = await firm.inside((tx) => currentEpoch(app, tx, anna.mailboxSpaceId));
  const place = { organisationId: firm.organisationId, epoch, kind: "attachment", signer: carla.signer };
  const prepared = await prepareObject(app, place, utf8("from Carla"));
  await firm.inside((tx) => insertObject(tx, prepared, at));
  await firm.inside((tx) => revokeCertificate(tx, carla.signer.keyId, new Date()));
  assert.deepEqual(Buffer.from(await read(prepared.objectId)), Buffer.from("from Carla"));
  const later = { signer: carla.signer, holders: [], at: new Date(Date.now() + 1000) };
  await assert.rejects(
    firm.inside((tx) => createSpace(app, tx, { kind: "conversation", ...later })),
    refusal("certificates.key_revoked"),
  );
});

test("An exchanged public key of an epoch is noticed before anything is sealed or wrapped to it", async () => {
  const dora = await firm.addMember("dora");
  const attacker = newIdentity();
  const { x25519 } = publicIdentity(attacker);
  const space = [dora.mailboxSpaceId];
  const sealTo = () => firm.inside((tx) => currentEpoch(app, tx, dora.mailboxSpaceId));
  await app.asOwner("update spaces_epoch set public_key = $2 where space_id = $1", [...space, x25519]);
  await assert.rejects(sealTo(), refusal("vault.certificate_wrong"));
  const body = {
    organisationId: firm.organisationId,
    kind: "epoch",
    keyId: newId(),
    subjectId: dora.mailboxSpaceId,
  } as const;
  const issued = { ...body, epoch: 1, x25519, issuerKeyId: dora.signer.keyId, issuedAt: at.toISOString() };
  const forged = issueCertificate(issued, attacker.ed25519Seed);
  await app.asOwner("update spaces_epoch set certificate = $2 where space_id = $1", [...space, forged]);
  await assert.rejects(sealTo(), refusal("vault.certificate_wrong"));
});

test("A wrap that was exchanged for one with another secret is refused", async () => {
  const eva = await firm.addMember("eva");
  const attacker = newIdentity();
  const sealed = wrapSecret(publicIdentity(eva.identity).x25519, attacker.x25519Secret);
  await app.asOwner("update keys.spaces_wrap set sealed = $2 where space_id = $1 and holder_kind = 'person'", [
    eva.mailboxSpaceId,
    sealed,
  ]);
  await assert.rejects(
    firm.inside((tx) => openEpochSecret(app, tx, eva.reader, eva.mailboxSpaceId, 1)),
    refusal("vault.key_wrong"),
  );
  const signer = anna.signer;
  const holders = [{ kind: "space", spaceId: eva.mailboxSpaceId, owner: { memberId: eva.memberId } }] as const;
  const conversation = await firm.inside((tx) => createSpace(app, tx, { kind: "conversation", signer, holders, at }));
  const place = { organisationId: firm.organisationId, epoch: conversation, kind: "message", signer };
  const prepared = await prepareObject(app, place, utf8("x"));
  await firm.inside((tx) => insertObject(tx, prepared, at));
  await assert.rejects(
    firm.inside((tx) => openObject(app, tx, eva.reader, prepared.objectId, "message")),
    refusal("vault.key_wrong"),
  );
});
