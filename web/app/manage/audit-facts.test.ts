import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, isOrdinarySend } from "./audit-facts.ts";

const at = "2026-05-03T10:00:00.000Z";
const entry = (act: string, details: Record<string, unknown>, senderName: string | null = null) => ({
  at,
  act,
  details,
  senderName,
});

test("A message that only waits for the time of undoing is an ordinary one; one that leaves tomorrow is planned", () => {
  const soon = entry("mail.message-scheduled", { releaseAt: "2026-05-03T10:00:10.000Z", recipients: ["a@b.example"] });
  const tomorrow = entry("mail.message-scheduled", { releaseAt: "2026-05-04T08:00:00.000Z" });
  assert.deepEqual([soon, tomorrow].map(isOrdinarySend), [true, false]);
  assert.deepEqual(factsOf(soon), []);
  assert.deepEqual(factsOf(tomorrow), [["releaseAt", "2026-05-04T08:00:00.000Z"]]);
});

test("A sender is told by name, and an id alone is not told at all", () => {
  const details = { sender: "0198c5f2-0000-7000-8000-000000000001", plannedFor: at };
  assert.deepEqual(factsOf(entry("mail.message-released", details, "Tom")), [
    ["sender", "Tom"],
    ["plannedFor", at],
  ]);
  assert.deepEqual(factsOf(entry("mail.message-released", details)), [["plannedFor", at]]);
});

test("Standing in is told up to its last moment, not to the first one after it", () => {
  const details = { from: "2026-05-03T22:00:00.000Z", until: "2026-05-10T22:00:00.000Z" };
  const [, [name, until] = []] = factsOf(entry("mail.stand-in-named", details));
  assert.equal(name, "until");
  assert.ok(new Date(String(until)) < new Date(details.until));
  assert.ok(new Date(String(until)) > new Date("2026-05-10T21:59:00.000Z"));
  assert.deepEqual(factsOf(entry("mail.something", { until: details.until })), [["until", details.until]]);
});
