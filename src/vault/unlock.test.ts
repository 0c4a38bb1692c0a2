import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { base64url, hex, newId } from "#/kernel/index.ts";
import {
  agreedPasswordKey,
  appPasswordKeys,
  linkCode,
  linkKey,
  newAppPassword,
  newLinkSecret,
  newPersonalRecoveryCode,
  parseLinkCode,
  personalRecoveryKeys,
  sessionKeys,
  smsCodeMac,
  unlockPassword,
  x25519Public,
} from "./index.ts";

const quick = { memoryKib: 64, passes: 1, lanes: 1 };
const [salt, pepper] = [randomBytes(16), randomBytes(32)];

test("A password gives the same verifier and key however its accents were typed, and others for another salt or pepper", async () => {
  const unlock = await unlockPassword("caf\u00e9 zegel", salt, pepper, quick);
  assert.deepEqual(await unlockPassword("cafe\u0301 zegel", salt, pepper, quick), unlock);
  assert.notDeepEqual(unlock.verifier, unlock.key);
  const others = [
    await unlockPassword("Caf\u00e9 zegel", salt, pepper, quick),
    await unlockPassword("caf\u00e9 zegel", randomBytes(16), pepper, quick),
    await unlockPassword("caf\u00e9 zegel", salt, randomBytes(32), quick),
    await unlockPassword("caf\u00e9 zegel", salt, pepper, { ...quick, passes: 2 }),
  ];
  assert.equal(new Set([unlock, ...others].flatMap(({ verifier, key }) => [hex(verifier), hex(key)])).size, 10);
  await assert.rejects(unlockPassword("x", randomBytes(8), pepper), TypeError);
  await assert.rejects(unlockPassword("x", salt, randomBytes(8)), TypeError);
});

test("When hundreds of log-ins wait, the next one is told to come back later, and the ones before it are served", async () => {
  const heavy = { memoryKib: 1024, passes: 1, lanes: 1 };
  const attempts = Array.from({ length: 203 }, () => unlockPassword("x", salt, pepper, heavy));
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected").map((outcome) => outcome.reason.code);
  assert.deepEqual(refused, ["vault.busy"]);
  assert.ok(await unlockPassword("x", salt, pepper, quick));
});

test("However many guests type passwords at once, a member who logs in comes next but one", async () => {
  const heavy = { memoryKib: 1024, passes: 1, lanes: 1 };
  const done: string[] = [];
  const guests = Array.from({ length: 60 }, () =>
    agreedPasswordKey("blauwe tulp", salt, pepper, heavy).then(() => done.push("guest")),
  );
  const member = unlockPassword("x", salt, pepper, heavy).then(() => done.push("member"));
  await Promise.all([...guests, member]);
  assert.ok(done.indexOf("member") < 10, `${done.indexOf("member")} came before`);
});

test("An agreed password may be typed as people type on a telephone", async () => {
  const agreed = await agreedPasswordKey("Blauwe Tulp-42", salt, pepper, quick);
  assert.deepEqual(agreed.x25519Public, x25519Public(agreed.x25519Secret));
  for (const typed of ["blauwe tulp 42", " BLAUWE  tulp42\n", "blauwe\u00a0tulp\u201342", "blauwetulp\u200b-42"])
    assert.deepEqual(await agreedPasswordKey(typed, salt, pepper, quick), agreed, typed);
  assert.deepEqual(
    await agreedPasswordKey("d\u2019accord", salt, pepper, quick),
    await agreedPasswordKey("d'accord", salt, pepper, quick),
  );
  assert.notDeepEqual(await agreedPasswordKey("blauwe tulp 43", salt, pepper, quick), agreed);
  await assert.rejects(agreedPasswordKey(" - ", salt, pepper, quick), { code: "vault.password_empty" });
});

test("App passwords and recovery codes work however they are grouped or capitalised, and not for each other", () => {
  const secret = newAppPassword();
  assert.match(secret, /^([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}$/);
  assert.deepEqual(appPasswordKeys(secret.toUpperCase().replaceAll("-", " ")), appPasswordKeys(secret));
  const keys = [appPasswordKeys(secret), personalRecoveryKeys(secret), appPasswordKeys(newAppPassword())];
  assert.equal(new Set(keys.flatMap(({ verifier, key }) => [hex(verifier), hex(key)])).size, 6);
  assert.match(newPersonalRecoveryCode(), /^([0-9a-hjkmnp-tv-z]{4}-){7}[0-9a-hjkmnp-tv-z]{4}$/);
  assert.deepEqual(appPasswordKeys(Buffer.from(secret.replaceAll("-", ""))), appPasswordKeys(secret));
});

test("A link's code can be typed carelessly, its fragment pasted, and a mistyped code is noticed", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.nat(27),
      fc.integer({ min: 1, max: 31 }),
      (secret, place, shift) => {
        const code = linkCode(secret);
        assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}$/);
        const careless = ` ${code.toUpperCase().replaceAll("-", " ").replaceAll("0", "O").replaceAll("1", "l")}`;
        for (const text of [code, careless, base64url(secret), `#${base64url(secret)}`])
          assert.deepEqual(Buffer.from(parseLinkCode(text)!), Buffer.from(secret), text);
        const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        const symbols = code.replaceAll("-", "");
        const wrongSymbol = alphabet[(alphabet.indexOf(symbols[place]!) + shift) % 32]!;
        const parsed = parseLinkCode(symbols.slice(0, place) + wrongSymbol + symbols.slice(place + 1));
        assert.ok(parsed === undefined || !Buffer.from(parsed).equals(secret));
        assert.equal(parseLinkCode(symbols.slice(1)), undefined);
      },
    ),
  );
  let noticed = 0;
  for (let turn = 0; turn < 500; turn++) {
    const symbols = linkCode(newLinkSecret()).replaceAll("-", "");
    if (!parseLinkCode((symbols[0] === "z" ? "y" : "z") + symbols.slice(1))) noticed++;
  }
  assert.ok(noticed >= 495, `${noticed} of 500 noticed`);
  assert.equal(parseLinkCode(""), undefined);
  assert.equal(parseLinkCode("u".repeat(28)), undefined);
});

test("The same secret in two links gives two keys", () => {
  const secret = newLinkSecret();
  const [first, second] = [linkKey(secret, newId()), linkKey(secret, newId())];
  assert.notDeepEqual(first.x25519Secret, second.x25519Secret);
  assert.deepEqual(first.x25519Public, x25519Public(first.x25519Secret));
});

test("A session is found again after the server's secret was replaced, but its key is another", () => {
  const token = randomBytes(32);
  const [today, tomorrow] = [sessionKeys(token, randomBytes(32)), sessionKeys(token, randomBytes(32))];
  assert.deepEqual(today.idHash, tomorrow.idHash);
  assert.notDeepEqual(today.key, tomorrow.key);
});

test("An SMS code counts for its own link only", () => {
  const linkId = newId();
  assert.deepEqual(smsCodeMac(pepper, linkId, "123456"), smsCodeMac(pepper, linkId, "123456"));
  assert.notDeepEqual(smsCodeMac(pepper, linkId, "123456"), smsCodeMac(pepper, newId(), "123456"));
  assert.notDeepEqual(smsCodeMac(pepper, linkId, "123456"), smsCodeMac(pepper, linkId, "123457"));
});
