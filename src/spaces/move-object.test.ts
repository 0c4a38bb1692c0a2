import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { type Bytes, type Id, utf8 } from "#/kernel/index.ts";
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
  insertObject,
  moveObject,
  type OpenEpoch,
  openObject,
  prepareObject,
} from "./index.ts";

let app: TestInstallation;
let firm: TestOrganisation;
let anna: TestMember;
let bram: TestMember;
const at = new Date();

before(async () => {
  app = await openTestInstallation();
  firm = await addTestOrganisation(app, "bakker.example");
  anna = await firm.addMember("anna");
  bram = await firm.addMember("bram");
});
after(() => app.close());

/** In Anna's mailbox. */
async function seal(content: Bytes): Promise<Id> {
  const epoch = await firm.inside((tx) => currentEpoch(app, tx, anna.mailboxSpaceId));
  const place = { organisationId: firm.organisationId, epoch, kind: "attachment", signer: anna.signer };
  const prepared = await prepareObject(app, place, content);
  await firm.inside((tx) => insertObject(tx, prepared, at));
  return prepared.objectId;
}

const conversation = (readers: readonly TestMember[]): Promise<OpenEpoch> =>
  firm.inside((tx) =>
    createSpace(app, tx, {
      kind: "conversation",
      signer: anna.signer,
      holders: readers.map(({ mailboxSpaceId: spaceId, memberId }) => ({
        kind: "space",
        spaceId,
        owner: { memberId },
      })),
      at,
    }),
  );

const open = (member: TestMember, objectId: Id, kind = "attachment") =>
  firm.inside(async (tx) => (await openObject(app, tx, member.reader, objectId, kind))?.bytes());

const move = (member: TestMember, objectId: Id, epoch: OpenEpoch, kind?: string) =>
  firm.inside((tx) =>
    moveObject(app, tx, member.reader, {
      from: { objectId, kind: "attachment", spaceId: anna.mailboxSpaceId },
      epoch,
      signer: member.signer,
      ...(kind ? { kind } : {}),
    }),
  );

test("An attachment moves from a mailbox into a conversation without its payload being sealed again", async () => {
  for (const content of [randomBytes(2_500_000), utf8("small")]) {
    const objectId = await seal(content);
    assert.equal(await open(bram, objectId), undefined);
    const epoch = await conversation([anna, bram]);
    assert.deepEqual(await move(anna, objectId, epoch), { sizeBytes: content.byteLength });
    for (const member of [anna, bram]) assert.deepEqual(Buffer.from((await open(member, objectId))!), content);
  }
});

test("Who cannot open an attachment cannot move it, and it moves only from where it is", async () => {
  const objectId = await seal(utf8("for Anna"));
  assert.equal(await move(bram, objectId, await conversation([bram])), undefined);
  await move(anna, objectId, await conversation([anna]));
  await assert.rejects(move(anna, objectId, await conversation([anna])), { code: "vault.context_wrong" });
  assert.equal(await open(bram, objectId), undefined);
});

test("What moves may become something else, and is then opened as that only", async () => {
  const objectId = await seal(utf8("a picture"));
  await move(anna, objectId, await conversation([anna]), "inline-picture");
  assert.ok(await open(anna, objectId, "inline-picture"));
  await assert.rejects(open(anna, objectId), { code: "vault.context_wrong" });
});

test("An attachment whose seal was altered is not moved", async () => {
  const objectId = await seal(utf8("Beste klant"));
  await app.asOwner("update spaces_object set signature = $2 where object_id = $1", [objectId, randomBytes(64)]);
  await assert.rejects(move(anna, objectId, await conversation([anna])), { code: "vault.signature_wrong" });
});

test("Of two who move the same attachment at once, one is told so", async () => {
  const objectId = await seal(utf8("once"));
  const [one, two] = [await conversation([anna]), await conversation([anna])];
  const outcomes = await Promise.allSettled([move(anna, objectId, one), move(anna, objectId, two)]);
  const failed = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.equal(failed.length, 1);
  assert.ok(["spaces.object_moved", "vault.context_wrong"].includes(failed[0]!.reason.code));
});
