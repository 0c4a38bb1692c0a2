import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { type Bytes, concat, utf8 } from "#/kernel/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../tests/support/identity.ts";
import type { MemberActor } from "./actors.ts";
import { readLogo, readLook, removeLogo, saveLogo } from "./index.ts";

let app: TestApp;
let admin: MemberActor;
before(async () => {
  app = await openTestApp();
  ({ admin } = await setUpTestOrganisation(app));
});
after(() => app?.close());

function chunk(type: string, data: Bytes): Bytes {
  const body = concat(utf8(type), data);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.byteLength);
  numbers.writeUInt32BE(crc32(body), 4);
  return concat(numbers.subarray(0, 4), body, numbers.subarray(4));
}

const signature = Buffer.from("89504e470d0a1a0a", "hex");

function header(width: number, height: number): Bytes {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return chunk("IHDR", data);
}

/** A black picture, with whatever else is put before its end. */
function png(width: number, height: number, ...more: readonly Bytes[]): Bytes {
  const image = chunk("IDAT", deflateSync(Buffer.alloc((width * 3 + 1) * height)));
  return concat(signature, header(width, height), image, ...more, chunk("IEND", Buffer.alloc(0)));
}

const refused = (bytes: Bytes): Promise<void> =>
  assert.rejects(saveLogo(app, admin, bytes), { code: "identity.logo_unusable" });

test("A logo is kept without the words and programs that came with it, under a name that changes with it", async () => {
  const words = chunk("tEXt", utf8("Author\0somebody@private.example"));
  await saveLogo(app, admin, png(120, 40, words));
  assert.deepEqual(Buffer.from(await readLogo(app, admin)), Buffer.from(png(120, 40)));
  const { logo: first } = await readLook(app, admin);
  await saveLogo(app, admin, png(90, 30));
  const { logo: second } = await readLook(app, admin);
  assert.ok(first !== "" && second !== "" && first !== second);
  await removeLogo(app, admin);
  assert.equal((await readLook(app, admin)).logo, "");
  await assert.rejects(readLogo(app, admin), { code: "identity.logo_absent" });
});

test("What is no picture, is damaged, too large, or swells up is refused", async () => {
  const whole = Buffer.from(png(40, 40));
  await refused(utf8("<svg onload=alert(1)>"));
  await refused(new Uint8Array(0));
  await refused(whole.subarray(0, whole.length - 6));
  const damaged = Buffer.from(whole);
  damaged[40]! ^= 1;
  await refused(damaged);
  await refused(concat(whole, utf8("more")));
  await refused(png(1025, 10));
  const bomb = chunk("IDAT", deflateSync(Buffer.alloc(30_000_000)));
  assert.ok(bomb.byteLength < 32_768);
  await refused(concat(signature, header(900, 900), bomb, chunk("IEND", Buffer.alloc(0))));
  await refused(png(40, 40, chunk("tEXt", Buffer.alloc(40_000))));
});

test("Only an admin changes the logo", async () => {
  const member: MemberActor = { ...admin, roles: ["member"] };
  await assert.rejects(saveLogo(app, member, png(40, 40)), { code: "identity.role_missing" });
  await assert.rejects(removeLogo(app, member), { code: "identity.role_missing" });
});
