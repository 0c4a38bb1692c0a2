import assert from "node:assert/strict";
import { test } from "node:test";
import { isRefusal } from "#/kernel/index.ts";
import { RateLimit } from "./rate-limit.ts";

const movableClock = () => {
  let atMs = Date.UTC(2026, 0, 1);
  return { now: () => new Date(atMs), advance: (ms: number) => void (atMs += ms) };
};

const rules = {
  general: { burst: 100, perSecond: 10 },
  credentials: { burst: 3, perSecond: 0.5 },
  guest: { burst: 3, perSecond: 1 },
  sending: { burst: 3, perSecond: 1 },
  files: { burst: 100, perSecond: 10 },
};

const refused = (run: () => void): number | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    assert.ok(isRefusal(error) && error.kind === "limited");
    return error.details["retryAfterSeconds"] as number;
  }
};

test("Whoever tries too often is told how long to wait, and may go on after that", () => {
  const clock = movableClock();
  const limit = new RateLimit(clock, rules);
  for (let count = 0; count < 3; count++) limit.take("192.0.2.1", "credentials");
  assert.equal(
    refused(() => limit.take("192.0.2.1", "credentials")),
    2,
  );
  clock.advance(2000);
  limit.take("192.0.2.1", "credentials");
  assert.equal(
    refused(() => limit.take("192.0.2.1", "credentials")),
    2,
  );
});

test("Another address and another kind of request are counted apart", () => {
  const limit = new RateLimit(movableClock(), rules);
  for (let count = 0; count < 3; count++) limit.take("192.0.2.1", "credentials");
  limit.take("192.0.2.2", "credentials");
  limit.take("192.0.2.1", "guest");
});

test("All addresses of one IPv6 network share one count, however they are written", () => {
  const limit = new RateLimit(movableClock(), rules);
  for (const address of ["2001:db8:1:2::1", "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::"])
    limit.take(address, "credentials");
  assert.ok(refused(() => limit.take("2001:db8:1:2:3::4", "credentials")));
  limit.take("2001:db8:1:3::1", "credentials");
  for (const address of ["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:192.0.2.1"]) limit.take(address, "credentials");
  assert.ok(refused(() => limit.take("192.0.2.1", "credentials")));
});

test("A clock that goes back gives nobody a longer wait", () => {
  const clock = movableClock();
  const limit = new RateLimit(clock, rules);
  limit.take("192.0.2.1", "general");
  clock.advance(-3_600_000);
  limit.take("192.0.2.1", "general");
});

test("A flood of addresses does not fill the memory", () => {
  const clock = movableClock();
  const limit = new RateLimit(clock, rules);
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < 100_000; count++)
    limit.take(`2001:${(count >> 16).toString(16)}:${(count & 0xffff).toString(16)}::1`, "guest");
  global.gc?.();
  assert.ok(process.memoryUsage().heapUsed - before < 100 * 2 ** 20);
});

test("Whoever has many IPv6 networks of one provider's share does not get a full count for each", () => {
  const limit = new RateLimit(movableClock(), rules);
  let taken = 0;
  for (let network = 0; network < 1000; network++)
    if (refused(() => limit.take(`2001:db8:7:${network.toString(16)}::1`, "credentials")) === undefined) taken++;
  assert.equal(taken, 3 * 16);
  limit.take("2001:db8:8::1", "credentials");
});
