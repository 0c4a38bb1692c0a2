import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, hourMs, minuteMs } from "#/kernel/index.ts";
import { judgeBackup } from "./backup.ts";
import { judgeCertificate } from "./certificate.ts";
import { judgeDisk } from "./disk.ts";
import { judgeQueue } from "./queue.ts";

const now = new Date("2026-05-01T12:00:00Z");
const from = (ms: number): Date => new Date(now.getTime() + ms);
const gigabyte = 2 ** 30;

test("A disk has too little room below a tenth, and below two gigabytes", () => {
  const state = (free: number, total: number) =>
    judgeDisk([{ freeBytes: free * gigabyte, totalBytes: total * gigabyte }]).state;
  assert.equal(state(11, 100), "good");
  assert.equal(state(9.9, 100), "attention");
  assert.equal(state(1.9, 10), "attention");
  assert.equal(state(2.9, 100), "bad");
  assert.equal(state(0.4, 4), "bad");
  assert.equal(judgeDisk([undefined]).state, "unknown");
});

test("Of two disks the one with less room counts", () => {
  const found = judgeDisk([
    { freeBytes: 50 * gigabyte, totalBytes: 100 * gigabyte },
    { freeBytes: 5 * gigabyte, totalBytes: 100 * gigabyte },
  ]);
  assert.equal(found.details["percent"], 5);
});

test("A certificate is told of 14, 7 and 2 days before it ends", () => {
  const step = (days: number) => judgeCertificate(from(days * dayMs), true, now).step;
  assert.deepEqual([15, 13.5, 6.5, 1.5, -1].map(step), [undefined, 3, 2, 1, 0]);
  assert.equal(judgeCertificate(undefined, true, now).state, "unknown");
  assert.equal(judgeCertificate(undefined, false, now).state, "good");
});

test("Waiting for half an hour is long, of jobs as of mail", () => {
  const job = (ms: number) => [{ kind: "mail.dispatch", waiting: 1, oldestSeconds: ms / 1000, gaveUp: 0 }];
  const mail = (ms: number) => [{ kind: "notice", outcome: "queued", mails: 1, oldestAt: from(-ms) }];
  assert.equal(judgeQueue(job(29 * minuteMs), mail(29 * minuteMs), now).state, "good");
  assert.equal(judgeQueue(job(31 * minuteMs), [], now).finding, "standing");
  assert.equal(judgeQueue([], mail(31 * minuteMs), now).finding, "mail_waiting");
  assert.equal(judgeQueue(job(5 * hourMs), [], now).state, "bad");
  assert.equal(judgeQueue([], [{ ...mail(0)[0]!, outcome: "failed", oldestAt: from(-dayMs) }], now).finding, "empty");
});

test("A backup is old after a day, and too old after three", () => {
  const judged = (ms: number) =>
    judgeBackup(
      { startedAt: from(-ms), finishedAt: from(-ms), sizeBytes: 1 },
      { now, since: from(-dayMs), isLocal: false },
    );
  assert.deepEqual(
    [hourMs, 27 * hourMs, 4 * dayMs].map((ms) => judged(ms).state),
    ["good", "attention", "bad"],
  );
});
