import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromUtf8, hex, utf8 } from "#/kernel/index.ts";
import { flipped, newDesk } from "../../tests/support/vault/sealed.ts";
import * as kitReader from "../../tests/support/vault/second-kit-reader.ts";
import * as second from "../../tests/support/vault/second-reader.ts";
import {
  agreedPasswordKey,
  ageIdentityText,
  ageRecipientText,
  appPasswordKeys,
  combineKit,
  deriveKey,
  ed25519Public,
  encodeIdentity,
  issueCertificate,
  kitKeys,
  kitTexts,
  leafHash,
  linkCode,
  linkKey,
  merkleRoot,
  newRecoveryKit,
  openBytes,
  openSealed,
  openUnderKey,
  parseLinkCode,
  personalRecoveryKeys,
  readCertificate,
  sealUnderKey,
  sealTo,
  sessionKeys,
  smsCodeMac,
  unlockPassword,
  unwrapSecret,
  unwrapSecretNested,
  verifyChain,
  x25519Public,
} from "./index.ts";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/vault/v1.json", import.meta.url), "utf8"));

type Fields = Readonly<Record<string, string>>;
const un = (text: string): Buffer => Buffer.from(text, "hex");
const un64 = (text: string): Buffer => Buffer.from(text, "base64");
const hexes = (values: object): Fields =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hex(value as Uint8Array)]));

function storedObject(vector: (typeof vectors.objects)[number]) {
  const { root, leaves, signature, ...counts } = vector.seal;
  return {
    context: vector.context,
    header: un64(vector.header),
    payload: un64(vector.payload),
    seal: { ...counts, root: un(root), leaves: un(leaves), signature: un(signature) },
  };
}

test("Published objects open, by us and by a reader that was written from the specification alone", () => {
  for (const vector of vectors.objects) {
    const { payload, ...stored } = storedObject(vector);
    const keys = { epochSecret: un(vector.epochSecret), signerPublic: un(vector.signerPublic) };
    const content = vector.content.repeated.repeat(vector.content.times);
    assert.equal(fromUtf8(openBytes({ ...stored, ...keys }, payload)), content);
    assert.equal(second.openObject({ ...stored, payload }, keys.epochSecret, keys.signerPublic).toString(), content);
  }
});

test("What is sealed today is what the specification says: the second reader opens it, and refuses what was changed", () => {
  const desk = newDesk();
  for (const sizeBytes of [0, 1, 65_536, 65_537, 1_048_576, 1_048_577, 3_500_000]) {
    const plain = randomBytes(sizeBytes);
    const { payload, header, seal } = desk.seal(plain);
    const stored = { context: desk.context, header, payload, seal };
    assert.ok(second.openObject(stored, desk.epochSecret, desk.signerPublic).equals(plain), `${sizeBytes} bytes`);
    const changed = { ...stored, payload: flipped(payload, -1) };
    assert.throws(() => second.openObject(changed, desk.epochSecret, desk.signerPublic), /tree/);
  }
  const [note, key] = [sealTo(x25519Public(desk.epochSecret), utf8("note")), randomBytes(32)];
  assert.equal(second.openNote(desk.epochSecret, note).toString(), "note");
  assert.equal(
    second.openSmallSecret(key, "zegel/v1/é", sealUnderKey(key, "zegel/v1/é", utf8("seed"))).toString(),
    "seed",
  );
});

test("Published notes and wraps open", () => {
  const { notes } = vectors;
  const [secret, inner] = [un(notes.secret), un(notes.innerSecret)];
  assert.equal(hex(x25519Public(secret)), notes.public);
  assert.equal(ageIdentityText(secret), notes.secretText);
  assert.equal(ageRecipientText(un(notes.public)), notes.publicText);
  assert.equal(fromUtf8(openSealed(secret, un64(notes.note))!), notes.noteContent);
  assert.equal(hex(unwrapSecret(secret, un64(notes.wrap))!), notes.wrappedSecret);
  assert.equal(hex(unwrapSecretNested(secret, inner, un64(notes.nestedWrap))!), notes.wrappedSecret);
  const line = `${ageIdentityText(un(notes.wrappedSecret))}\n`;
  assert.equal(second.openNote(secret, un64(notes.note)).toString(), notes.noteContent);
  assert.equal(second.openNote(inner, second.openNote(secret, un64(notes.nestedWrap))).toString(), line);
});

