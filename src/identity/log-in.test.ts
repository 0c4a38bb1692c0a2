import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs, hourMs, minuteMs, secondMs } from "#/kernel/index.ts";
import {
  codeOf,
  firstLogIn,
  openTestApp,
  pendingActorOf,
  setUpTestOrganisation,
  type SignedIn,
  type TestApp,
  testPassword,
} from "../../tests/support/identity.ts";
import {
  checkToken,
  clearExpiredSessions,
  confirmSecondFactor,
  csrfTokenOf,
  enrolSecondFactor,
  logIn,
  logOut,
  memberOfSession,
  openMember,
  passSecondFactor,
  resetSecondFactor,
} from "./index.ts";

const email = "admin@tulp.example";
const from = (address: string) => ({ email, password: testPassword, userAgent: "test", address });
const wrongFrom = (address: string) => ({ ...from(address), password: "rode rozen in juni" });

describe("Logging in", () => {
  let app: TestApp;
  let signedIn: SignedIn;

  before(async () => {
    app = await openTestApp();
    await setUpTestOrganisation(app);
    await app.testDatabase.asOwner("update keys.identity_unlock set sealed_totp = null, totp_last_step = 0");
    signedIn = await firstLogIn(app, email);
  });
  after(() => app.close());

  const enterWithCode = async (): Promise<{ sessionToken: string; csrfToken: string }> => {
    app.clock.advance(31 * secondMs);
    const { next, sessionToken } = await logIn(app, from("192.0.2.1"));
    assert.equal(next, "code");
    const pending = await pendingActorOf(app, sessionToken);
    const code = await codeOf(signedIn.secret, app.clock.now());
    return passSecondFactor(app, pending, { code, userAgent: "test" });
  };

  it("A wrong password and an unknown address are refused in the same words, and both are in the audit log", async () => {
    await assert.rejects(logIn(app, wrongFrom("198.51.100.1")), { code: "identity.login_wrong" });
    const unknown = { ...wrongFrom("198.51.100.2"), email: "niemand@elders.example" };
    await assert.rejects(logIn(app, unknown), { code: "identity.login_wrong" });
    const rows = await app.testDatabase.asOwner(
      "select subject_id from audit_entry where act = 'identity.login-failed'",
    );
    assert.equal(rows.length, 2);
  });

  it("The password alone lets nobody in: the session knows only the second factor", async () => {
    const { next, sessionToken } = await logIn(app, from("192.0.2.1"));
    assert.equal(next, "code");
    const actor = await memberOfSession(app, sessionToken);
    assert.equal(actor?.kind, "pending");
    assert.ok(actor && !("identity" in actor));
  });

  it("Password and code let a member in, who then holds the certified identity", async () => {
    const { sessionToken } = await enterWithCode();
    const actor = await memberOfSession(app, sessionToken);
    assert.equal(actor?.kind, "member");
    assert.ok(actor.kind === "member" && actor.identity.ed25519Seed.byteLength === 32);
    assert.deepEqual(actor.roles, ["member", "admin"]);
  });

  it("A wrong code is refused, and the same code does not work twice", async () => {
    app.clock.advance(31 * secondMs);
    const first = await pendingActorOf(app, (await logIn(app, from("192.0.2.1"))).sessionToken);
    await assert.rejects(passSecondFactor(app, first, { code: "000000", userAgent: "test" }), {
      code: "identity.code_wrong",
    });
    const code = await codeOf(signedIn.secret, app.clock.now());
    await passSecondFactor(app, first, { code, userAgent: "test" });
    const second = await pendingActorOf(app, (await logIn(app, from("192.0.2.1"))).sessionToken);
    await assert.rejects(passSecondFactor(app, second, { code, userAgent: "test" }), { code: "identity.code_wrong" });
  });

  it("Of two log-ins that present the same code at the same moment one is refused", async () => {
    app.clock.advance(31 * secondMs);
    const pending = await Promise.all(
      [1, 2].map(async () => pendingActorOf(app, (await logIn(app, from("192.0.2.1"))).sessionToken)),
    );
    const code = await codeOf(signedIn.secret, app.clock.now());
    const tries = pending.map((actor) => passSecondFactor(app, actor, { code, userAgent: "test" }));
    const results = await Promise.allSettled(tries);
    assert.deepEqual(results.map((result) => result.status).toSorted(), ["fulfilled", "rejected"]);
  });

  it("After five wrong codes one has to wait, and then may try again", async () => {
    app.clock.advance(31 * secondMs);
    const pending = await pendingActorOf(app, (await logIn(app, from("192.0.2.1"))).sessionToken);
    const tryCode = (code: string) => passSecondFactor(app, pending, { code, userAgent: "test" });
    for (let count = 0; count < 5; count++) await assert.rejects(tryCode("000000"), { code: "identity.code_wrong" });
    const right = await codeOf(signedIn.secret, app.clock.now());
    await assert.rejects(tryCode(right), {
      code: "identity.too_many_attempts",
      kind: "limited",
      details: { retryAfterSeconds: 30 },
    });
    app.clock.advance(31 * secondMs);
    await tryCode(await codeOf(signedIn.secret, app.clock.now()));
  });

  it("A second factor that was set up can't be set up again from a session with the password alone", async () => {
    const pending = await pendingActorOf(app, (await logIn(app, from("192.0.2.1"))).sessionToken);
    await assert.rejects(enrolSecondFactor(app, pending), { code: "identity.second_factor_set" });
    const { secret } = signedIn;
    const code = await codeOf(secret, app.clock.now());
    const confirm = confirmSecondFactor(app, pending, { code, userAgent: "test" });
    await assert.rejects(confirm, { code: "identity.code_wrong" });
  });

  it("An ended session is worth nothing when it is played back", async () => {
    const { sessionToken } = await enterWithCode();
    const actor = await memberOfSession(app, sessionToken);
    assert.ok(actor?.kind === "member");
    await logOut(app, actor);
    assert.equal(await memberOfSession(app, sessionToken), undefined);
  });

  it("The session between password and code ends when the member is in", async () => {
    app.clock.advance(31 * secondMs);
    const { sessionToken } = await logIn(app, from("192.0.2.1"));
    const code = await codeOf(signedIn.secret, app.clock.now());
    await passSecondFactor(app, await pendingActorOf(app, sessionToken), { code, userAgent: "test" });
    assert.equal(await memberOfSession(app, sessionToken), undefined);
  });

  it("A session ends after eight hours without use, and after a week in any case", async () => {
    const idle = await enterWithCode();
    app.clock.advance(8 * hourMs);
    assert.equal(await memberOfSession(app, idle.sessionToken), undefined);
    const used = await enterWithCode();
    for (let hours = 0; hours < 7 * 24 - 7; hours += 7) {
      app.clock.advance(7 * hourMs);
      await app.secrets.session.rotate(app.clock.now());
      assert.ok(await memberOfSession(app, used.sessionToken), `after ${hours + 7} hours`);
    }
    app.clock.advance(7 * hourMs);
    assert.equal(await memberOfSession(app, used.sessionToken), undefined);
  });

  it("A live session is wrapped again when the server's secret was replaced; one that slept through two is lost", async () => {
    const serverKeyOf = async (): Promise<string | undefined> => {
      const rows = await app.testDatabase.asOwner<{ id: string }>(
        "select server_key_id as id from identity_session order by created_at desc limit 1",
      );
      return rows[0]?.id;
    };
    await app.secrets.session.rotate(app.clock.now());
    const { sessionToken } = await enterWithCode();
    const first = await serverKeyOf();
    for (let count = 0; count < 4; count++) {
      app.clock.advance(7 * hourMs);
      assert.ok(await memberOfSession(app, sessionToken));
    }
    await app.secrets.session.rotate(app.clock.now());
    assert.ok(await memberOfSession(app, sessionToken));
    assert.notEqual(await serverKeyOf(), first);
    for (let count = 0; count < 2; count++) {
      app.clock.advance(2 * dayMs);
      await app.secrets.session.rotate(app.clock.now());
    }
    await app.testDatabase.asOwner("update identity_session set last_seen_at = $1", [app.clock.now()]);
    assert.equal(await memberOfSession(app, sessionToken), undefined);
  });

  it("The database alone opens no session: it holds neither token nor what the token opens", async () => {
    const { sessionToken } = await enterWithCode();
    const [row] = await app.testDatabase.asOwner<{ all: string }>(
      "select string_agg(identity_session::text, ' ') as all from identity_session",
    );
    assert.ok(row!.all.length > 0);
    const token = Buffer.from(sessionToken, "base64url").toString("hex");
    assert.ok(!row!.all.includes(token));
    const actor = await memberOfSession(app, sessionToken);
    assert.ok(actor?.kind === "member");
    assert.ok(!row!.all.includes(Buffer.from(actor.identity.x25519Secret).toString("hex")));
  });

  it("What changes something needs the token of this very session", async () => {
    const mine = await enterWithCode();
    const other = await enterWithCode();
    const actor = await memberOfSession(app, mine.sessionToken);
    assert.ok(actor);
    checkToken(actor, mine.csrfToken);
    assert.equal(csrfTokenOf(mine.sessionToken), mine.csrfToken);
    for (const wrong of [other.csrfToken, "", undefined, mine.sessionToken, `${mine.csrfToken}A`])
      assert.throws(() => checkToken(actor, wrong), { code: "identity.token_wrong" });
  });

  it("A token that was altered, or is none, finds nobody", async () => {
    const { sessionToken } = await enterWithCode();
    const altered = `${sessionToken.startsWith("A") ? "B" : "A"}${sessionToken.slice(1)}`;
    for (const token of ["", "x", altered, sessionToken.slice(1), `${sessionToken}=`])
      assert.equal(await memberOfSession(app, token), undefined);
  });

  it("At the command line the operator stands in for the second factor, and that is on record", async () => {
    const actor = await openMember(app, { kind: "operator" }, { email, password: testPassword });
    assert.equal(actor.email, email);
    assert.throws(() => checkToken(actor, ""), { code: "identity.token_wrong" });
    const wrong = openMember(app, { kind: "operator" }, { email, password: "rode rozen in juni" });
    await assert.rejects(wrong, { code: "identity.login_wrong" });
    const rows = await app.testDatabase.asOwner(
      "select from audit_entry where act = 'identity.opened-at-command-line'",
    );
    assert.equal(rows.length, 1);
  });

  it("Who lost the authenticator sets up a new one, with the own password and the operator in person", async () => {
    const { sessionToken } = await enterWithCode();
    const wrong = resetSecondFactor(app, { kind: "operator" }, { email, password: "rode rozen in juni" });
    await assert.rejects(wrong, { code: "identity.login_wrong" });
    await resetSecondFactor(app, { kind: "operator" }, { email, password: testPassword });
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    app.clock.advance(31 * secondMs);
    const anew = await firstLogIn(app, email);
    assert.notEqual(anew.secret, signedIn.secret);
    signedIn = anew;
  });

  it("Exchanged rows are noticed: another's sealed identity or public key opens no session", async () => {
    const { sessionToken } = await logIn(app, from("192.0.2.1"));
    const pending = await pendingActorOf(app, sessionToken);
    const [key] = await app.testDatabase.asOwner<{ certificate: Buffer }>(
      "select certificate from certificates_key where kind = 'person'",
    );
    const forged = Buffer.from(key!.certificate);
    forged[60]! ^= 1;
    await app.testDatabase.asOwner("update certificates_key set certificate = $1 where kind = 'person'", [forged]);
    app.clock.advance(31 * secondMs);
    const code = await codeOf(signedIn.secret, app.clock.now());
    await assert.rejects(passSecondFactor(app, pending, { code, userAgent: "test" }), {
      code: "vault.certificate_wrong",
    });
    await app.testDatabase.asOwner("update certificates_key set certificate = $1 where kind = 'person'", [
      key!.certificate,
    ]);
  });

  it("The worker clears away what is over", async () => {
    const { sessionToken } = await enterWithCode();
    const actor = await memberOfSession(app, sessionToken);
    assert.ok(actor);
    app.clock.advance(10 * minuteMs);
    await app.database.inOrganisation(actor.organisationId, (tx) => clearExpiredSessions(tx, app.clock.now()));
    assert.ok(await memberOfSession(app, sessionToken));
    app.clock.advance(8 * hourMs);
    await app.database.inOrganisation(actor.organisationId, (tx) => clearExpiredSessions(tx, app.clock.now()));
    assert.deepEqual(await app.testDatabase.asOwner("select from identity_session"), []);
  });
});
