import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Bytes, type Id, newId } from "#/kernel/index.ts";
import { flipped } from "../../tests/support/vault/sealed.ts";
import {
  type CertificateBody,
  type CertificateKind,
  ed25519Public,
  issueCertificate,
  readCertificate,
  verifyChain,
} from "./index.ts";

const organisationId = newId();
const rootSeed = randomBytes(32);
const rootPublic = ed25519Public(rootSeed);
const wrong = { name: "Refusal", kind: "invalid", code: "vault.certificate_wrong" };

interface Holder {
  readonly keyId: Id;
  readonly seed: Bytes;
  readonly certificate: Bytes;
  readonly chain: readonly Bytes[];
}

const root: Holder = { keyId: organisationId, seed: rootSeed, certificate: new Uint8Array(0), chain: [] };

function certify(issuer: Holder, kind: CertificateKind, change: Partial<CertificateBody> = {}): Holder {
  const seed = randomBytes(32);
  const body: CertificateBody = {
    organisationId,
    kind,
    keyId: newId(),
    subjectId: newId(),
    ...(kind === "epoch" ? { epoch: 7, x25519: randomBytes(32) } : { ed25519: ed25519Public(seed) }),
    issuerKeyId: issuer.keyId,
    issuedAt: "2026-02-03T04:05:06.789Z",
    ...change,
  };
  const certificate = issueCertificate(body, issuer.seed);
  return { keyId: body.keyId, seed, certificate, chain: [certificate, ...issuer.chain] };
}

const issuing = certify(root, "issuing");
const memberId = newId();
const invitation = certify(issuing, "invitation", { subjectId: memberId });
const person = certify(invitation, "person", { subjectId: memberId });
const appPassword = certify(person, "sub-identity");

test("Every key that an organisation uses leads back to its recovery kit", () => {
  const honest = [
    issuing,
    certify(root, "officer"),
    certify(root, "compliance"),
    certify(certify(issuing, "intake"), "epoch"),
    certify(issuing, "person"),
    person,
    certify(person, "epoch"),
    certify(appPassword, "epoch"),
  ];
  for (const holder of honest) {
    const body = verifyChain(holder.chain, rootPublic, organisationId);
    assert.equal(body.keyId, holder.keyId);
    assert.deepEqual(body, readCertificate(holder.certificate));
  }
});

test("Nobody certifies a kind of key that is not theirs to certify", () => {
  const holders = { root, issuing, invitation, person, "sub-identity": appPassword, intake: certify(root, "intake") };
  const others = {
    epoch: certify(person, "epoch", { ed25519: ed25519Public(randomBytes(32)) }),
    officer: certify(root, "officer"),
    compliance: certify(root, "compliance"),
  };
  const kinds = [
    "issuing",
    "invitation",
    "person",
    "sub-identity",
    "epoch",
    "intake",
    "compliance",
    "officer",
  ] as const;
  const allowed = [];
  for (const [name, holder] of Object.entries({ ...holders, ...others }))
    for (const kind of kinds) {
      const { chain } = certify(holder, kind, { subjectId: memberId });
      try {
        verifyChain(chain, rootPublic, organisationId);
        allowed.push(`${name} → ${kind}`);
      } catch (error) {
        assert.equal((error as { code?: string }).code, wrong.code);
      }
    }
  assert.deepEqual(allowed, [
    "root → issuing",
    "root → intake",
    "root → compliance",
    "root → officer",
    "issuing → invitation",
    "issuing → person",
    "issuing → intake",
    "invitation → person",
    "person → sub-identity",
    "person → epoch",
    "sub-identity → epoch",
    "intake → epoch",
  ]);
});

test("An invitation lets in the invited member only", () => {
  const somebodyElse = certify(invitation, "person");
  assert.throws(() => verifyChain(somebodyElse.chain, rootPublic, organisationId), wrong);
});

test("A certificate signed by another key than its issuer's is refused", () => {
  const forger = { ...issuing, seed: randomBytes(32) };
  assert.throws(() => verifyChain(certify(forger, "person").chain, rootPublic, organisationId), wrong);
  assert.throws(() => verifyChain(person.chain, ed25519Public(randomBytes(32)), organisationId), wrong);
});

test("A certificate does not count in another organisation, under another issuer's name, or with a link missing", () => {
  const otherOrganisation = newId();
  assert.throws(() => verifyChain(person.chain, rootPublic, otherOrganisation), wrong);
  const foreign = certify(issuing, "person", { organisationId: otherOrganisation });
  assert.throws(() => verifyChain(foreign.chain, rootPublic, organisationId), wrong);
  const misnamed = certify(issuing, "person", { issuerKeyId: newId() });
  assert.throws(() => verifyChain(misnamed.chain, rootPublic, organisationId), wrong);
  for (const chain of [[], person.chain.slice(0, 1), person.chain.slice(0, 2), person.chain.slice(1).toReversed()])
    assert.throws(() => verifyChain(chain, rootPublic, organisationId), wrong);
  const endless = Array.from({ length: 7 }, () => person.certificate);
  assert.throws(() => verifyChain(endless, rootPublic, organisationId), wrong);
});

test("A certificate with any byte changed, cut off or added is refused", () => {
  const { certificate } = person;
  for (let place = 0; place < certificate.byteLength; place++) {
    const rest = person.chain.slice(1);
    assert.throws(() => verifyChain([flipped(certificate, place), ...rest], rootPublic, organisationId), wrong);
    assert.throws(() => verifyChain([certificate.subarray(0, place), ...rest], rootPublic, organisationId), wrong);
  }
  assert.throws(() => readCertificate(Buffer.concat([certificate, Uint8Array.of(0)])), wrong);
});

test("What a certificate says is read back exactly, and only in its one form", () => {
  const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(
      fc.constantFrom<CertificateKind>("issuing", "person", "epoch", "officer"),
      optional(fc.maxSafeNat()),
      optional(key),
      optional(key),
      fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
      (kind, epoch, x25519, ed25519, issuedAt) => {
        const body: CertificateBody = {
          organisationId,
          kind,
          keyId: newId(),
          subjectId: newId(),
          ...(epoch === undefined ? {} : { epoch }),
          ...(x25519 ? { x25519 } : {}),
          ...(ed25519 ? { ed25519 } : {}),
          issuerKeyId: organisationId,
          issuedAt: issuedAt.toISOString(),
        };
        const read = readCertificate(issueCertificate(body, rootSeed));
        assert.deepEqual(
          { ...read, x25519: read.x25519 && [...read.x25519], ed25519: read.ed25519 && [...read.ed25519] },
          {
            ...body,
            x25519: x25519 && [...x25519],
            ed25519: ed25519 && [...ed25519],
          },
        );
      },
    ),
  );
  const body = readCertificate(person.certificate);
  assert.throws(() => issueCertificate({ ...body, issuedAt: "2026-02-03" }, rootSeed), TypeError);
  assert.throws(() => issueCertificate({ ...body, ed25519: randomBytes(31) }, rootSeed), TypeError);
});
