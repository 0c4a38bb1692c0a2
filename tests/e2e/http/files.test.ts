import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { allRoutes, batchProtocol, type EntryAnswer, type VersionAnswer } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

interface Listed {
  readonly entries: EntryAnswer[];
}
type Tops = { readonly folders: { readonly folderId: string; readonly kind: string }[] };

describe("files over HTTP", () => {
  let door: TestDoor;
  let anna: Person;
  let bram: Person;
  let own: string;
  let general: string;

  const topsOf = async (person: Person): Promise<Tops> => person.browser.call<Tops>(allRoutes.listTopFolders);
  const folder = (tops: Tops, kind: string): string => tops.folders.find((each) => each.kind === kind)!.folderId;

  before(async () => {
    door = await openTestDoor();
    anna = await addOrganisation(door, "tulp.example");
    bram = await addColleague(door, anna, "bram@tulp.example", "Bram");
    await topsOf(bram);
    const tops = await topsOf(anna);
    own = folder(tops, "own");
    general = folder(tops, "general");
  });
  after(() => door.close());

  const batchOf = (
    files: readonly { readonly path: string[]; readonly text: string; readonly base?: number | null }[],
  ) =>
    Buffer.concat(
      files.map(({ path, text, ...rest }) => {
        const content = Buffer.from(text);
        const head = Buffer.from(JSON.stringify({ path, sizeBytes: content.byteLength, ...rest }));
        const size = Buffer.alloc(4);
        size.writeUInt32BE(head.byteLength);
        return Buffer.concat([size, head, content]);
      }),
    );
  const sendBatch = async (person: Person, folderId: string, body: Buffer) => {
    const answer = await fetch(door.base + batchProtocol.path.replace(":folderId", folderId), {
      method: "POST",
      headers: {
        "content-type": batchProtocol.contentType,
        origin: door.base,
        cookie: [...person.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "x-zegel-token": person.browser.token ?? "",
      },
      body: new Uint8Array(body),
    });
    const lines = (await answer.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { entryId?: string; code?: string });
    return { status: answer.status, lines };
  };
  const list = (person: Person, folderId: string) =>
    person.browser.call<Listed>(allRoutes.listFolder, { params: { folderId } });

  it("A batch makes folders on the way, tells of each file, and one that is refused holds up no other", async () => {
    const body = batchOf([
      { path: ["2026", "jan", "een.txt"], text: "een" },
      { path: ["2026", "jan", "a/b"], text: "x" },
      { path: ["2026", "feb", "twee.txt"], text: "twee" },
      { path: ["2026", "jan", "een.txt"], text: "een, nieuwer" },
      { path: ["2026", "jan", "een.txt"], text: "te laat", base: null },
      { path: ["leeg.txt"], text: "" },
    ]);
    const { status, lines } = await sendBatch(anna, own, body);
    assert.equal(status, 200);
    assert.deepEqual(
      lines.map(({ entryId, code }) => code ?? (entryId ? "ok" : "?")),
      ["ok", "files.name_wrong", "ok", "ok", "files.changed_meanwhile", "ok"],
    );
    const top = (await list(anna, own)).entries;
    assert.deepEqual(top.map(({ name }) => name).toSorted(), ["2026", "leeg.txt"]);
    const versions = await anna.browser.call<{ versions: VersionAnswer[] }>(allRoutes.listVersions, {
      params: { itemId: lines[0]!.entryId! },
    });
    assert.deepEqual(
      versions.versions.map(({ version, isCurrent }) => [version, isCurrent]),
      [
        [2, true],
        [1, false],
      ],
    );
    const read = await fetch(`${door.base}/api/files/items/${lines[0]!.entryId}/content?version=1`, {
      headers: {
        cookie: [...anna.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        range: "bytes=0-1",
      },
    });
    assert.deepEqual([read.status, await read.text(), read.headers.get("content-range")], [206, "ee", "bytes 0-1/3"]);
  });

  it("A batch that is broken, or is for a folder of somebody else, is refused, and what was whole is there", async () => {
    const whole = batchOf([{ path: ["heel.txt"], text: "heel" }]);
    const cut = Buffer.concat([whole, batchOf([{ path: ["half.txt"], text: "helft" }]).subarray(0, -2)]);
    assert.deepEqual(
      (await sendBatch(anna, general, cut)).lines.map(({ code }) => code),
      ["files.batch_wrong"],
    );
    assert.deepEqual(
      (await sendBatch(anna, general, Buffer.from([0xff, 0xff, 0xff, 0xff, 1]))).lines.map(({ code }) => code),
      ["files.batch_wrong"],
    );
    assert.deepEqual(
      (await sendBatch(bram, own, whole)).lines.map(({ code }) => code),
      ["files.absent"],
    );
    const { lines } = await sendBatch(bram, general, whole);
    assert.ok(lines[0]!.entryId);
    assert.deepEqual(
      (await list(anna, general)).entries.map(({ name }) => name),
      ["heel.txt"],
    );
  });

  it("An upload becomes a file, then its next version, then a copy beside what somebody else wrote meanwhile", async () => {
    const upload = async (text: string): Promise<string> => {
      const headers = {
        "tus-resumable": "1.0.0",
        "upload-length": String(Buffer.byteLength(text)),
        "content-type": "application/offset+octet-stream",
        origin: door.base,
        cookie: [...anna.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "x-zegel-token": anna.browser.token ?? "",
      };
      const answer = await fetch(`${door.base}/api/uploads`, { method: "POST", headers, body: text });
      assert.equal(answer.status, 201);
      return answer.headers.get("location")!.split("/").at(-1)!;
    };
    const add = async (text: string, more: object = {}) =>
      anna.browser.call<{ entryId: string; revision: number; version: number; name: string }>(allRoutes.addFile, {
        params: { folderId: general },
        body: { uploadId: await upload(text), name: "verslag.txt", ...more },
      });
    const first = await add("eerste", { base: null });
    const second = await add("tweede ".repeat(200_000), { base: first.revision });
    assert.deepEqual([second.entryId, second.version], [first.entryId, 2]);
    const refused = await anna.browser.send(allRoutes.addFile, {
      params: { folderId: general },
      body: { uploadId: await upload("derde"), name: "verslag.txt", base: first.revision },
    });
    assert.equal(refused.status, 409);
    const beside = await add("vierde", { base: first.revision, onConflict: "both" });
    assert.match(beside.name, /^verslag \(conflict, .+, \d{4}-\d\d-\d\d \d\d\.\d\d\)\.txt$/);
  });
});
