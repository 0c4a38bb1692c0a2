import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { after, before, describe, it } from "node:test";
import { uploadProtocol } from "#/contract/index.ts";
import { memberOfSession, readerOf } from "#/identity/index.ts";
import { openObject } from "#/spaces/index.ts";
import { until } from "../../support/until.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";
import { closed, openRaw } from "./support/raw.ts";

const { path, pieceBytes, contentType } = uploadProtocol;

describe("uploads over HTTP", () => {
  let door: TestDoor;
  let anna: Person;
  let bram: Person;
  let stranger: Person;
  const file = randomBytes(3 * pieceBytes + 777);
  before(async () => {
    door = await openTestDoor();
    anna = await addOrganisation(door, "tulp.example");
    bram = await addColleague(door, anna, "bram@tulp.example", "Bram");
    stranger = await addOrganisation(door, "elders.example");
  });
  after(() => door?.close());

  interface Asked {
    readonly person?: Person;
    readonly headers?: Record<string, string>;
    readonly body?: Uint8Array;
  }

  const headersOf = ({ browser }: Person): Record<string, string> => ({
    origin: door.base,
    "x-zegel-token": browser.token!,
    "tus-resumable": "1.0.0",
  });

  const ask = (method: string, url: string, { person = anna, headers, body }: Asked = {}): Promise<Response> =>
    person.browser.fetch(url, {
      method,
      headers: { ...headersOf(person), ...(body && { "content-type": contentType }), ...headers },
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
    });

  const begin = async (sizeBytes = file.byteLength, asked: Asked = {}): Promise<string> => {
    const answer = await ask("POST", path, {
      ...asked,
      headers: { "upload-length": String(sizeBytes), ...asked.headers },
    });
    assert.equal(answer.status, 201, await answer.text());
    return answer.headers.get("location")!;
  };

  const patch = (url: string, offset: number, body: Uint8Array, asked: Asked = {}): Promise<Response> =>
    ask("PATCH", url, { ...asked, body, headers: { "upload-offset": String(offset), ...asked.headers } });

  const offsetOf = async (url: string): Promise<number> => {
    const answer = await ask("HEAD", url);
    assert.equal(answer.status, 200);
    return Number(answer.headers.get("upload-offset"));
  };

  const codeOf = async (answer: Response): Promise<string> => {
    assert.equal(answer.headers.get("tus-resumable"), "1.0.0");
    return `${answer.status} ${((await answer.json()) as { code: string }).code}`;
  };

  async function rowOf(url: string): Promise<{ offset_bytes: string; locked_by: string | null }> {
    const [row] = await door.app.testDatabase.asOwner<{ offset_bytes: string; locked_by: string | null }>(
      "select offset_bytes, locked_by from uploads_upload where upload_id = $1",
      [url.split("/").at(-1)],
    );
    return row!;
  }

  async function stored(url: string): Promise<Buffer | undefined> {
    const { app } = door;
    const token = anna.browser.cookies.get("zegel")!;
    const actor = await memberOfSession(app, token);
    assert.equal(actor?.kind, "member");
    return app.database.inOrganisation(actor.organisationId, async (tx) => {
      const object = await openObject(app, tx, readerOf(actor), url.split("/").at(-1)!, "attachment");
      return object && Buffer.from(await object.bytes());
    });
  }

  it("Says what it can do to whoever asks", async () => {
    const answer = await fetch(door.base + path, { method: "OPTIONS" });
    assert.equal(answer.status, 204);
    assert.deepEqual(
      ["tus-resumable", "tus-version", "tus-extension", "tus-max-size"].map((name) => answer.headers.get(name)),
      ["1.0.0", "1.0.0", "creation,creation-with-upload,termination,expiration", String(2 ** 31)],
    );
  });

  it("A file goes up in pieces, and is there byte for byte", async () => {
    const url = await begin();
    assert.match(url, /^\/api\/uploads\/[0-9a-f-]{36}$/);
    const first = await patch(url, 0, file.subarray(0, 2 * pieceBytes));
    assert.deepEqual([first.status, first.headers.get("upload-offset")], [204, String(2 * pieceBytes)]);
    assert.ok(new Date(first.headers.get("upload-expires")!) > door.app.clock.now());
    const head = await ask("HEAD", url);
    assert.deepEqual(
      ["upload-offset", "upload-length", "cache-control"].map((name) => head.headers.get(name)),
      [String(2 * pieceBytes), String(file.byteLength), "no-store"],
    );
    const last = await patch(url, 2 * pieceBytes, file.subarray(2 * pieceBytes));
    assert.equal(last.headers.get("upload-offset"), String(file.byteLength));
    assert.deepEqual(await stored(url), file);
    assert.equal(await offsetOf(url), file.byteLength);
  });

  it("A small file comes with the request that announces it", async () => {
    const small = file.subarray(0, 1234);
    const answer = await ask("POST", path, { body: small, headers: { "upload-length": "1234" } });
    assert.deepEqual([answer.status, answer.headers.get("upload-offset")], [201, "1234"]);
    assert.deepEqual(await stored(answer.headers.get("location")!), small);
  });

  it("What is no whole mebibyte is sent again, and the answer says from where", async () => {
    const url = await begin();
    const answer = await patch(url, 0, file.subarray(0, 2 * pieceBytes + 5));
    assert.deepEqual([answer.status, answer.headers.get("upload-offset")], [204, String(2 * pieceBytes)]);
    const tooLittle = await patch(url, 2 * pieceBytes, file.subarray(2 * pieceBytes, 2 * pieceBytes + 5));
    assert.equal(await codeOf(tooLittle), "422 uploads.piece_too_small");
    await patch(url, 2 * pieceBytes, file.subarray(2 * pieceBytes));
    assert.deepEqual(await stored(url), file);
  });

  it("A connection that breaks costs at most a mebibyte", async () => {
    const url = await begin();
    const upload = httpRequest(door.base + url, {
      method: "PATCH",
      headers: {
        ...headersOf(anna),
        cookie: [...anna.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "content-type": contentType,
        "upload-offset": "0",
        "content-length": String(file.byteLength),
      },
    });
    upload.on("error", () => undefined);
    upload.write(file.subarray(0, 2 * pieceBytes + 300_000));
    await until("two pieces are durable", async () => {
      if (Number((await rowOf(url)).offset_bytes) >= 2 * pieceBytes) return true;
      // A sign of life, after which what came is written down.
      upload.write(file.subarray(0, 1));
      return false;
    });
    const gone = new Promise((resolve) => upload.once("close", resolve));
    upload.destroy();
    await gone;
    await until("the server has noticed", async () => (await rowOf(url)).locked_by === null);
    assert.equal(await offsetOf(url), 2 * pieceBytes);
    await patch(url, 2 * pieceBytes, file.subarray(2 * pieceBytes));
    assert.deepEqual(await stored(url), file);
  });

  it("While one request receives, another is told to wait", async () => {
    const url = await begin();
    const socket = openRaw(door.base);
    const cookie = [...anna.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const lines = Object.entries({ ...headersOf(anna), cookie, "content-type": contentType, "upload-offset": "0" });
    socket.write(
      `PATCH ${url} HTTP/1.1\r\nHost: ${new URL(door.base).host}\r\nContent-Length: ${file.byteLength}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    await until("the first request is receiving", async () => (await rowOf(url)).locked_by !== null);
    assert.equal(await codeOf(await patch(url, 0, file)), "423 uploads.locked");
    assert.equal((await ask("HEAD", url)).status, 423);
    assert.equal((await ask("DELETE", url)).status, 423);
    socket.destroy();
    await closed(socket);
    await until("the server has noticed", async () => (await rowOf(url)).locked_by === null);
    assert.equal((await ask("HEAD", url)).status, 200);
  });

  it("An upload is its sender's alone: others find nothing, whoever they are", async () => {
    const url = await begin();
    for (const person of [bram, stranger]) {
      assert.equal((await ask("HEAD", url, { person })).status, 404);
      assert.equal(await codeOf(await patch(url, 0, file, { person })), "404 uploads.absent");
      assert.equal(await codeOf(await ask("DELETE", url, { person })), "404 uploads.absent");
    }
    for (const wrong of [`${path}/x`, `${path}/${"0".repeat(36)}`, `${path}/..%2f..%2fetc`])
      assert.equal((await ask("HEAD", wrong)).status, 404, wrong);
    const nobody = await fetch(door.base + path, { method: "POST", headers: { origin: door.base } });
    assert.equal(nobody.status, 401);
  });

  it("A change needs the page's own token and address, as everywhere", async () => {
    const url = await begin();
    const wrong = { headers: { "x-zegel-token": "x" } };
    for (const answer of [
      await ask("POST", path, { headers: { "upload-length": "1", ...wrong.headers } }),
      await patch(url, 0, file, wrong),
      await ask("DELETE", url, wrong),
    ])
      assert.equal(answer.status, 403);
    const elsewhere = { headers: { origin: "https://kwaad.example" } };
    assert.equal((await patch(url, 0, file, elsewhere)).status, 403);
  });

  it("A malformed request is refused with a problem that says what is wrong", async () => {
    const url = await begin();
    const length = (value: string): Promise<Response> => ask("POST", path, { headers: { "upload-length": value } });
    for (const value of ["", "-1", "1e3", "0x10", "9".repeat(16)])
      assert.equal(await codeOf(await length(value)), "400 uploads.header_wrong", value);
    assert.equal(await codeOf(await length(String(2 ** 31 + 1))), "413 uploads.too_large");
    assert.equal(await codeOf(await patch(url, pieceBytes, file)), "409 uploads.offset_wrong");
    assert.equal(
      await codeOf(await patch(url, 0, file, { headers: { "upload-offset": "x" } })),
      "400 uploads.header_wrong",
    );
    assert.equal(
      await codeOf(await patch(url, 0, file, { headers: { "content-type": "text/plain" } })),
      "415 http.content_type",
    );
    const old = await ask("HEAD", url, { headers: { "tus-resumable": "0.2.2" } });
    assert.deepEqual([old.status, old.headers.get("tus-version")], [412, "1.0.0"]);
    for (const method of ["GET", "PUT"]) {
      const answer = await ask(method, url);
      assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "DELETE, HEAD, OPTIONS, PATCH"]);
    }
    const tooMuch = await begin(10);
    assert.equal(await codeOf(await patch(tooMuch, 0, file)), "413 uploads.too_long");
  });

  it("A file that is not wanted any more is gone, whether it had arrived or not", async () => {
    const [half, whole] = [await begin(), await begin(pieceBytes)];
    await patch(half, 0, file.subarray(0, 2 * pieceBytes));
    await patch(whole, 0, file.subarray(0, pieceBytes));
    assert.ok(await stored(whole));
    for (const url of [half, whole]) {
      assert.equal((await ask("DELETE", url)).status, 204);
      assert.equal((await ask("HEAD", url)).status, 404);
      assert.equal((await patch(url, 0, file)).status, 404);
    }
    assert.equal(await stored(whole), undefined);
  });
});
