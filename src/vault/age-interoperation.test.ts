import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { type Bytes, concat, newId, utf8 } from "#/kernel/index.ts";
import { inParts, newDesk } from "../../tests/support/vault/sealed.ts";
import {
  ageIdentityText,
  ageRecipientText,
  kitKeys,
  kitTexts,
  newRecoveryKit,
  newX25519Secret,
  openSealed,
  parseAgeIdentity,
  parseAgeRecipient,
  sealStream,
  sealTo,
  wrapSecret,
  wrapSecretNested,
  x25519Public,
} from "./index.ts";

let directory: string;
before(async () => (directory = await mkdtemp(join(tmpdir(), "zegel-age-"))));
after(() => rm(directory, { recursive: true, force: true }));

const sizes = [0, 1, 65_535, 65_536, 65_537, 1_048_576, 3_000_000];
const content = randomBytes(Math.max(...sizes));

/** The standard output of the `age` program, given `input`. */
function age(args: readonly string[], input: Bytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile("age", args, { encoding: "buffer", maxBuffer: 1e8 }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr.toString("utf8"), { cause: error })) : resolve(stdout),
    );
    child.stdin!.on("error", () => undefined).end(input);
  });
}

async function keyFile(name: string, text: string | Bytes): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

test("Header and payload laid end to end are a file that the age program opens", async () => {
  const desk = newDesk();
  const path = await keyFile("epoch.key", `${ageIdentityText(desk.epochSecret)}\n`);
  for (const sizeBytes of sizes) {
    const plain = content.subarray(0, sizeBytes);
    const { payload, sealed } = sealStream(desk.input, inParts(plain, [70_000]));
    const pieces: Bytes[] = [];
    for await (const piece of payload) pieces.push(piece);
    const opened = await age(["-d", "-i", path], concat((await sealed).header, ...pieces));
    assert.ok(opened.equals(plain), `${sizeBytes} bytes`);
  }
});

test("The age program notices a payload that was cut off", async () => {
  const desk = newDesk();
  const path = await keyFile("cut.key", `${ageIdentityText(desk.epochSecret)}\n`);
  const { header, payload } = desk.seal(content);
  await assert.rejects(age(["-d", "-i", path], concat(header, payload.subarray(0, 65_552))), /age: error/);
});

test("What the age program seals, we open", async () => {
  const secret = newX25519Secret();
  for (const sizeBytes of sizes) {
    const sealed = await age(["-r", ageRecipientText(x25519Public(secret))], content.subarray(0, sizeBytes));
    assert.ok(content.subarray(0, sizeBytes).equals(openSealed(secret, sealed)!), `${sizeBytes} bytes`);
  }
});

test("What we seal, the TypeScript implementation of age opens, and the other way round", async () => {
  const identity = await generateX25519Identity();
  const secret = parseAgeIdentity(identity)!;
  assert.equal(ageRecipientText(x25519Public(secret)), await identityToRecipient(identity));
  assert.deepEqual(Buffer.from(parseAgeRecipient(await identityToRecipient(identity))!), x25519Public(secret));
  const desk = newDesk();
  for (const sizeBytes of sizes) {
    const plain = content.subarray(0, sizeBytes);
    const theirs = new Encrypter();
    theirs.addRecipient(ageRecipientText(x25519Public(secret)));
    assert.ok(plain.equals(openSealed(secret, await theirs.encrypt(plain))!));
    const opener = new Decrypter();
    opener.addIdentity(identity);
    opener.addIdentity(ageIdentityText(desk.epochSecret));
    const { header, payload } = desk.seal(plain);
    for (const ours of [sealTo(x25519Public(secret), plain), concat(header, payload)])
      assert.ok(plain.equals(await opener.decrypt(ours)), `${sizeBytes} bytes`);
  }
});

test("With the printed kit and the age program alone everything is recovered", async () => {
  const kit = newRecoveryKit(newId());
  const [compliance, desk] = [newX25519Secret(), newDesk()];
  const complianceWrap = wrapSecret(kitKeys(kit).recoveryPublic, compliance);
  const epochWrap = wrapSecret(x25519Public(compliance), desk.epochSecret);
  const { header, payload } = desk.seal(utf8("Geachte mevrouw"));

  const [sheet] = await kitTexts(kit, "Bakkerij Jansen", 1, 1);
  const kitPath = await keyFile("kit.txt", sheet!);
  const compliancePath = await keyFile("compliance.key", await age(["-d", "-i", kitPath], complianceWrap));
  const epochPath = await keyFile("space.key", await age(["-d", "-i", compliancePath], epochWrap));
  assert.equal((await age(["-d", "-i", epochPath], concat(header, payload))).toString(), "Geachte mevrouw");
});

test("A guest's link and agreed password open by hand too, one after the other", async () => {
  const [link, password, epochSecret] = [newX25519Secret(), newX25519Secret(), newX25519Secret()];
  const wrap = wrapSecretNested(x25519Public(password), x25519Public(link), epochSecret);
  const linkPath = await keyFile("link.key", ageIdentityText(link));
  const passwordPath = await keyFile("password.key", ageIdentityText(password));
  const inside = await age(["-d", "-i", linkPath], wrap);
  assert.equal((await age(["-d", "-i", passwordPath], inside)).toString(), `${ageIdentityText(epochSecret)}\n`);
});
