import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { uploadProtocol } from "#/contract/index.ts";
import { memberOfSession, readerOf } from "#/identity/index.ts";
import { openObject } from "#/spaces/index.ts";
import { type UploadItem, UploadQueue } from "../../../web/app/mail/upload-queue.ts";
import type { SendUploadRequest, UploadRequest } from "../../../web/app/mail/upload-transfer.ts";
import { until } from "../../support/until.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addOrganisation, type Person } from "./support/people.ts";

const { pieceBytes } = uploadProtocol;

describe("the queue of files that a page sends", () => {
  let door: TestDoor;
  let anna: Person;
  before(async () => {
    door = await openTestDoor();
    anna = await addOrganisation(door, "tulp.example");
  });
  after(() => door?.close());

  /** What a browser's request does, against the real door. */
  const send: SendUploadRequest = async ({ method, url, headers, body, signal }) => {
    const answer = await anna.browser.fetch(url, {
      method,
      headers: { ...headers, origin: door.base },
      ...(body && { body }),
      ...(signal && { signal }),
    });
    const text = await answer.text();
    return { status: answer.status, text, header: (name) => answer.headers.get(name) };
  };

  function openQueue(through: SendUploadRequest = send) {
    const done: UploadItem[] = [];
    const settings = {
      token: () => anna.browser.token,
      language: () => "nl",
      send: through,
      requestBytes: 2 * pieceBytes,
    };
    const queue = new UploadQueue(settings, (item) => void done.push(item));
    const phaseOf = (id: string) => queue.items().find((item) => item.id === id)?.phase;
    const reach = (id: string, phase: UploadItem["phase"]) => until(`it is ${phase}`, () => phaseOf(id) === phase);
    return { queue, done, reach };
  }

  const fileOf = (name: string, content: Buffer<ArrayBuffer>): File => new File([content], name);

  async function stored(uploadId: string): Promise<Buffer | undefined> {
    const { app } = door;
    const actor = await memberOfSession(app, anna.browser.cookies.get("zegel")!);
    assert.equal(actor?.kind, "member");
    return app.database.inOrganisation(actor.organisationId, async (tx) => {
      const object = await openObject(app, tx, readerOf(actor), uploadId, "attachment");
      return object && Buffer.from(await object.bytes());
    });
  }

  it("Files go up two at a time, in their order, and each says when it is there", async () => {
    const contents = [pieceBytes + 5, 0, 17, 5 * pieceBytes].map((sizeBytes) => randomBytes(sizeBytes));
    const { queue, done } = openQueue();
    const mostAtOnce = { count: 0 };
    const seen = new Map<string, number[]>();
    queue.subscribe(() => {
      const sending = queue.items().filter(({ phase }) => phase === "sending");
      mostAtOnce.count = Math.max(mostAtOnce.count, sending.length);
      for (const { id, sentBytes } of sending) seen.set(id, [...(seen.get(id) ?? []), sentBytes]);
    });
    const ids = queue.add(contents.map((content, index) => fileOf(`${index}.bin`, content)));
    await until("all are there", () => done.length === ids.length);
    assert.equal(mostAtOnce.count, 2);
    for (const [index, id] of ids.entries()) {
      const item = queue.items().find((each) => each.id === id)!;
      assert.deepEqual([item.phase, item.sentBytes], ["done", contents[index]!.byteLength]);
      assert.deepEqual(await stored(item.uploadId!), contents[index]);
    }
    const progress = seen.get(ids[3]!)!;
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
      "it never goes back",
    );
    assert.ok(progress.includes(2 * pieceBytes));
  });

  it("A lost connection does not lose what had arrived: it goes on by itself", async () => {
    const content = randomBytes(5 * pieceBytes);
    const asked: UploadRequest[] = [];
    let failures = 2;
    const { queue, done } = openQueue((request) => {
      asked.push(request);
      const isSecond = request.method === "PATCH" && request.headers["upload-offset"] !== "0";
      if (isSecond && failures-- > 0) return Promise.reject(new TypeError("no network"));
      return send(request);
    });
    queue.add([fileOf("film.mp4", content)]);
    await until("it is there", () => done.length === 1);
    assert.deepEqual(await stored(done[0]!.uploadId!), content);
    assert.equal(asked.filter(({ method }) => method === "POST").length, 1);
    assert.equal(asked.filter(({ method }) => method === "HEAD").length, 2);
    assert.equal(asked.filter(({ headers }) => headers["upload-offset"] === "0").length, 1);
  });

  it("What was paused goes on from where it was, and what was removed is gone from the server", async () => {
    const content = randomBytes(7 * pieceBytes);
    const { queue, done, reach } = openQueue();
    const [id] = queue.add([fileOf("film.mp4", content)]) as [string];
    await until("something has arrived", () => queue.items()[0]!.sentBytes >= 2 * pieceBytes);
    queue.pause(id);
    await reach(id, "paused");
    assert.equal(done.length, 0);
    queue.resume(id);
    await reach(id, "done");
    const { uploadId } = done[0]!;
    assert.deepEqual(await stored(uploadId!), content);
    const [kept] = queue.add([fileOf("brief.txt", randomBytes(10))]) as [string];
    await reach(kept, "done");
    queue.forget(kept);
    assert.deepEqual(
      queue.items().map((item) => item.id),
      [id],
    );
    assert.ok(await stored(done[1]!.uploadId!));
    queue.remove(id);
    assert.deepEqual(queue.items(), []);
    await until("the server has forgotten it", async () => (await stored(uploadId!)) === undefined);
  });

  it("What the server will never take says why; what it may take after signing in goes on then", async () => {
    const { queue, done, reach } = openQueue();
    const tooLarge = new File([], "groot.iso");
    Object.defineProperty(tooLarge, "size", { value: uploadProtocol.sizeBytes + 1 });
    const [refused] = queue.add([tooLarge]) as [string];
    await reach(refused, "failed");
    const { problem } = queue.items()[0]!;
    assert.deepEqual([problem?.status, problem?.code], [413, "uploads.too_large"]);

    const token = anna.browser.token!;
    anna.browser.token = "x";
    const [id] = queue.add([fileOf("a.txt", randomBytes(10))]) as [string];
    await reach(id, "failed");
    anna.browser.token = token;
    queue.resume(id);
    await reach(id, "done");
    assert.equal(done.length, 1);
  });

  it("When the server has an upload no more, it is sent from the beginning", async () => {
    const content = randomBytes(3 * pieceBytes);
    let url = "";
    let failures = 1;
    const { queue, done } = openQueue(async (request) => {
      url = request.method === "POST" ? url : request.url;
      const isSecond = request.method === "PATCH" && request.headers["upload-offset"] !== "0";
      if (!isSecond || failures-- === 0) return send(request);
      await send({
        method: "DELETE",
        url,
        headers: { "tus-resumable": "1.0.0", "x-zegel-token": anna.browser.token! },
      });
      throw new TypeError("no network");
    });
    queue.add([fileOf("film.mp4", content)]);
    await until("it is there", () => done.length === 1);
    assert.deepEqual(await stored(done[0]!.uploadId!), content);
  });
});
