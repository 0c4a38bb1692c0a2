import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { minuteMs, type Refusal } from "#/kernel/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp, testPassword } from "../../tests/support/identity.ts";
import { logIn } from "./index.ts";

describe("log-in", () => {
  let app: TestApp;
  before(async () => {
    app = await openTestApp();
    await setUpTestOrganisation(app);
  });
  after(() => app.close());

  it("A wrong password is refused, and an unknown address in the same words", async () => {
    const attempt = { password: "rode rozen in juni", userAgent: "test", address: "192.0.2.7" };
    await assert.rejects(logIn(app, { ...attempt, email: "admin@tulp.example" }), { code: "identity.login_wrong" });
    await assert.rejects(logIn(app, { ...attempt, email: "niemand@tulp.example" }), { code: "identity.login_wrong" });
  });
});