test("Published small secrets, identities and derived keys are what they were", () => {
  const { smallSecrets: vector } = vectors;
  const [key, identity] = [
    un(vector.key),
    { x25519Secret: un(vector.x25519Secret), ed25519Seed: un(vector.ed25519Seed) },
  ];
  assert.equal(hex(encodeIdentity(identity)), vector.content);
  assert.equal(hex(openUnderKey(key, vector.label, un(vector.sealed))!), vector.content);
  assert.equal(hex(second.openSmallSecret(key, vector.label, un(vector.sealed))), vector.content);
  assert.equal(hex(deriveKey(key, "zegel/v1/example", 80)), vector.derived);
  assert.equal(hex(second.derive(key, "zegel/v1/example", 80)), vector.derived);
  assert.equal(hex(x25519Public(identity.x25519Secret)), vector.x25519);
  assert.equal(hex(second.ed25519Of(identity.ed25519Seed)), vector.ed25519);
});

test("Published roots are those of RFC 9162", () => {
  for (const [index, root] of (vectors.roots as string[]).entries()) {
    const leaves = Array.from({ length: index + 1 }, (_, number) => Buffer.from(leafHash(utf8(`piece ${number}`))));
    assert.equal(hex(merkleRoot(Buffer.concat(leaves))), root);
    assert.equal(hex(second.rootOf(leaves)), root);
  }
});

test("Published certificates are issued, read and chained to the same bytes", () => {
  const { organisationId, rootPublic, chain } = vectors.certificates;
  for (const { body, certificate, issuerSeed } of chain) {
    const read = readCertificate(un(certificate));
    assert.equal(hex(issueCertificate(read, un(issuerSeed))), certificate);
    assert.deepEqual(second.readSigned(un(certificate), ed25519Public(un(issuerSeed))), body);
    assert.equal(read.issuedAt, body.issuedAt);
  }
  const certificates = chain.map(({ certificate }: Fields) => un(certificate!));
  assert.equal(verifyChain(certificates, un(rootPublic), organisationId).keyId, chain[0].body.keyId);
});

test("Published passwords, codes and tokens give the published keys", async () => {
  const { unlocking: vector } = vectors;
  const [salt, pepper] = [un(vector.salt), un(vector.pepper)];
  assert.deepEqual(hexes(await unlockPassword(vector.password, salt, pepper)), vector.unlock);
  assert.deepEqual(hexes(await unlockPassword(vector.password, salt, pepper, vector.smaller)), vector.unlockSmaller);
  assert.deepEqual(hexes(await agreedPasswordKey(vector.agreedPassword, salt, pepper)), vector.agreed);
  const { text: appPassword, ...appKeys } = vector.appPassword;
  assert.deepEqual(hexes(appPasswordKeys(appPassword)), appKeys);
  const { text: recoveryCode, ...recoveryKeys } = vector.recoveryCode;
  assert.deepEqual(hexes(personalRecoveryKeys(recoveryCode)), recoveryKeys);
  const session = sessionKeys(un(vector.token), un(vector.serverSecret));
  assert.deepEqual(hexes(session), vector.session);
});

test("A published link gives the published key, code and SMS check", () => {
  const { link } = vectors;
  const secret = un(link.secret);
  assert.equal(hex(linkKey(secret, link.linkId).x25519Secret), link.x25519Secret);
  assert.equal(hex(kitReader.linkSecretKey(secret, link.linkId)), link.x25519Secret);
  assert.equal(linkCode(secret), link.code);
  assert.equal(kitReader.linkCodeOf(secret), link.code);
  for (const text of [link.code, link.fragment]) assert.equal(hex(parseLinkCode(text)!), link.secret);
  assert.equal(hex(smsCodeMac(un(link.pepper), link.linkId, link.smsCode)), link.smsCodeMac);
  assert.equal(hex(kitReader.smsCodeOf(un(link.pepper), link.linkId, link.smsCode)), link.smsCodeMac);
});

test("A kit printed long ago gives the organisation's root back, without our library for sharing secrets too", async () => {
  const { kit } = vectors;
  const printings: string[][] = [kit.oneOfOne, kit.twoOfThree.slice(1), kit.fiveOfSixteen.slice(7)];
  for (const sheets of printings) {
    const combined = await combineKit(sheets);
    const { fingerprint, ...keys } = kitKeys(combined);
    assert.equal(hex(combined.rootSeed), kit.rootSeed);
    assert.deepEqual(
      Object.entries(hexes(keys)),
      Object.keys(keys).map((name) => [name, kit[name]]),
    );
    assert.equal(fingerprint, kit.fingerprint);
    assert.equal(hex(kitReader.seedOf(sheets)), kit.rootSeed);
    assert.equal(kitReader.fingerprintOf(kit.organisationId, un(kit.rootSeed)), kit.fingerprint);
  }
  const fresh = newRecoveryKit(kit.organisationId);
  for (const [needed, total] of [
    [2, 2],
    [3, 5],
    [16, 16],
  ] as const)
    assert.equal(hex(kitReader.seedOf((await kitTexts(fresh, "X", needed, total)).toReversed())), hex(fresh.rootSeed));
});
