import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId, utf8 } from "#/kernel/index.ts";
import { linkKey, newLinkSecret, newX25519Secret, x25519Public } from "#/vault/index.ts";
import {
  addTestOrganisation,
  openTestInstallation,
  type TestInstallation,
  type TestMember,
  type TestOrganisation,
} from "../../tests/support/installation.ts";
import {
  addEpoch,
  addWrap,
  createSpace,
  currentEpoch,
  insertEpoch,
  insertObject,
  insertSpace,
  openEpochSecret,
  openObject,
  prepareObject,
  prepareSpace,
  type Reader,
  removeWraps,
  reserveEpoch,
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

const mailboxOf = ({ mailboxSpaceId, memberId }: TestMember) =>
  ({ kind: "space", spaceId: mailboxSpaceId, owner: { memberId } }) as const;

function guest(passwordSecret?: Uint8Array) {
  const linkId = newId();
  const keys = linkKey(newLinkSecret(), linkId);
  const base = {
    organisationId: firm.organisationId,
    kind: "link",
    id: linkId,
    x25519Secret: keys.x25519Secret,
  } as const;
  const reader: Reader = passwordSecret ? { ...base, passwordSecret } : base;
  const password = passwordSecret ? { passwordPublic: x25519Public(passwordSecret) } : {};
  return { reader, holder: { kind: "link", linkId, publicKey: keys.x25519Public, ...password } as const };
}

const conversation = (holders: Parameters<typeof createSpace>[2]["holders"]) =>
  firm.inside((tx) => createSpace(app, tx, { kind: "conversation", signer: anna.signer, holders, at }));

const secretFor = (reader: Reader, spaceId: string, epoch = 1) =>
  firm.inside((tx) => openEpochSecret(app, tx, reader, spaceId, epoch));

test("Who is in a conversation has its key by way of their mailbox, and nobody else has", async () => {
  const epoch = await conversation([mailboxOf(anna)]);
  assert.deepEqual(Buffer.from((await secretFor(anna.reader, epoch.spaceId))!), Buffer.from(epoch.secret));
  assert.equal(await secretFor(bram.reader, epoch.spaceId), undefined);
});

test("The recovery kit opens every space, by way of the compliance space", async () => {
  const epoch = await conversation([mailboxOf(anna)]);
  assert.deepEqual(Buffer.from((await secretFor(firm.recoveryReader, epoch.spaceId))!), Buffer.from(epoch.secret));
});

test("Nothing is sealed for another mailbox, or another compliance space, that a row was pointed at", async () => {
  const pointed = { kind: "space", spaceId: bram.mailboxSpaceId, owner: { memberId: anna.memberId } } as const;
  await assert.rejects(conversation([pointed]), { code: "vault.certificate_wrong" });
  const other = await conversation([mailboxOf(bram)]);
  await app.asOwner("update spaces_space set kind = 'conversation' where kind = 'compliance'", []);
  await app.asOwner("update spaces_space set kind = 'compliance' where space_id = $1", [bram.mailboxSpaceId]);
  await assert.rejects(conversation([mailboxOf(anna)]), { code: "vault.certificate_wrong" });
  await app.asOwner("update spaces_space set kind = 'mailbox' where space_id = $1", [bram.mailboxSpaceId]);
  await app.asOwner(
    "update spaces_space set kind = 'compliance' where kind = 'conversation' and space_id <> $1 and space_id in" +
      " (select space_id from keys.spaces_wrap where holder_kind = 'recovery')",
    [other.spaceId],
  );
  assert.ok((await conversation([mailboxOf(anna)])).secret);
});

test("A guest opens with the link what was wrapped to it, and another guest does not", async () => {
  const [first, second] = [guest(), guest()];
  const epoch = await conversation([mailboxOf(anna), first.holder]);
  assert.ok(await secretFor(first.reader, epoch.spaceId));
  assert.equal(await secretFor(second.reader, epoch.spaceId), undefined);
});

test("With an agreed password the link alone opens nothing, nor does a wrong password", async () => {
  const { reader, holder } = guest(newX25519Secret());
  const epoch = await conversation([mailboxOf(anna), holder]);
  const { passwordSecret: _password, ...withoutPassword } = reader;
  assert.ok(await secretFor(reader, epoch.spaceId));
  assert.equal(await secretFor(withoutPassword, epoch.spaceId), undefined);
  assert.equal(await secretFor({ ...reader, passwordSecret: newX25519Secret() }, epoch.spaceId), undefined);
});

test("A message recalled from one guest is closed to that guest at once, also in a session that had it open", async () => {
  const [first, second] = [guest(), guest()];
  const epoch = await conversation([mailboxOf(anna), first.holder, second.holder]);
  const reader = { ...first.reader, cache: new Map() };
  assert.ok(await secretFor(reader, epoch.spaceId));
  const wrap = { spaceId: epoch.spaceId, epoch: 1, holderKind: "link", holderId: first.holder.linkId } as const;
  assert.equal(await firm.inside((tx) => removeWraps(tx, wrap)), 1);
  assert.equal(await secretFor(reader, epoch.spaceId), undefined);
  assert.ok(await secretFor(second.reader, epoch.spaceId));
});

test("Who joins later reads what came after, and nothing older unless it is handed over", async () => {
  const first = await conversation([mailboxOf(anna)]);
  const holders = [mailboxOf(anna), mailboxOf(bram)];
  const second = await firm.inside((tx) =>
    addEpoch(app, tx, { spaceId: first.spaceId, signer: anna.signer, holders, at }),
  );
  assert.equal(second.epoch, 2);
  assert.ok(await secretFor(bram.reader, first.spaceId, 2));
  assert.equal(await secretFor(bram.reader, first.spaceId, 1), undefined);
  await firm.inside((tx) => addWrap(app, tx, { epoch: first, holder: mailboxOf(bram), at }));
  assert.ok(await secretFor(bram.reader, first.spaceId, 1));
});

test("A mailbox that was given a new key still opens what came before, and is written to with the new one", async () => {
  const older = await conversation([mailboxOf(bram)]);
  const holders = [{ kind: "person", memberId: bram.memberId }] as const;
  await firm.inside((tx) => addEpoch(app, tx, { spaceId: bram.mailboxSpaceId, signer: bram.signer, holders, at }));
  const newer = await conversation([mailboxOf(bram)]);
  assert.equal((await firm.inside((tx) => currentEpoch(app, tx, bram.mailboxSpaceId))).epoch, 2);
  assert.ok(await secretFor(bram.reader, older.spaceId));
  assert.ok(await secretFor(bram.reader, newer.spaceId));
});

test("Two replies that arrive at once get numbers of their own, and the later one is current", async () => {
  const { spaceId } = await conversation([mailboxOf(anna)]);
  const [one, two] = await Promise.all([
    firm.inside((tx) => reserveEpoch(tx, spaceId)),
    firm.inside((tx) => reserveEpoch(tx, spaceId)),
  ]);
  assert.deepEqual([one.epoch, two.epoch].toSorted(), [2, 3]);
  const [earlier, later] = one.epoch === 2 ? [one, two] : [two, one];
  const options = { signer: anna.signer, holders: [mailboxOf(anna)], at };
  await firm.inside((tx) => insertEpoch(app, tx, later, options));
  await firm.inside((tx) => insertEpoch(app, tx, earlier, options));
  const current = await firm.inside((tx) => currentEpoch(app, tx, spaceId));
  assert.equal(current.epoch, 3);
  assert.ok(await secretFor(anna.reader, spaceId, 2));
});

test("What was sealed before its conversation existed is readable once both are inserted", async () => {
  const prepared = prepareSpace({ kind: "conversation" });
  const place = { organisationId: firm.organisationId, epoch: prepared.epoch, signer: anna.signer };
  const body = await prepareObject(app, { ...place, kind: "message" }, utf8("Beste klant"));
  await firm.inside(async (tx) => {
    await insertSpace(app, tx, prepared, { signer: anna.signer, holders: [mailboxOf(anna)], at });
    await insertObject(tx, body, at);
  });
  const opened = await firm.inside((tx) => openObject(app, tx, anna.reader, body.objectId, "message"));
  assert.deepEqual(await opened!.bytes(), Buffer.from("Beste klant"));
  assert.equal(await firm.inside((tx) => openObject(app, tx, bram.reader, body.objectId, "message")), undefined);
});

test("Nobody reads with the name of another organisation", async () => {
  const other = await addTestOrganisation(app, "slager.example");
  const epoch = await conversation([mailboxOf(anna)]);
  const opened = await other.inside((tx) => openEpochSecret(app, tx, anna.reader, epoch.spaceId, 1));
  assert.equal(opened, undefined);
});
