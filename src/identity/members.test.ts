import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Id } from "#/kernel/index.ts";
import { addWrap, openSpace, spaceOfKind } from "#/spaces/index.ts";
import {
  accept,
  contactsOf,
  enrol,
  invite,
  join,
  linkOf,
  openTestApp,
  setUpTestOrganisation,
  testPassword,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import {
  acceptInvitation,
  actorOfAppPassword,
  changeOwnProfile,
  createAppPassword,
  inviteMember,
  listAudit,
  listMembers,
  logIn,
  memberOfSession,
  onAppPasswordsEnded,
  readerOf,
  saveOrganisation,
  setMemberRoles,
  setMemberState,
  type MemberActor,
} from "./index.ts";

let app: TestApp;
let firm: TestOrganisation;
let other: TestOrganisation;

before(async () => {
  app = await openTestApp({ waitingJobs: "allowed" });
  firm = await setUpTestOrganisation(app);
  other = await setUpTestOrganisation(app, { domain: "roos.example" });
});
after(() => app.close());

describe("Members", () => {
  it("A locked member is out at once, with the programs too, and can be let in again", async () => {
    const { actor, sessionToken } = await join(app, firm.admin, "eva");
    const made = await createAppPassword(app, actor, { door: "smtp", label: "Thunderbird" });
    const program = { userName: made.userName, secret: made.secret, door: "smtp" } as const;
    const ended: Id[] = [];
    const stop = onAppPasswordsEnded((ids) => void ended.push(...ids));
    await setMemberState(app, firm.admin, { memberId: actor.memberId, state: "locked" });
    stop();
    assert.deepEqual(ended, [made.appPasswordId]);
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    assert.equal(await actorOfAppPassword(app, program), undefined);
    const credentials = { email: actor.email, password: testPassword, userAgent: "", address: "192.0.2.9" };
    await assert.rejects(logIn(app, credentials), { code: "identity.member_locked" });
    await assert.rejects(logIn(app, { ...credentials, password: "rode rozen in juni" }), {
      code: "identity.login_wrong",
    });
    await setMemberState(app, firm.admin, { memberId: actor.memberId, state: "active" });
    assert.equal((await logIn(app, credentials)).next, "code");
    assert.equal(await actorOfAppPassword(app, program), undefined);
  });

  it("Who was removed can't come back, gets no new keys, and the contacts have a key that the one who left lacks", async () => {
    const { actor: stays } = await join(app, firm.admin, "fay");
    const program = await createAppPassword(app, stays, { door: "smtp", label: "Kassa" });
    const pending = await invite(app, firm.admin, "gijs");
    const { actor: leaves, sessionToken } = await join(app, firm.admin, "hans");
    const epochs = await contactsOf(app, leaves);
    await setMemberState(app, firm.admin, { memberId: leaves.memberId, state: "removed" });
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    assert.equal(await contactsOf(app, leaves), 0);
    assert.equal(await contactsOf(app, stays), epochs + 1);
    const machine = await actorOfAppPassword(app, { ...program, door: "smtp" });
    assert.equal(await contactsOf(app, machine!), epochs + 1);
    const { actor: newcomer } = await enrol(app, (await accept(app, pending.invitationUrl, "Gijs")).sessionToken);
    assert.equal(await contactsOf(app, newcomer), epochs + 1);
    const credentials = { email: leaves.email, password: testPassword, userAgent: "", address: "192.0.2.9" };
    await assert.rejects(logIn(app, credentials), { code: "identity.login_wrong" });
    await assert.rejects(setMemberState(app, firm.admin, { memberId: leaves.memberId, state: "active" }), {
      code: "identity.member_removed",
    });
    await join(app, firm.admin, "hans");
  });

  it("The operator can remove somebody without any member's key", async () => {
    const { actor } = await join(app, firm.admin, "iris");
    const operator = { kind: "operator", organisationId: firm.organisationId } as const;
    await setMemberState(app, operator, { memberId: actor.memberId, state: "removed" });
    assert.ok((await contactsOf(app, firm.admin)) >= 2);
    const members = await listMembers(app, operator);
    assert.equal(members.find((member) => member.memberId === actor.memberId)?.state, "removed");
  });

  it("Who was invited and is removed can't accept any more", async () => {
    const { memberId, invitationUrl } = await invite(app, firm.admin, "jet");
    await assert.rejects(setMemberState(app, firm.admin, { memberId, state: "locked" }), {
      code: "identity.member_not_there_yet",
    });
    await setMemberState(app, firm.admin, { memberId, state: "removed" });
    await assert.rejects(accept(app, invitationUrl, "Jet"), { code: "identity.invitation_absent" });
  });

  it("The last admin can't be locked, removed or made an ordinary member", async () => {
    const { memberId } = other.admin;
    const last = { code: "identity.last_admin" };
    await assert.rejects(setMemberState(app, other.admin, { memberId, state: "locked" }), last);
    await assert.rejects(setMemberState(app, other.admin, { memberId, state: "removed" }), last);
    await assert.rejects(setMemberRoles(app, other.admin, { memberId, roles: [] }), last);
  });

  it("Two admins who remove each other at the same moment don't leave the firm without one", async () => {
    const fresh = await openTestApp({ waitingJobs: "allowed" });
    try {
      const { admin } = await setUpTestOrganisation(fresh, { domain: "lelie.example" });
      const { invitationUrl } = await inviteMember(fresh, admin, {
        email: "kim@lelie.example",
        name: "Kim",
        roles: ["admin"],
        language: "nl",
      });
      const input = { ...linkOf(invitationUrl), name: "Kim", password: testPassword, userAgent: "" };
      const { actor: second } = await enrol(fresh, (await acceptInvitation(fresh, input)).sessionToken);
      const results = await Promise.allSettled([
        setMemberState(fresh, admin, { memberId: second.memberId, state: "removed" }),
        setMemberState(fresh, second, { memberId: admin.memberId, state: "removed" }),
      ]);
      assert.equal(results.filter((result) => result.status === "fulfilled").length, 1);
      const admins = (await listMembers(fresh, admin)).filter((member) => member.state === "active");
      assert.equal(admins.length, 1);
    } finally {
      await fresh.close();
    }
  });

  it("A new admin gets the issuing key from the one who appoints, and loses it with the role", async () => {
    const { actor } = await join(app, firm.admin, "lot");
    await setMemberRoles(app, firm.admin, { memberId: actor.memberId, roles: ["admin", "officer"] });
    const [row] = await app.testDatabase.asOwner<{ roles: string[] }>(
      "select roles from identity_member where member_id = $1",
      [actor.memberId],
    );
    assert.deepEqual(row?.roles, ["member", "admin", "officer"]);
    const asAdmin: MemberActor = { ...actor, roles: ["member", "admin"] };
    await join(app, asAdmin, "mees");
    await setMemberRoles(app, firm.admin, { memberId: actor.memberId, roles: [] });
    await assert.rejects(invite(app, asAdmin, "noor"), { code: "identity.issuing_key_missing" });
  });

  it("Ordinary members change nothing about others, and only their own name and language", async () => {
    const { actor, sessionToken } = await join(app, firm.admin, "otto");
    const memberId = firm.admin.memberId;
    const refused = { kind: "forbidden", code: "identity.role_missing" };
    await assert.rejects(setMemberState(app, actor, { memberId, state: "locked" }), refused);
    await assert.rejects(setMemberRoles(app, actor, { memberId, roles: [] }), refused);
    await assert.rejects(listAudit(app, actor, { limit: 10 }), refused);
    const change = { name: "X", phone: "", website: "", subjectTag: "", linkDays: 1 };
    await assert.rejects(saveOrganisation(app, actor, change), refused);
    await changeOwnProfile(app, actor, { name: "Otto de Wit", language: "en" });
    const seen = await memberOfSession(app, sessionToken);
    assert.partialDeepStrictEqual(seen, { name: "Otto de Wit", language: "en" });
  });
});

describe("Keys", () => {
  it("A certificate of one member presented for another is refused before anything is wrapped", async () => {
    const { actor: anna } = await join(app, firm.admin, "anna");
    const { actor: bert } = await join(app, firm.admin, "bert");
    const wraps = async (): Promise<number> =>
      (await app.testDatabase.asOwner("select from keys.spaces_wrap where holder_id = $1", [bert.memberId])).length;
    const had = await wraps();
    const [own] = await app.testDatabase.asOwner<{ certificate: Buffer }>(
      "select certificate from certificates_key where key_id = $1",
      [bert.keyId],
    );
    await app.testDatabase.asOwner(
      "update certificates_key set certificate = (select certificate from certificates_key where key_id = $2) where key_id = $1",
      [bert.keyId, anna.keyId],
    );
    await app.database
      .inOrganisation(firm.organisationId, async (tx) => {
        const spaceId = await spaceOfKind(tx, "contacts");
        const [epoch] = await openSpace(app, tx, readerOf(firm.admin), spaceId!);
        const wrap = addWrap(app, tx, {
          epoch: epoch!,
          holder: { kind: "person", memberId: bert.memberId },
          at: app.clock.now(),
        });
        await assert.rejects(wrap, { code: "vault.certificate_wrong" });
        throw new Error("keep nothing");
      })
      .catch((error: unknown) => assert.match(String(error), /keep nothing/));
    await assert.rejects(setMemberRoles(app, firm.admin, { memberId: bert.memberId, roles: ["admin"] }), {
      code: "vault.certificate_wrong",
    });
    assert.equal(await wraps(), had);
    await app.testDatabase.asOwner("update certificates_key set certificate = $2 where key_id = $1", [
      bert.keyId,
      own!.certificate,
    ]);
  });
});
