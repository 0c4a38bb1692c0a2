import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "#/kernel/index.ts";
import { issueCertificate, kitKeys, newIdentity, newRecoveryKit, publicIdentity } from "#/vault/index.ts";
import {
  addTestOrganisation,
  openTestInstallation,
  type TestInstallation,
  type TestOrganisation,
} from "../../tests/support/installation.ts";
import { findKeyOf, revokeCertificate, storeCertificate, verifiedEpoch, verifiedKey, verifiedKeys } from "./index.ts";

let app: TestInstallation;
let firm: TestOrganisation;
let other: TestOrganisation;
before(async () => {
  app = await openTestInstallation();
  firm = await addTestOrganisation(app, "bakker.example");
  other = await addTestOrganisation(app, "slager.example");
});
after(() => app.close());

const wrong = { name: "Refusal", code: "vault.certificate_wrong" };
const verify = (keyId: string) => firm.inside((tx) => verifiedKey(app, tx, keyId));

function certificateOf(firmId: string, subjectId: string, issuerKeyId: string, issuerSeed: Uint8Array) {
  const identity = newIdentity();
  const { x25519, ed25519 } = publicIdentity(identity);
  const keyId = newId();
  const body = { organisationId: firmId, kind: "person", keyId, subjectId, x25519, ed25519, issuerKeyId } as const;
  return { keyId, x25519, certificate: issueCertificate({ ...body, issuedAt: new Date().toISOString() }, issuerSeed) };
}

test("A member's key is certified by the issuing key, and that by the root on the recovery kit", async () => {
  const anna = await firm.addMember("anna");
  const body = await verify(anna.signer.keyId);
  assert.equal(body.subjectId, anna.memberId);
  assert.deepEqual(Buffer.from(body.x25519!), Buffer.from(publicIdentity(anna.identity).x25519));
  const phone = await firm.certify("sub-identity", newId(), anna.signer);
  assert.equal((await verify(phone.signer.keyId)).issuerKeyId, anna.signer.keyId);
});

test("Somebody's key is the newest that was not revoked", async () => {
  const subject = { kind: "person", subjectId: newId() } as const;
  const find = () => firm.inside((tx) => findKeyOf(app, tx, subject));
  assert.equal(await find(), undefined);
  const first = await firm.certify("person", subject.subjectId, firm.issuing);
  const second = await firm.certify("person", subject.subjectId, firm.issuing);
  assert.equal((await find())!.keyId, second.signer.keyId);
  await firm.inside((tx) => revokeCertificate(tx, second.signer.keyId, new Date()));
  assert.equal((await find())!.keyId, first.signer.keyId);
});

test("A revoked key is refused for anything new, and accepted for reading what it signed", async () => {
  const bram = await firm.addMember("bram");
  await firm.inside((tx) => revokeCertificate(tx, bram.signer.keyId, new Date()));
  await assert.rejects(verify(bram.signer.keyId), { code: "certificates.key_revoked" });
  const accepted = await firm.inside((tx) => verifiedKeys(app, tx, [bram.signer.keyId], { revoked: "accepted" }));
  assert.equal(accepted.size, 1);
});

test("A key certified by somebody who may not, or in another's name, is refused", async () => {
  const carla = await firm.addMember("carla");
  const byMember = certificateOf(firm.organisationId, newId(), carla.signer.keyId, carla.signer.ed25519Seed);
  const inAnothersName = certificateOf(firm.organisationId, newId(), firm.issuing.keyId, carla.signer.ed25519Seed);
  for (const { keyId, certificate } of [byMember, inAnothersName]) {
    await firm.inside((tx) => storeCertificate(tx, certificate, new Date()));
    await assert.rejects(verify(keyId), wrong);
  }
});

test("A key that another organisation certified is refused, even when its rows are copied", async () => {
  const dirk = await other.addMember("dirk");
  await app.asOwner(
    `insert into certificates_key select $1, key_id, kind, subject_id, issuer_key_id, certificate, created_at, revoked_at
     from certificates_key where organisation_id = $2`,
    [firm.organisationId, other.organisationId],
  );
  await assert.rejects(verify(dirk.signer.keyId), wrong);
  const foreign = certificateOf(other.organisationId, newId(), other.issuing.keyId, other.issuing.ed25519Seed);
  await assert.rejects(
    firm.inside((tx) => storeCertificate(tx, foreign.certificate, new Date())),
    wrong,
  );
});

test("Who writes to the database cannot bring a root of their own", async () => {
  const emma = await firm.addMember("emma");
  await verify(emma.signer.keyId);
  const attacker = kitKeys(newRecoveryKit(firm.organisationId));
  await app.asOwner("update identity_organisation set root_public = $2 where organisation_id = $1", [
    firm.organisationId,
    attacker.rootPublic,
  ]);
  const issuing = newIdentity();
  const { x25519, ed25519 } = publicIdentity(issuing);
  const [row] = await app.asOwner<{ key_id: string; certificate: Buffer }>(
    "select key_id, certificate from certificates_key where organisation_id = $1 and kind = 'issuing'",
    [firm.organisationId],
  );
  const place = { organisationId: firm.organisationId, subjectId: firm.organisationId, keyId: row!.key_id } as const;
  const body = { ...place, kind: "issuing", issuerKeyId: firm.organisationId, x25519, ed25519 } as const;
  const forged = issueCertificate({ ...body, issuedAt: new Date().toISOString() }, attacker.rootSigningSeed);
  const put = "update certificates_key set certificate = $2 where key_id = $1";
  await app.asOwner(put, [row!.key_id, forged]);
  await assert.rejects(verify(emma.signer.keyId), wrong);
  await app.asOwner(put, [row!.key_id, row!.certificate]);
  assert.ok(await verify(emma.signer.keyId));
});

test("One key presented under the id of another is refused", async () => {
  const [fien, gijs] = [await firm.addMember("fien"), await firm.addMember("gijs")];
  await app.asOwner(
    "update certificates_key set certificate = (select certificate from certificates_key where key_id = $2) where key_id = $1",
    [fien.signer.keyId, gijs.signer.keyId],
  );
  await assert.rejects(verify(fien.signer.keyId), wrong);
});

test("A mailbox whose rows were exchanged for those of a colleague's is noticed", async () => {
  const [hans, ines] = [await firm.addMember("hans"), await firm.addMember("ines")];
  const epochOf = () => firm.inside((tx) => verifiedEpoch(app, tx, hans.mailboxSpaceId, 1));
  assert.equal((await epochOf())!.issuerKeyId, hans.signer.keyId);
  await app.asOwner(
    `update spaces_epoch mine set public_key = other.public_key, certificate = other.certificate, signer_key_id = other.signer_key_id
     from spaces_epoch other where mine.space_id = $1 and other.space_id = $2`,
    [hans.mailboxSpaceId, ines.mailboxSpaceId],
  );
  await assert.rejects(epochOf(), wrong);
});

test("An organisation that this installation's secrets do not know is refused", async () => {
  const anna = await firm.addMember("jan");
  const secrets = { organisationRoot: () => undefined };
  await assert.rejects(
    firm.inside((tx) => verifiedKey({ secrets }, tx, anna.signer.keyId)),
    { code: "certificates.root_unknown" },
  );
});
