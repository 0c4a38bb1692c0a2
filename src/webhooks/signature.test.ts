import assert from "node:assert/strict";
import { test } from "node:test";
import { secretText, signedHeaders, signingSecret } from "./signature.ts";

test("A call is signed as the vectors of Standard Webhooks say", () => {
  const vectors = [
    // The specification's own, and that of its reference libraries.
    ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'],
    [
      "C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
      "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
      1649367553,
      '{"email":"test@example.com","username":"test_user"}',
    ],
  ] as const;
  const signatures = vectors.map(
    ([secret, id, seconds, body]) =>
      signedHeaders(Buffer.from(secret, "base64"), id, new Date(seconds * 1000 + 999), body)["webhook-signature"],
  );
  assert.deepEqual(signatures, [
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
  ]);
});

test("Every endpoint has a secret of its own, and a new one by its number", () => {
  const pepper = Buffer.alloc(32, 7);
  const secrets = [
    signingSecret(pepper, "a", 1),
    signingSecret(pepper, "a", 2),
    signingSecret(pepper, "b", 1),
    signingSecret(Buffer.alloc(32, 8), "a", 1),
  ].map(secretText);
  assert.equal(new Set(secrets).size, 4);
  assert.match(secrets[0]!, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(secretText(signingSecret(pepper, "a", 1)), secrets[0]);
});
