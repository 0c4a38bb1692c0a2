import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { fromUtf8, utf8 } from "#/kernel/index.ts";
import { flipped } from "../../tests/support/vault/sealed.ts";
import {
  ageIdentityText,
  ageRecipientText,
  decodeIdentity,
  deriveKey,
  encodeIdentity,
  newIdentity,
  newX25519Secret,
  openSealed,
  openUnderKey,
  parseAgeIdentity,
  parseAgeRecipient,
  sealTo,
  sealUnderKey,
  unwrapSecret,
  unwrapSecretNested,
  wrapSecret,
  wrapSecretNested,
  x25519Public,
} from "./index.ts";

const [secret, otherSecret] = [newX25519Secret(), newX25519Secret()];
const [recipient, otherRecipient] = [x25519Public(secret), x25519Public(otherSecret)];

test("A note opens for the key it was sealed to, and for nobody else", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(65_535, 65_536, 65_537).map((n) => randomBytes(n)),
      ),
      (plain) => {
        const sealed = sealTo(recipient, plain);
        assert.deepEqual(Buffer.from(openSealed(secret, sealed)!), Buffer.from(plain));
        assert.equal(openSealed(otherSecret, sealed), undefined);
      },
    ),
    { numRuns: 50 },
  );
});

test("A note with any byte changed, cut off or added does not open", () => {
  const sealed = sealTo(recipient, utf8("06 12345678"));
  for (let place = 0; place < sealed.byteLength; place++) {
    assert.equal(openSealed(secret, flipped(sealed, place)), undefined, `byte ${place}`);
    assert.equal(openSealed(secret, sealed.subarray(0, place)), undefined, `cut at ${place}`);
  }
  assert.equal(openSealed(secret, Buffer.concat([sealed, Uint8Array.of(0)])), undefined);
});

test("A space's secret is wrapped as the line that the age program reads", () => {
  const epochSecret = newX25519Secret();
  const wrapped = wrapSecret(recipient, epochSecret);
  assert.equal(fromUtf8(openSealed(secret, wrapped)!), `${ageIdentityText(epochSecret)}\n`);
  assert.deepEqual(Buffer.from(unwrapSecret(secret, wrapped)!), Buffer.from(epochSecret));
  assert.equal(unwrapSecret(otherSecret, wrapped), undefined);
  assert.equal(unwrapSecret(secret, sealTo(recipient, utf8("no key"))), undefined);
});

test("A wrapped secret that does not belong to the certified public key is not accepted", () => {
  const epochSecret = newX25519Secret();
  const swapped = wrapSecret(recipient, newX25519Secret());
  assert.equal(unwrapSecret(secret, swapped, x25519Public(epochSecret)), undefined);
  assert.ok(unwrapSecret(secret, wrapSecret(recipient, epochSecret), x25519Public(epochSecret)));
});

test("With an agreed password a guest needs both the link and the password", () => {
  const epochSecret = newX25519Secret();
  const wrapped = wrapSecretNested(recipient, otherRecipient, epochSecret);
  assert.deepEqual(Buffer.from(unwrapSecretNested(otherSecret, secret, wrapped)!), Buffer.from(epochSecret));
  assert.equal(unwrapSecretNested(otherSecret, otherSecret, wrapped), undefined);
  assert.equal(unwrapSecretNested(secret, secret, wrapped), undefined);
  assert.equal(unwrapSecret(otherSecret, wrapped), undefined);
  assert.equal(unwrapSecretNested(otherSecret, secret, wrapped, recipient), undefined);
});

test("Nothing is sealed to a public key that gives everybody the same shared secret", () => {
  assert.throws(() => sealTo(new Uint8Array(32), utf8("x")), { code: "vault.key_wrong" });
});

test("A small secret opens under its own key and label only", () => {
  const key = randomBytes(32);
  const sealed = sealUnderKey(key, "zegel/v1/totp", utf8("seed"));
  assert.equal(fromUtf8(openUnderKey(key, "zegel/v1/totp", sealed)!), "seed");
  assert.equal(openUnderKey(key, "zegel/v1/identity", sealed), undefined);
  assert.equal(openUnderKey(randomBytes(32), "zegel/v1/totp", sealed), undefined);
  for (let place = 0; place < sealed.byteLength; place++) {
    assert.equal(openUnderKey(key, "zegel/v1/totp", flipped(sealed, place)), undefined, `byte ${place}`);
    assert.equal(openUnderKey(key, "zegel/v1/totp", sealed.subarray(0, place)), undefined, `cut at ${place}`);
  }
  assert.throws(() => sealUnderKey(randomBytes(16), "zegel/v1/totp", utf8("seed")), TypeError);
});

test("Keys and identities survive being written down, and what is not one is refused", () => {
  const identity = newIdentity();
  const encoded = encodeIdentity(identity);
  assert.deepEqual(encodeIdentity(decodeIdentity(encoded)), encoded);
  assert.throws(() => decodeIdentity(encoded.subarray(1)), { code: "vault.identity_malformed" });
  assert.throws(() => decodeIdentity(flipped(encoded, 0)), { code: "vault.identity_malformed" });
  const line = ageIdentityText(secret);
  assert.deepEqual(Buffer.from(parseAgeIdentity(` ${line}\r\n`)!), Buffer.from(secret));
  assert.deepEqual(Buffer.from(parseAgeRecipient(ageRecipientText(recipient))!), Buffer.from(recipient));
  for (const wrong of ["", line.toLowerCase(), line.slice(0, -1), `${line.slice(0, -1)}!`, ageRecipientText(recipient)])
    assert.equal(parseAgeIdentity(wrong), undefined, wrong);
  assert.throws(() => deriveKey(secret, "unversioned"), TypeError);
});
