import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ensureFolders, makeFolder, trashEntries, writeFile } from "#/files/index.ts";
import { utf8 } from "#/kernel/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import { recoverAll } from "./index.ts";

let app: TestApp;
const directory = mkdtempSync(join(tmpdir(), "zegel-recovered-"));
before(async () => {
  app = await openTestApp();
});
after(async () => {
  rmSync(directory, { recursive: true, force: true });
  await app?.close();
});

test("The recovery kit gives back every file in its folder, with earlier versions and the trash apart", async () => {
  const { admin, kitTexts } = await setUpTestOrganisation(app);
  const { own, general } = await ensureFolders(app, admin);
  const { entryId: parentId } = await makeFolder(app, admin, {
    parentId: general,
    name: "Klanten: A/Z".replace("/", "-"),
  });
  await writeFile(app, admin, { parentId, name: "brief.txt", content: utf8("eerste") });
  await writeFile(app, admin, { parentId, name: "brief.txt", content: utf8("tweede") });
  const gone = await writeFile(app, admin, { parentId: own, name: "weg.txt", content: utf8("weg") });
  await trashEntries(app, admin, { entryIds: [gone.entryId] });
  const to = join(directory, "alles");
  const recovered = await recoverAll(app, { kitTexts, to });
  assert.deepEqual([recovered.files, recovered.others, recovered.failed], [2, 0, []]);
  assert.equal(readFileSync(join(to, "files/Algemeen/Klanten_ A-Z/brief.txt"), "utf8"), "tweede");
  assert.equal(readFileSync(join(to, "files-earlier/Algemeen/Klanten_ A-Z/brief (1).txt"), "utf8"), "eerste");
  assert.deepEqual(readdirSync(join(to, "files-in-trash/Mijn bestanden")), ["weg.txt"]);
});
