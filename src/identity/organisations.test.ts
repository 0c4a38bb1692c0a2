import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  contactsOf,
  invite,
  join,
  openTestApp,
  setUpTestOrganisation,
  type SignedIn,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import {
  createAppPassword,
  listAudit,
  listMembers,
  readOrganisation,
  revokeAppPassword,
  saveOrganisation,
  setMemberRoles,
  setMemberState,
  type MemberActor,
} from "./index.ts";

let app: TestApp;
let firm: TestOrganisation;
let other: TestOrganisation;
let otherMember: SignedIn;

before(async () => {
  app = await openTestApp();
  firm = await setUpTestOrganisation(app);
  other = await setUpTestOrganisation(app, { domain: "roos.example" });
  otherMember = await join(app, other.admin, "olga");
});
after(() => app.close());

describe("Two organisations", () => {
  it("Nobody can do anything with another organisation's ids", async () => {
    const { admin } = firm;
    const { memberId } = otherMember.actor;
    const absent = { kind: "absent", code: "identity.member_absent" };
    for (const state of ["locked", "active", "removed"] as const)
      await assert.rejects(setMemberState(app, admin, { memberId, state }), absent);
    await assert.rejects(setMemberRoles(app, admin, { memberId, roles: ["admin"] }), absent);
    const operator = { kind: "operator", organisationId: firm.organisationId } as const;
    await assert.rejects(setMemberState(app, operator, { memberId, state: "locked" }), absent);
    const theirs = await createAppPassword(app, otherMember.actor, { door: "smtp", label: "Mail" });
    await assert.rejects(revokeAppPassword(app, admin, theirs), { code: "identity.app_password_absent" });
    const { entries } = await listAudit(app, other.admin, { limit: 1 });
    const page = await listAudit(app, admin, { before: entries[0]!.entryId, limit: 200 });
    const ours = await listAudit(app, admin, { limit: 200 });
    const ids = new Set(ours.entries.map((entry) => entry.entryId));
    assert.ok(page.entries.every((entry) => ids.has(entry.entryId)));
  });

  it("Lists, settings and the log of one show nothing of the other", async () => {
    const mine = await listMembers(app, firm.admin);
    assert.ok(mine.every((member) => member.email.endsWith("@tulp.example")));
    assert.equal((await readOrganisation(app, firm.admin)).domain, "tulp.example");
    assert.equal((await readOrganisation(app, otherMember.actor)).domain, "roos.example");
    const log = await listAudit(app, firm.admin, { limit: 200 });
    assert.ok(log.entries.every((entry) => entry.actor.id !== other.admin.memberId));
  });

  it("A key of one organisation counts for nothing in the other", async () => {
    const stranger: MemberActor = { ...firm.admin, organisationId: other.organisationId };
    await assert.rejects(invite(app, stranger, "tom"), { code: "identity.issuing_key_missing" });
    assert.equal(await contactsOf(app, stranger), 0);
  });
});

describe("The organisation", () => {
  it("Settings are changed by admins, and a website can't be a script", async () => {
    const change = {
      name: "Tulp BV",
      phone: "030 123 45 67",
      website: "tulp.example",
      subjectTag: "[geheim]",
      linkDays: 14,
    };
    app.clock.advance(1000);
    await saveOrganisation(app, firm.admin, change);
    const saved = await readOrganisation(app, firm.admin);
    assert.partialDeepStrictEqual(saved, { ...change, website: "https://tulp.example", language: "nl" });
    const script = saveOrganisation(app, firm.admin, { ...change, website: "javascript:alert(1)" });
    await assert.rejects(script, { code: "identity.website_invalid" });
  });

  it("The log says who did what, in pages, newest first", async () => {
    const first = await listAudit(app, firm.admin, { limit: 3 });
    assert.equal(first.entries.length, 3);
    assert.equal(first.entries[0]?.act, "identity.organisation-changed");
    assert.equal(first.entries[0]?.actorName, "Ada Beheer");
    const second = await listAudit(app, firm.admin, { before: first.next!, limit: 3 });
    assert.ok(second.entries[0]!.entryId < first.entries.at(-1)!.entryId);
  });
});
