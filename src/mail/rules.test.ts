import assert from "node:assert/strict";
import { test } from "node:test";
import { countryOfDomain, parsePhone, phoneHint } from "./phone.ts";
import { decideVerification, isForward, leastAdvanced, mayOpenEarlier, statesBefore } from "./rules.ts";
import type { RecipientState } from "./types.ts";

const nothing = { phoneGiven: false, passwordGiven: false, phoneKnown: false, passwordKnown: false };

test("Without any choice a guest is not checked further", () => {
  assert.deepEqual(decideVerification(nothing), { verification: "none", missing: undefined });
});

test("The sender's choice goes before what is remembered", () => {
  const decision = decideVerification({ ...nothing, chosen: "none", remembered: "sms", phoneKnown: true });
  assert.deepEqual(decision, { verification: "none", missing: undefined });
});

test("What is remembered with the contact holds when the sender chooses nothing", () => {
  const decision = decideVerification({ ...nothing, remembered: "password", passwordKnown: true });
  assert.deepEqual(decision, { verification: "password", missing: undefined });
});

test("A phone number or password that is given is a choice", () => {
  assert.equal(decideVerification({ ...nothing, phoneGiven: true }).verification, "sms");
  assert.equal(decideVerification({ ...nothing, passwordGiven: true, remembered: "sms" }).verification, "password");
  assert.equal(decideVerification({ ...nothing, phoneGiven: true, chosen: "none" }).verification, "none");
});

test("A recipient whose phone number or password is missing waits, with the reason", () => {
  assert.equal(decideVerification({ ...nothing, chosen: "sms" }).missing, "mail.phone_missing");
  assert.equal(decideVerification({ ...nothing, chosen: "password" }).missing, "mail.password_missing");
  assert.equal(decideVerification({ ...nothing, remembered: "sms" }).missing, "mail.phone_missing");
});

test("A fresh link never opens with a weaker check what was sent under a stronger one", () => {
  assert.equal(mayOpenEarlier("none", "sms"), false);
  assert.equal(mayOpenEarlier("sms", "password"), false);
  assert.equal(mayOpenEarlier("password", "sms"), false);
  assert.equal(mayOpenEarlier("password", "password"), true);
  assert.equal(mayOpenEarlier("sms", "none"), true);
});

test("States of a recipient only move forward", () => {
  const states: RecipientState[] = ["waiting", "queued", "handed-over", "opened", "downloaded", "replied", "recalled"];
  for (const [place, state] of states.entries()) {
    for (const [otherPlace, other] of states.entries()) assert.equal(isForward(state, other), otherPlace > place);
  }
});

test("A message that was read does not become undeliverable afterwards", () => {
  assert.deepEqual(statesBefore("bounced").toSorted(), ["handed-over", "queued"]);
  assert.ok(statesBefore("opened").includes("bounced"));
});

test("A list shows the recipient who is furthest behind, and a bounce before all others", () => {
  assert.equal(leastAdvanced(["opened", "queued", "replied"]), "queued");
  assert.equal(leastAdvanced(["opened", "bounced", "queued"]), "bounced");
  assert.equal(leastAdvanced(["recalled", "opened"]), "opened");
  assert.equal(leastAdvanced(["recalled"]), "recalled");
  assert.equal(leastAdvanced([]), null);
});

test("A phone number is understood as people write it in the Netherlands and Belgium", () => {
  assert.equal(parsePhone("06 - 12 34 56 78", "bakker.nl"), "+31612345678");
  assert.equal(parsePhone("0031 6 12345678", "bakker.nl"), "+31612345678");
  assert.equal(parsePhone("0470 12 34 56", "bakker.be"), "+32470123456");
  assert.equal(parsePhone("+32 (0)470 12 34 56", "bakker.nl"), "+32470123456");
  assert.equal(countryOfDomain("example.com"), "NL");
});

test("What is no phone number, or one that takes no texts, is refused", () => {
  for (const text of ["", "12", "not a number", "06 12 34", "+31 6 12 34 56 78 90 12", "\r\nBcc: x"])
    assert.throws(() => parsePhone(text, "bakker.nl"), { code: "mail.phone_invalid" }, text);
  assert.throws(() => parsePhone("020 624 1111", "bakker.nl"), { code: "mail.phone_not_mobile" });
});

test("A guest sees only the last two digits of the number", () => {
  assert.equal(phoneHint("+31612345678"), "78");
});
