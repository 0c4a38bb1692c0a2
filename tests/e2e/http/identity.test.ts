import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { auditRoutes, identityRoutes as routes } from "#/contract/index.ts";
import { testPassword } from "../../support/identity.ts";
import { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addColleague, firstLogIn, logInAgain, organisationRequest, type Person } from "./support/people.ts";

describe("organisation and people over HTTP", () => {
  let door: TestDoor;
  let admin: Person;
  let anna: Person;
  before(async () => {
    door = await openTestDoor();
  });
  after(() => door.close());

  it("The first visitor sets the firm up and gets the recovery kit once", async () => {
    const visitor = new BrowserClient(door.base);
    const body = { ...organisationRequest("tulp.example"), shares: 3, threshold: 2 };
    const { kit } = await visitor.call<{ kit: { name: string; text: string; pdfBase64: string }[] }>(routes.setup, {
      body,
    });
    assert.equal(kit.length, 3);
    assert.ok(Buffer.from(kit[0]!.pdfBase64, "base64").subarray(0, 5).equals(Buffer.from("%PDF-")));
    assert.deepEqual(await visitor.call(routes.setupState), { needed: false });
    assert.equal((await visitor.refusal(routes.setup, { body })).code, "identity.already_set_up");
  });

  it("The admin logs in with password and second factor", async () => {
    admin = await firstLogIn(door, "admin@tulp.example");
    const me = await admin.browser.call<{ roles: string[]; organisation: object; token: string }>(routes.me);
    assert.deepEqual(me.roles, ["member", "admin"]);
    assert.equal(me.token, admin.browser.token);
  });

  it("The session's cookie is out of reach of scripts and other sites", async () => {
    const browser = new BrowserClient(door.base);
    const answer = await browser.send(routes.login, { body: { email: admin.email, password: testPassword } });
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie!, /^zegel=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  });

  it("Password without second factor opens nothing", async () => {
    const browser = new BrowserClient(door.base);
    await browser.call(routes.login, { body: { email: admin.email, password: testPassword } });
    for (const route of [routes.me, routes.listMembers, auditRoutes.listAudit]) {
      assert.deepEqual((await browser.refusal(route)).code, "http.sign_in");
    }
    assert.equal((await browser.refusal(routes.loginCode, { body: { code: "000000" } })).code, "identity.code_wrong");
  });

  it("An invited colleague comes in by the link and is a member", async () => {
    anna = await addColleague(door, admin, "anna@tulp.example", "Anna de Wit");
    const { members } = await anna.browser.call<{ members: { email: string; state: string }[] }>(routes.listMembers);
    assert.deepEqual(
      members.map(({ email, state }) => [email, state]),
      [
        ["admin@tulp.example", "active"],
        ["anna@tulp.example", "active"],
      ],
    );
  });

  it("Without the link's secret an invitation says nothing", async () => {
    const { invitationUrl } = await admin.browser.call<{ invitationUrl: string }>(routes.inviteMember, {
      body: { email: "bob@tulp.example", name: "Bob", roles: [], language: "nl" },
    });
    const url = new URL(invitationUrl);
    const params = { invitationId: url.pathname.split("/").at(-1)! };
    const visitor = new BrowserClient(door.base);
    const wrong = await visitor.refusal(routes.invitation, { params, body: { secret: "A".repeat(43) } });
    assert.deepEqual([wrong.status, wrong.code], [404, "identity.invitation_absent"]);
    const right = await visitor.call(routes.invitation, { params, body: { secret: url.hash.slice(1) } });
    assert.equal(right["email"], "bob@tulp.example");
  });

  it("A member without the role may not do what admins do", async () => {
    const { browser } = anna;
    const invite = { email: "c@tulp.example", name: "C", roles: [], language: "nl" };
    const refused = await browser.refusal(routes.inviteMember, { body: invite });
    assert.deepEqual([refused.status, refused.code], [403, "identity.role_missing"]);
    assert.equal((await browser.refusal(auditRoutes.listAudit)).code, "identity.role_missing");
    const params = { memberId: admin.memberId };
    const locked = await browser.refusal(routes.setMemberState, { params, body: { state: "locked" } });
    assert.equal(locked.code, "identity.role_missing");
  });

  it("Problems come in the language that the member chose, whatever the browser says", async () => {
    await anna.browser.call(routes.setLanguage, { body: { language: "en" } });
    const problem = await anna.browser.refusal(auditRoutes.listAudit, { language: "nl" });
    assert.doesNotMatch(problem.title, /\b(?:je|u|niet|alleen)\b/);
    await anna.browser.call(routes.setLanguage, { body: { language: "nl" } });
  });

  it("An app password is shown once, and gone at once when revoked", async () => {
    const { browser } = anna;
    const made = await browser.call<{ appPasswordId: string; secret: string }>(routes.createAppPassword, {
      body: { door: "smtp", label: "Thunderbird" },
    });
    const listed = await (await browser.send(routes.listAppPasswords)).text();
    assert.ok(listed.includes(made.appPasswordId) && !listed.includes(made.secret));
    const params = { appPasswordId: made.appPasswordId };
    assert.equal((await admin.browser.refusal(routes.revokeAppPassword, { params })).status, 404);
    assert.equal((await browser.send(routes.revokeAppPassword, { params })).status, 204);
    assert.equal((await browser.refusal(routes.revokeAppPassword, { params })).code, "identity.app_password_absent");
  });

  it("The audit log tells who did what, page by page", async () => {
    const first = await admin.browser.call<{ entries: { entryId: string; act: string; at: string }[]; next: string }>(
      auditRoutes.listAudit,
      { query: { limit: "3" } },
    );
    assert.equal(first.entries.length, 3);
    const second = await admin.browser.call<typeof first>(auditRoutes.listAudit, {
      query: { limit: "3", before: first.next },
    });
    assert.ok(second.entries[0]!.entryId < first.entries[2]!.entryId);
    assert.equal(
      (await admin.browser.refusal(auditRoutes.listAudit, { query: { limit: "1000" } })).code,
      "http.invalid",
    );
    assert.equal(
      (await admin.browser.refusal(auditRoutes.listAudit, { query: { before: "'; drop" } })).code,
      "http.invalid",
    );
  });

  it("Settings of the firm are read by members and changed by admins", async () => {
    const body = {
      name: "Tulp",
      phone: "+31 20 123",
      website: "https://tulp.example",
      subjectTag: "[veilig]",
      linkDays: 14,
    };
    assert.equal((await anna.browser.refusal(routes.saveOrganisation, { body })).status, 403);
    assert.equal((await admin.browser.send(routes.saveOrganisation, { body })).status, 204);
    assert.deepEqual(await anna.browser.call(routes.organisation), {
      ...body,
      domain: "tulp.example",
      trustedDeviceDays: 0,
      trustedDevicePassword: false,
      idleMinutes: 30,
    });
  });

  it("A session that was locked waits for the password, and then goes on as it was", async () => {
    const browser = await logInAgain(door, anna);
    await browser.call(routes.lock);
    for (const route of [routes.listMembers, routes.organisation])
      assert.equal((await browser.refusal(route)).code, "identity.session_locked");
    assert.equal(
      (await browser.refusal(routes.setLanguage, { body: { language: "en" } })).code,
      "identity.session_locked",
    );
    assert.equal((await browser.call<{ locked: boolean }>(routes.me)).locked, true);
    const wrong = await browser.refusal(routes.unlock, { body: { password: "niet het wachtwoord" } });
    assert.equal(wrong.code, "identity.password_wrong");
    assert.equal((await browser.refusal(routes.listMembers)).code, "identity.session_locked");
    await browser.call(routes.unlock, { body: { password: testPassword } });
    await browser.call(routes.listMembers);
  });

  it("Whoever is locked is out at once", async () => {
    const params = { memberId: anna.memberId };
    await admin.browser.call(routes.setMemberState, { params, body: { state: "locked" } });
    assert.equal((await anna.browser.refusal(routes.me)).code, "http.sign_in");
    await admin.browser.call(routes.setMemberState, { params, body: { state: "active" } });
    await logInAgain(door, anna);
  });

  it("After log-out the old cookie and token are worth nothing", async () => {
    const browser = await logInAgain(door, anna);
    const [cookies, token] = [new Map(browser.cookies), browser.token];
    assert.equal((await browser.send(routes.logout)).status, 204);
    assert.ok(!browser.cookies.has("zegel"), "what stays only says that this browser is known");
    const replay = new BrowserClient(door.base);
    for (const [name, value] of cookies) replay.cookies.set(name, value);
    replay.token = token;
    assert.equal((await replay.refusal(routes.me)).code, "http.sign_in");
    assert.equal((await replay.refusal(routes.setLanguage, { body: { language: "en" } })).code, "http.sign_in");
  });

  it("Guessing passwords is slowed down per address, and the answer says how long to wait", async () => {
    const visitor = new BrowserClient(door.base);
    const body = { email: "niemand@tulp.example", password: "verkeerd wachtwoord" };
    for (let tries = 0; tries < 200; tries++) {
      const answer = await visitor.send(routes.login, { body });
      if (answer.status !== 429) continue;
      assert.match(answer.headers.get("retry-after")!, /^\d+$/);
      return;
    }
    assert.fail("never limited");
  });
});
