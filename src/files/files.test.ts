import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import type { MemberActor } from "#/identity/index.ts";
import { collect, dayMs, utf8 } from "#/kernel/index.ts";
import { join, setUpTestOrganisation, openTestApp, type TestApp } from "../../tests/support/identity.ts";
import {
  changeEntry,
  emptyOldTrash,
  ensureFolders,
  eraseEntries,
  handOnFolderKeys,
  listFolder,
  listTopFolders,
  listTrash,
  listVersions,
  makeFolder,
  markVersion,
  openFile,
  pruneVersions,
  restoreEntries,
  restoreVersion,
  trashEntries,
  writeFile,
} from "./index.ts";

describe("files in folders", () => {
  let app: TestApp;
  let anna: MemberActor;
  let bram: MemberActor;
  let own: string;
  let general: string;

  before(async () => {
    app = await openTestApp();
    anna = (await setUpTestOrganisation(app)).admin;
    bram = (await join(app, anna, "bram")).actor;
    ({ own, general } = await ensureFolders(app, anna));
    await ensureFolders(app, bram);
    await handOnFolderKeys(app, anna);
  });
  after(() => app?.close());

  const read = async (actor: MemberActor, entryId: string, version?: number): Promise<string> => {
    const file = await openFile(app, actor, { entryId, version });
    return Buffer.from((await collect(file.stream(), 2 ** 30))!).toString();
  };
  const namesIn = async (actor: MemberActor, folderId: string): Promise<string[]> =>
    (await listFolder(app, actor, { folderId })).entries.map(({ name }) => name).toSorted();
  const write = (actor: MemberActor, parentId: string, name: string, text: string, base?: number | null) =>
    writeFile(app, actor, { parentId, name, content: utf8(text), base });

  it("Everybody has a folder of their own, which nobody else sees, and one that is the firm's", async () => {
    const annas = await listTopFolders(app, anna);
    assert.deepEqual(
      annas.folders.map(({ kind, role }) => [kind, role]),
      [
        ["own", "owner"],
        ["general", "owner"],
      ],
    );
    const brams = await listTopFolders(app, bram);
    assert.deepEqual(
      brams.folders.map(({ kind, role }) => [kind, role]),
      [
        ["own", "owner"],
        ["general", "editor"],
      ],
    );
    await assert.rejects(listFolder(app, bram, { folderId: own }), { code: "files.absent" });
    const again = await ensureFolders(app, anna);
    assert.deepEqual(again, { own, general });
  });

  it("What one writes in the firm's folder, another reads, small and large", async () => {
    const { entryId } = await write(anna, general, "plan.txt", "Het plan");
    assert.equal(await read(bram, entryId), "Het plan");
    const large = "x".repeat(200_000);
    const stored = await writeFile(app, bram, {
      parentId: general,
      name: "groot.bin",
      content: (async function* () {
        for (let at = 0; at < large.length; at += 50_000) yield utf8(large.slice(at, at + 50_000));
      })(),
    });
    assert.equal(await read(anna, stored.entryId), large);
    assert.deepEqual(await namesIn(bram, general), ["groot.bin", "plan.txt"]);
  });

  it("A name, whatever its form in Unicode, is one name; what no folder can hold is refused", async () => {
    const folder = (await makeFolder(app, anna, { parentId: own, name: "Namen" })).entryId;
    await write(anna, folder, "cafe\u0301.txt", "een");
    const second = await write(anna, folder, "caf\u00e9.txt", "twee");
    assert.equal(second.version, 2);
    await write(anna, folder, "CAFÉ.txt", "ander");
    for (const name of ["CON", "a:b?.txt", "punt.", " spatie ", "😀".repeat(60)]) await write(anna, folder, name, name);
    assert.equal((await namesIn(anna, folder)).length, 7);
    for (const name of ["", ".", "..", "a/b", "a\u0000b", "x".repeat(256)])
      await assert.rejects(write(anna, folder, name, "x"), { code: "files.name_wrong" });
    await assert.rejects(makeFolder(app, anna, { parentId: own, name: "Namen" }), { code: "files.name_taken" });
  });

  it("Every version stays readable; one that was written against an older state is refused", async () => {
    const first = await write(anna, own, "brief.docx", "een");
    const second = await write(anna, own, "brief.docx", "twee", first.revision);
    await assert.rejects(write(anna, own, "brief.docx", "oud", first.revision), { code: "files.changed_meanwhile" });
    await assert.rejects(write(anna, own, "brief.docx", "nieuw", null), { code: "files.changed_meanwhile" });
    assert.equal(await read(anna, first.entryId, 1), "een");
    assert.equal(await read(anna, first.entryId), "twee");
    const restored = await restoreVersion(app, anna, { entryId: first.entryId, version: 1 });
    assert.ok(restored.version > second.version);
    assert.equal(await read(anna, first.entryId), "een");
    const versions = await listVersions(app, anna, { entryId: first.entryId });
    assert.deepEqual(
      versions.map(({ isCurrent }) => isCurrent),
      [true, false, false],
    );
    assert.ok(versions.every(({ createdBy }) => createdBy === anna.name));
  });

  it("Two who write a new file under one name at once: one is told, and nothing is half there", async () => {
    const results = await Promise.allSettled([
      write(anna, general, "samen.txt", "anna", null),
      write(bram, general, "samen.txt", "bram", null),
    ]);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    assert.equal((await namesIn(anna, general)).filter((name) => name === "samen.txt").length, 1);
  });

  it("The ten newest versions stay whatever asks, and pinned ones; older ones go when their time is over", async () => {
    const { entryId } = await write(anna, own, "vaak.txt", "0");
    for (let count = 1; count < 15; count++) await write(anna, own, "vaak.txt", String(count));
    await markVersion(app, anna, { entryId, version: 2, isPinned: true, label: "Zoals verstuurd" });
    assert.equal(await pruneVersions(app, anna.organisationId), 0);
    app.clock.advance(91 * dayMs);
    assert.equal(await pruneVersions(app, anna.organisationId), 4);
    const left = await listVersions(app, anna, { entryId });
    assert.deepEqual(
      left.map(({ version }) => version),
      [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 2],
    );
    assert.equal(left.at(-1)!.label, "Zoals verstuurd");
    const remove = (version: number) =>
      app.database.inOrganisation(anna.organisationId, (tx) =>
        sql`delete from files_version where entry_id = ${entryId} and version = ${version}`.execute(tx.query),
      );
    await assert.rejects(remove(6), /ten newest versions/);
    await assert.rejects(remove(2), /ten newest versions/);
    await assert.rejects(
      app.database.inOrganisation(anna.organisationId, (tx) =>
        sql`delete from spaces_object where object_id = ${entryId} and version = 6`.execute(tx.query),
      ),
    );
    await assert.rejects(
      app.database.inOrganisation(anna.organisationId, (tx) =>
        sql`delete from files_entry where entry_id = ${entryId}`.execute(tx.query),
      ),
      /not in the trash/,
    );
  });

  it("A folder is renamed and moved with all that is in it, and never into itself", async () => {
    const one = (await makeFolder(app, anna, { parentId: own, name: "Een" })).entryId;
    const two = (await makeFolder(app, anna, { parentId: one, name: "Twee" })).entryId;
    const { entryId } = await write(anna, two, "diep.txt", "diep");
    await assert.rejects(changeEntry(app, anna, { entryId: one, parentId: two }), { code: "files.into_itself" });
    await changeEntry(app, anna, { entryId: two, parentId: own, name: "Drie" });
    const page = await listFolder(app, anna, { folderId: two });
    assert.deepEqual(
      page.path.map(({ name }) => name),
      ["Mijn bestanden", "Drie"],
    );
    assert.equal(await read(anna, entryId), "diep");
  });

  it("Moved to a folder with other rights, a file is read there with all its versions, and no longer here", async () => {
    const map = (await makeFolder(app, anna, { parentId: own, name: "Offerte" })).entryId;
    const { entryId } = await write(anna, map, "offerte.txt", "eerste");
    await write(anna, map, "offerte.txt", "tweede");
    await assert.rejects(read(bram, entryId), { code: "files.absent" });
    await changeEntry(app, anna, { entryId: map, parentId: general });
    assert.equal(await read(bram, entryId, 1), "eerste");
    assert.equal(await read(bram, entryId), "tweede");
    assert.ok((await namesIn(bram, general)).includes("Offerte"));
    await changeEntry(app, anna, { entryId: map, parentId: own });
    await assert.rejects(read(bram, entryId), { code: "files.absent" });
  });

  it("What was thrown away comes back where it was, or goes for good from the trash", async () => {
    const map = (await makeFolder(app, anna, { parentId: own, name: "Weg" })).entryId;
    const { entryId } = await write(anna, map, "weg.txt", "weg");
    await trashEntries(app, anna, { entryIds: [map] });
    assert.ok(!(await namesIn(anna, own)).includes("Weg"));
    assert.deepEqual(
      (await listTrash(app, anna)).map(({ name, folderName }) => [name, folderName]),
      [["Weg", "Mijn bestanden"]],
    );
    await makeFolder(app, anna, { parentId: own, name: "Weg" });
    const [back] = await restoreEntries(app, anna, { entryIds: [map] });
    assert.equal(back!.name, "Weg (2)");
    assert.equal(await read(anna, entryId), "weg");
    await trashEntries(app, anna, { entryIds: [map] });
    await eraseEntries(app, anna, { entryIds: [map] });
    await assert.rejects(read(anna, entryId), { code: "files.absent" });
    const { entryId: later } = await write(anna, own, "later.txt", "x");
    await trashEntries(app, anna, { entryIds: [later] });
    assert.equal(await emptyOldTrash(app, anna.organisationId), 0);
    app.clock.advance(31 * dayMs);
    assert.equal(await emptyOldTrash(app, anna.organisationId), 1);
    await assert.rejects(read(anna, later), { code: "files.absent" });
  });
});
