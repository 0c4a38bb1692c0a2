import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openTestApp, setUpTestOrganisation, testPassword, type TestApp } from "../../tests/support/identity.ts";
import { setUpOrganisation } from "./index.ts";

let app: TestApp;

before(async () => {
  app = await openTestApp();
  await setUpTestOrganisation(app);
});
after(() => app.close());

describe("Setting up", () => {
  const request = {
    organisation: "Firma Iris",
    domain: "iris.example",
    adminName: "Ida",
    adminEmail: "ida@iris.example",
    password: testPassword,
    language: "nl",
    shares: 1,
    threshold: 1,
  } as const;

  it("A visitor can't set up a second organisation", async () => {
    await assert.rejects(setUpOrganisation(app, { kind: "visitor" }, request), { code: "identity.already_set_up" });
  });

  it("Of two first visitors at the same moment one sets up, the other is refused", async () => {
    const fresh = await openTestApp();
    try {
      const tries = ["een", "twee"].map((name) =>
        setUpOrganisation(
          fresh,
          { kind: "visitor" },
          { ...request, domain: `${name}.example`, adminEmail: `ida@${name}.example` },
        ),
      );
      const results = await Promise.allSettled(tries);
      assert.deepEqual(results.map((result) => result.status).toSorted(), ["fulfilled", "rejected"]);
      assert.equal((await fresh.database.organisations()).length, 1);
    } finally {
      await fresh.close();
    }
  });

  it("Input that can't be used is refused in words, and nothing is made", async () => {
    const wrong = [
      [{ domain: "geen domein" }, "identity.setup_invalid"],
      [{ adminEmail: "ida" }, "identity.setup_invalid"],
      [{ adminName: "Ida\nBcc: x@y.example" }, "identity.setup_invalid"],
      [{ shares: 2, threshold: 3 }, "identity.setup_threshold"],
      [{ password: "kort" }, "identity.password_short"],
      [{ password: "wachtwoord2026" }, "identity.password_guessable"],
      [{ password: "aaaaaaaaaaaaaaaa" }, "identity.password_guessable"],
      [{ password: "FirmaIris2026!!" }, "identity.password_guessable"],
      [{ domain: "tulp.example" }, "identity.domain_taken"],
      [{ adminEmail: "admin@tulp.example" }, "identity.email_taken"],
    ] as const;
    for (const [change, code] of wrong)
      await assert.rejects(setUpOrganisation(app, { kind: "operator" }, { ...request, ...change }), { code });
    assert.equal(await app.database.organisationOf.domain("iris.example"), undefined);
  });

  it("The recovery kit comes as text and as a page per share, and is kept nowhere", async () => {
    const answer = await setUpOrganisation(
      app,
      { kind: "operator" },
      { ...request, domain: "krokus.example", adminEmail: "ida@krokus.example", shares: 3, threshold: 2 },
    );
    assert.deepEqual(
      answer.kit.map((file) => file.name),
      [1, 2, 3].map((number) => `zegel-recovery-kit-krokus.example-${number}-of-3`),
    );
    for (const file of answer.kit) {
      assert.match(file.text, /^# Share: \d of 3, 2 needed$/m);
      assert.equal(Buffer.from(file.pdfBase64, "base64").subarray(0, 5).toString(), "%PDF-");
    }
  });
});
