import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { actorOfAppPassword, type MemberActor, revokeAppPassword, saveGroup } from "#/identity/index.ts";
import { collect, dayMs, type Id, utf8 } from "#/kernel/index.ts";
import { join, openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import {
  endRightsInTime,
  ensureFolders,
  type FilesActor,
  giveOwnRights,
  handOnFolderKeys,
  letProgramIn,
  listFolder,
  listHandedOut,
  listTopFolders,
  makeFolder,
  makeSharedFolder,
  openFile,
  readRights,
  renewAllKeys,
  setRights,
  whyVisible,
  writeFile,
} from "./index.ts";

describe("rights in folders", () => {
  let app: TestApp;
  let anna: MemberActor;
  let bram: MemberActor;
  let carla: MemberActor;
  let own: Id;

  before(async () => {
    app = await openTestApp({ waitingJobs: "allowed" });
    anna = (await setUpTestOrganisation(app)).admin;
    bram = (await join(app, anna, "bram")).actor;
    carla = (await join(app, anna, "carla")).actor;
    ({ own } = await ensureFolders(app, anna));
    for (const member of [bram, carla]) await ensureFolders(app, member);
  });
  after(() => app?.close());

  const member = (of: MemberActor, role: "owner" | "editor" | "reader", until?: Date) =>
    ({ subjectKind: "member", subjectId: of.memberId, role, ...(until ? { until } : {}) }) as const;
  const read = async (actor: FilesActor, entryId: Id): Promise<string> =>
    Buffer.from((await collect((await openFile(app, actor, { entryId })).stream(), 1000))!).toString();
  const write = async (actor: FilesActor, parentId: Id, name: string): Promise<Id> =>
    (await writeFile(app, actor, { parentId, name, content: utf8(name) })).entryId;

  it("Who may read does not write, who may write gives no rights, and who has none knows of nothing", async () => {
    const folder = await makeSharedFolder(app, anna, { name: "Jaarrekening", rights: [member(bram, "reader")] });
    const file = await write(anna, folder, "balans.txt");
    assert.equal(await read(bram, file), "balans.txt");
    await assert.rejects(write(bram, folder, "x.txt"), { code: "files.only_reading" });
    await assert.rejects(read(carla, file), { code: "files.absent" });
    await setRights(app, anna, {
      folderId: folder,
      rights: [member(anna, "owner"), member(bram, "editor"), member(carla, "reader")],
    });
    await write(bram, folder, "x.txt");
    assert.equal(await read(carla, file), "balans.txt");
    await assert.rejects(setRights(app, bram, { folderId: folder, rights: [member(bram, "owner")] }), {
      code: "files.owner_needed",
    });
    await assert.rejects(setRights(app, anna, { folderId: folder, rights: [member(bram, "editor")] }), {
      code: "files.last_owner",
    });
    const { people } = await readRights(app, bram, folder);
    assert.deepEqual(
      people.map(({ memberId, role }) => [memberId, role]).toSorted(),
      [
        [anna.memberId, "owner"],
        [bram.memberId, "editor"],
        [carla.memberId, "reader"],
      ].toSorted(),
    );
  });

  it("Whoever loses a right has no key to what is written afterwards, and none left to what was", async () => {
    const folder = await makeSharedFolder(app, anna, { name: "Ontslag", rights: [member(bram, "reader")] });
    const file = await write(anna, folder, "eerst.txt");
    await read(bram, file);
    await setRights(app, anna, { folderId: folder, rights: [member(anna, "owner")] });
    await assert.rejects(read(bram, file), { code: "files.absent" });
    const wraps = await app.database.inOrganisation(anna.organisationId, (tx) =>
      tx.query
        .selectFrom("keys.spaces_wrap")
        .select(["epoch", "holder_kind", "holder_id"])
        .where("space_id", "=", folder)
        .execute(),
    );
    assert.deepEqual([...new Set(wraps.map(({ epoch }) => epoch))].toSorted(), [1, 2]);
    assert.ok(wraps.every(({ holder_id: id }) => id !== bram.memberId));
    assert.equal(await read(anna, await write(anna, folder, "later.txt")), "later.txt");
    const handed = await listHandedOut(app, anna, bram.memberId);
    assert.deepEqual(handed.find(({ entryId }) => entryId === file)?.name, "eerst.txt");
    await assert.rejects(listHandedOut(app, bram, anna.memberId), { code: "identity.role_missing" });
  });

  it("A group brings its members in and out, and it is said why somebody sees a folder", async () => {
    const groupId = await saveGroup(app, anna, { name: "Boekhouding", memberIds: [bram.memberId] });
    const group = { subjectKind: "group", subjectId: groupId, role: "editor" } as const;
    const folder = await makeSharedFolder(app, anna, { name: "Boeken", rights: [group] });
    const file = await write(bram, folder, "grootboek.txt");
    await saveGroup(app, anna, { groupId, name: "Boekhouding", memberIds: [carla.memberId] });
    await renewAllKeys(app, anna.organisationId);
    await assert.rejects(read(bram, file), { code: "files.absent" });
    await assert.rejects(read(carla, file), { code: "files.absent" }, "the key is still to come");
    assert.equal((await listTopFolders(app, carla)).waiting >= 1, true);
    await handOnFolderKeys(app, anna);
    assert.equal(await read(carla, file), "grootboek.txt");
    const why = await whyVisible(app, anna, folder, carla.memberId);
    assert.deepEqual(
      why.map(({ subjectKind, name, role }) => [subjectKind, name, role]),
      [["group", "Boekhouding", "editor"]],
    );
    assert.equal(await read(anna, await write(carla, folder, "nieuw.txt")), "nieuw.txt");
  });

  it("A right that is taken away while content still comes is taken away for that content too", async () => {
    const folder = await makeSharedFolder(app, anna, {
      name: "Lopend",
      rights: [member(bram, "editor"), member(carla, "editor")],
    });
    const taking = (rights: ReturnType<typeof member>[]) =>
      setRights(app, anna, { folderId: folder, rights: [member(anna, "owner"), ...rights] });
    const slowly = (actor: MemberActor, name: string, meanwhile: () => Promise<void>) =>
      writeFile(app, actor, {
        parentId: folder,
        name,
        content: (async function* () {
          yield utf8("begin ".repeat(20_000));
          await meanwhile();
          yield utf8("einde");
        })(),
      });
    await assert.rejects(
      slowly(bram, "van bram.txt", () => taking([member(carla, "editor")])),
      { code: "files.absent" },
    );
    await assert.rejects(
      slowly(carla, "van carla.txt", () => taking([member(carla, "reader")])),
      { code: "files.only_reading" },
    );
    await taking([member(carla, "reader"), member(bram, "reader")]);
    // Sealed for a key that somebody else has lost meanwhile: it is to be sent again.
    await assert.rejects(
      slowly(anna, "van anna.txt", () => taking([member(carla, "reader")])),
      { code: "files.changed_meanwhile" },
    );
    assert.deepEqual((await listFolder(app, anna, { folderId: folder })).entries, []);
  });

  it("A right with an end is over when its time is, and its key goes", async () => {
    const until = new Date(app.clock.now().getTime() + dayMs);
    const folder = await makeSharedFolder(app, anna, { name: "Project", rights: [member(bram, "editor", until)] });
    const file = await write(bram, folder, "plan.txt");
    app.clock.advance(dayMs + 1000);
    await assert.rejects(read(bram, file), { code: "files.absent" });
    assert.equal(await endRightsInTime(app, anna.organisationId), 1);
    const left = await app.database.inOrganisation(anna.organisationId, (tx) =>
      tx.query
        .selectFrom("keys.spaces_wrap")
        .select("holder_id")
        .where("space_id", "=", folder)
        .where("epoch", "=", 2)
        .execute(),
    );
    assert.equal(left.length, 2, "the owner and the compliance space");
  });

  it("A subfolder with rights of its own is seen by those alone whom they name", async () => {
    const folder = await makeSharedFolder(app, anna, {
      name: "Klanten",
      rights: [member(bram, "editor"), member(carla, "reader")],
    });
    const secret = (await makeFolder(app, anna, { parentId: folder, name: "Geheim" })).entryId;
    const file = await write(anna, secret, "geheim.txt");
    await assert.rejects(giveOwnRights(app, bram, { folderId: secret, rights: [] }), { code: "files.owner_needed" });
    await giveOwnRights(app, anna, { folderId: secret, rights: [member(carla, "reader")] });
    await assert.rejects(read(bram, file), { code: "files.absent" });
    assert.deepEqual((await listFolder(app, bram, { folderId: folder })).entries, []);
    const seen = await listFolder(app, carla, { folderId: folder });
    assert.deepEqual(
      seen.entries.map(({ name }) => name),
      ["Geheim"],
    );
    const inside = await listFolder(app, carla, { folderId: seen.entries[0]!.entryId });
    assert.deepEqual([inside.path.map(({ name }) => name), inside.role], [["Klanten", "Geheim"], "reader"]);
    assert.equal(await read(carla, inside.entries[0]!.entryId), "geheim.txt");
    const tops = new Set((await listTopFolders(app, carla)).folders.map(({ name }) => name));
    assert.ok(tops.has("Klanten") && !tops.has("Geheim"));
  });

  it("A program reaches the folders of its member and no mail, only those that are named where some are, and nothing once it was revoked", async () => {
    const open = await makeSharedFolder(app, bram, { name: "Open", rights: [member(anna, "editor")] });
    const strict = await makeSharedFolder(app, bram, {
      name: "Streng",
      rights: [member(anna, "editor")],
      stepUpMinutes: 15,
    });
    const [inOpen, inStrict, inOwn] = [
      await write(bram, open, "a"),
      await write(bram, strict, "b"),
      await write(anna, own, "c"),
    ];
    const actorOf = async (made: { userName: string; secret: string }) =>
      (await actorOfAppPassword(app, { ...made, door: "webdav" }))!;
    const made = await letProgramIn(app, anna, { label: "Verkenner" });
    const program = await actorOf(made);
    assert.deepEqual([await read(program, inOpen), await read(program, inOwn)], ["a", "c"]);
    await assert.rejects(read(program, inStrict), { code: "files.absent" });
    const named = await actorOf(await letProgramIn(app, anna, { label: "Alleen streng", folderIds: [strict] }));
    assert.equal(await read(named, inStrict), "b");
    await assert.rejects(read(named, inOwn), { code: "files.absent" });
    await revokeAppPassword(app, anna, { appPasswordId: program.appPasswordId });
    await assert.rejects(read(program, inOwn), { code: "files.absent" });
    assert.equal(await actorOfAppPassword(app, { ...made, door: "webdav" }), undefined);
  });
});
