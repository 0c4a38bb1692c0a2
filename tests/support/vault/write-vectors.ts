/* Writes tests/vectors/vault/v1.json. Run once for a version of the format: what is published there never changes. */
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { base64url, type Bytes, hex, newId, utf8 } from "#/kernel/index.ts";
import * as vault from "#/vault/index.ts";
import { newDesk } from "./sealed.ts";

const target = new URL("../../vectors/vault/v1.json", import.meta.url);
const base64 = (bytes: Bytes): string => Buffer.from(bytes).toString("base64");
const organisationId = newId();

function someObjects() {
  return ["", "Geachte mevrouw De Vries,", "0123456789abcdef".repeat(4097)].map((content) => {
    const desk = newDesk();
    const { payload, header, seal } = desk.seal(utf8(content));
    return {
      context: desk.context,
      epochSecret: hex(desk.epochSecret),
      signerPublic: hex(desk.signerPublic),
      header: base64(header),
      payload: base64(payload),
      seal: { ...seal, root: hex(seal.root), leaves: hex(seal.leaves), signature: hex(seal.signature) },
      content: content.length > 100 ? { repeated: content.slice(0, 16), times: 4097 } : { repeated: content, times: 1 },
    };
  });
}

function someNotes() {
  const [secret, inner, wrapped] = [vault.newX25519Secret(), vault.newX25519Secret(), vault.newX25519Secret()];
  const [recipient, innerRecipient] = [vault.x25519Public(secret), vault.x25519Public(inner)];
  return {
    secret: hex(secret),
    public: hex(recipient),
    secretText: vault.ageIdentityText(secret),
    publicText: vault.ageRecipientText(recipient),
    note: base64(vault.sealTo(recipient, utf8("+31 6 12345678"))),
    noteContent: "+31 6 12345678",
    innerSecret: hex(inner),
    wrappedSecret: hex(wrapped),
    wrap: base64(vault.wrapSecret(recipient, wrapped)),
    nestedWrap: base64(vault.wrapSecretNested(innerRecipient, recipient, wrapped)),
  };
}

function someCertificates() {
  const seeds = Array.from({ length: 3 }, () => randomBytes(32)) as [Buffer, Buffer, Buffer];
  const [root, issuing, person] = seeds;
  const [issuingId, personId] = [newId(), newId()];
  const common = { organisationId, issuedAt: "2026-02-03T04:05:06.789Z" };
  const bodies = [
    {
      ...common,
      kind: "epoch",
      keyId: newId(),
      subjectId: newId(),
      epoch: 12,
      x25519: randomBytes(32),
      issuerKeyId: personId,
    },
    {
      ...common,
      kind: "person",
      keyId: personId,
      subjectId: newId(),
      x25519: randomBytes(32),
      ed25519: vault.ed25519Public(person),
      issuerKeyId: issuingId,
    },
    {
      ...common,
      kind: "issuing",
      keyId: issuingId,
      subjectId: organisationId,
      ed25519: vault.ed25519Public(issuing),
      issuerKeyId: organisationId,
    },
  ] as const;
  const issuers = [person, issuing, root];
  return {
    organisationId,
    rootPublic: hex(vault.ed25519Public(root)),
    chain: bodies.map((body, place) => ({
      issuerSeed: hex(issuers[place]!),
      certificate: hex(vault.issueCertificate(body, issuers[place]!)),
      body: {
        ...body,
        ...("x25519" in body ? { x25519: hex(body.x25519) } : {}),
        ...("ed25519" in body ? { ed25519: hex(body.ed25519) } : {}),
      },
    })),
  };
}

const hexes = (values: Readonly<Record<string, Bytes>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hex(value)]));

async function someUnlocking() {
  const [salt, pepper, token, serverSecret] = [16, 32, 32, 32].map((size) => randomBytes(size)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const [appPassword, recoveryCode] = [vault.newAppPassword(), vault.newPersonalRecoveryCode()];
  const smaller = { memoryKib: 1024, passes: 2, lanes: 1 };
  const password = "cafe\u0301 \u201czegel\u201d \u2460";
  return {
    ...hexes({ salt, pepper, token, serverSecret }),
    password,
    smaller,
    unlock: hexes(await vault.unlockPassword(password, salt, pepper)),
    unlockSmaller: hexes(await vault.unlockPassword(password, salt, pepper, smaller)),
    agreedPassword: " Blauwe Tulp\u201342 d\u2019accord",
    agreed: hexes(await vault.agreedPasswordKey(" Blauwe Tulp\u201342 d\u2019accord", salt, pepper)),
    appPassword: { text: appPassword, ...hexes(vault.appPasswordKeys(appPassword)) },
    recoveryCode: { text: recoveryCode, ...hexes(vault.personalRecoveryKeys(recoveryCode)) },
    session: hexes(vault.sessionKeys(token, serverSecret)),
  };
}

function someSmallSecrets() {
  const key = randomBytes(32);
  const label = "zegel/v1/identity";
  const identity = vault.newIdentity();
  const content = vault.encodeIdentity(identity);
  return {
    ...hexes({ key, content, sealed: vault.sealUnderKey(key, label, content), ...identity }),
    ...hexes({ ...vault.publicIdentity(identity) }),
    label,
    derived: hex(vault.deriveKey(key, "zegel/v1/example", 80)),
  };
}

function aLink() {
  const [linkId, secret, pepper] = [newId(), vault.newLinkSecret(), randomBytes(32)];
  return {
    linkId,
    smsCode: "042137",
    ...hexes({
      secret,
      pepper,
      ...vault.linkKey(secret, linkId),
      smsCodeMac: vault.smsCodeMac(pepper, linkId, "042137"),
    }),
    fragment: base64url(secret),
    code: vault.linkCode(secret),
  };
}

async function someKits() {
  const kit = vault.newRecoveryKit(organisationId);
  const { fingerprint, ...keys } = vault.kitKeys(kit);
  const name = "Bakkerij Jansen & Zonen";
  return {
    organisationId,
    fingerprint,
    ...hexes({ rootSeed: kit.rootSeed, ...keys }),
    oneOfOne: await vault.kitTexts(kit, name, 1, 1),
    twoOfThree: await vault.kitTexts(kit, name, 2, 3),
    fiveOfSixteen: await vault.kitTexts(kit, name, 5, 16),
  };
}

const roots = Array.from({ length: 9 }, (_, index) => {
  const leaves = Array.from({ length: index + 1 }, (_piece, number) => vault.leafHash(utf8(`piece ${number}`)));
  return hex(vault.merkleRoot(Buffer.concat(leaves)));
});

await mkdir(new URL(".", target), { recursive: true });
const vectors = {
  format: "docs/spec/vault-format.md, version 1",
  roots,
  objects: someObjects(),
  notes: someNotes(),
  smallSecrets: someSmallSecrets(),
  certificates: someCertificates(),
  unlocking: await someUnlocking(),
  link: aLink(),
  kit: await someKits(),
};
await writeFile(target, `${JSON.stringify(vectors, null, 2)}\n`, { flag: "wx" });
