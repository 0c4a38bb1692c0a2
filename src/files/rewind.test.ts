import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { collect, type Id, minuteMs, utf8 } from "#/kernel/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import {
  changeEntry,
  ensureFolders,
  listFolder,
  makeFolder,
  openFile,
  rewindFolder,
  trashEntries,
  writeFile,
} from "./index.ts";

describe("rewinding a folder", () => {
  let app: TestApp;
  let anna: MemberActor;
  let own: Id;
  before(async () => {
    app = await openTestApp();
    anna = (await setUpTestOrganisation(app)).admin;
    ({ own } = await ensureFolders(app, anna));
  });
  after(() => app?.close());

  const write = async (parentId: Id, name: string, text: string): Promise<Id> =>
    (await writeFile(app, anna, { parentId, name, content: utf8(text) })).entryId;
  /** Everything below a folder: path to content. */
  const state = async (folderId: Id, above = ""): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const { entryId, kind, name } of (await listFolder(app, anna, { folderId })).entries)
      if (kind === "folder")
        Object.assign(found, { [`${above}${name}/`]: "" }, await state(entryId, `${above}${name}/`));
      else {
        const file = await openFile(app, anna, { entryId });
        found[above + name] = Buffer.from((await collect(file.stream(), 1000))!).toString();
      }
    return found;
  };

  it("Brings back contents, names, places and what was thrown away, and takes away what came later", async () => {
    const folder = (await makeFolder(app, anna, { parentId: own, name: "Klanten" })).entryId;
    const sub = (await makeFolder(app, anna, { parentId: folder, name: "Jansen" })).entryId;
    const letter = await write(folder, "brief.txt", "goed");
    const plan = await write(sub, "plan.txt", "plan");
    const gone = await write(sub, "weg.txt", "weg");
    const intact = await state(folder);
    app.clock.advance(minuteMs);
    const moment = app.clock.now();
    app.clock.advance(minuteMs);
    await write(folder, "brief.txt", "VERSLEUTELD DOOR ANDEREN");
    await changeEntry(app, anna, { entryId: plan, parentId: folder, name: "plan.txt.locked" });
    await trashEntries(app, anna, { entryIds: [gone] });
    await trashEntries(app, anna, { entryIds: [sub] });
    const later = (await makeFolder(app, anna, { parentId: folder, name: "Jansen" })).entryId;
    await write(later, "LEES DIT.txt", "betaal");
    const damaged = await state(folder);
    const trial = await rewindFolder(app, anna, { folderId: folder, to: moment, isTrial: true });
    assert.deepEqual(trial, { contents: 1, places: 1, back: 2, gone: 2 });
    assert.deepEqual(await state(folder), damaged);
    app.clock.advance(minuteMs);
    const beforeRewinding = app.clock.now();
    app.clock.advance(minuteMs);
    await rewindFolder(app, anna, { folderId: folder, to: moment });
    assert.deepEqual(await state(folder), intact);
    await write(folder, "brief.txt", "verder");
    assert.equal(
      (await listFolder(app, anna, { folderId: folder })).entries.find(({ entryId }) => entryId === letter)?.version,
      3,
    );
    app.clock.advance(minuteMs);
    await rewindFolder(app, anna, { folderId: folder, to: beforeRewinding });
    assert.deepEqual(await state(folder), damaged);
  });

  it("Is refused for a moment that is still to come, or from before the folder was made", async () => {
    const folder = (await makeFolder(app, anna, { parentId: own, name: "Nieuw" })).entryId;
    const at = (ms: number) => new Date(app.clock.now().getTime() + ms);
    for (const to of [at(0), at(minuteMs), at(-minuteMs)])
      await assert.rejects(rewindFolder(app, anna, { folderId: folder, to }), { code: "files.moment_wrong" });
  });
});
