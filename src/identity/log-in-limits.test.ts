import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { hourMs, secondMs } from "#/kernel/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp, testPassword } from "../../tests/support/identity.ts";
import { logIn } from "./index.ts";
import { networkOf } from "./log-in-limits.ts";

const email = "admin@tulp.example";
const from = (address: string) => ({ email, password: testPassword, userAgent: "test", address });
const wrongFrom = (address: string) => ({ ...from(address), password: "rode rozen in juni" });

describe("Limits of logging in", () => {
  let app: TestApp;

  before(async () => {
    app = await openTestApp();
    await setUpTestOrganisation(app);
  });
  after(() => app.close());

  it("Guessing at one account from one address has to wait longer and longer, as with an address nobody has", async () => {
    for (const guess of [wrongFrom("203.0.113.5"), { ...wrongFrom("203.0.113.6"), email: "geen@tulp.example" }]) {
      for (let count = 0; count < 5; count++) await assert.rejects(logIn(app, guess), { code: "identity.login_wrong" });
      await assert.rejects(logIn(app, guess), { kind: "limited", details: { retryAfterSeconds: 30 } });
      app.clock.advance(31 * secondMs);
      await assert.rejects(logIn(app, guess), { code: "identity.login_wrong" });
      await assert.rejects(logIn(app, guess), { kind: "limited", details: { retryAfterSeconds: 60 } });
    }
  });

  it("Guessing from many addresses does not lock the owner out where the owner has been before", async () => {
    app.clock.advance(hourMs);
    for (let count = 0; count < 20; count++)
      await assert.rejects(logIn(app, wrongFrom(`198.18.0.${count}`)), { code: "identity.login_wrong" });
    await assert.rejects(logIn(app, from("198.18.1.1")), { kind: "limited", details: { retryAfterSeconds: 10 } });
    assert.equal((await logIn(app, from("192.0.2.1"))).next, "code");
    app.clock.advance(11 * secondMs);
    assert.equal((await logIn(app, from("198.18.1.1"))).next, "code");
  });

  it("Tries at the same moment don't slip through together", async () => {
    app.clock.advance(hourMs);
    const results = await Promise.allSettled(Array.from({ length: 9 }, () => logIn(app, wrongFrom("203.0.113.77"))));
    const codes = results.map((result) => result.status === "rejected" && (result.reason as { code: string }).code);
    assert.equal(codes.filter((code) => code === "identity.login_wrong").length, 5);
    assert.equal(codes.filter((code) => code === "identity.too_many_attempts").length, 4);
  });

  it("An address that nobody has costs as much time as one that somebody has", async () => {
    const takes = async (attempt: Parameters<typeof logIn>[1]): Promise<number> => {
      const startedAt = performance.now();
      await assert.rejects(logIn(app, attempt), { code: "identity.login_wrong" });
      return performance.now() - startedAt;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let count = 0; count < 5; count++) {
      known.push(await takes(wrongFrom(`203.0.113.${100 + count}`)));
      unknown.push(await takes({ ...wrongFrom(`203.0.113.${150 + count}`), email: `geen${count}@nergens.example` }));
    }
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[2]!;
    // Stretching the password takes most of it; left out, the unknown one would take a tenth.
    assert.ok(median(unknown) > median(known) / 2, `${median(unknown)} ms against ${median(known)} ms`);
  });

  it("All of a customer's IPv6 addresses count as one; mapped IPv4 addresses count as what they are", () => {
    assert.equal(networkOf("2001:db8:1:2:aaaa::1"), networkOf("2001:0DB8:1:2::7"));
    assert.notEqual(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:3::1"));
    assert.equal(networkOf("::ffff:192.0.2.1"), "192.0.2.1");
    assert.equal(networkOf("::1"), "0:0:0:0::/64");
    assert.equal(networkOf("fe80::1%eth0"), networkOf("fe80::2"));
  });
});
