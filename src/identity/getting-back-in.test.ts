import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { hourMs, secondMs } from "#/kernel/index.ts";
import { openSpace } from "#/spaces/index.ts";
import {
  codeOf,
  contactsOf,
  enrol,
  join,
  linkOf,
  openTestApp,
  pendingActorOf,
  setUpTestOrganisation,
  type SignedIn,
  type TestApp,
  type TestOrganisation,
  testPassword,
} from "../../tests/support/identity.ts";
import {
  acceptInvitation,
  type AccountNotice,
  changePassword,
  confirmRecoveryCode,
  endOtherSessions,
  giveAccessBack,
  logIn,
  mailRecoveryLink,
  makeBackupCodes,
  type MemberActor,
  memberOfSession,
  offerRecoveryCode,
  passSecondFactor,
  readAccount,
  readerOf,
  recoverAccess,
  resetMemberSecondFactor,
} from "./index.ts";

const newPassword = "paarse krokussen in maart";

describe("Getting back in", () => {
  let app: TestApp;
  let firm: TestOrganisation;
  const told: AccountNotice[] = [];
  const deliver = async (_: unknown, notice: AccountNotice): Promise<void> => void told.push(notice);
  const browser = { token: undefined, deliver };
  let people = 0;

  before(async () => {
    app = await openTestApp({ waitingJobs: "allowed" });
    firm = await setUpTestOrganisation(app, { shares: 3, threshold: 2 });
  });
  after(() => app?.close());

  async function newcomer(): Promise<SignedIn & { code: string }> {
    const signedIn = await join(app, firm.admin, `lid${++people}`);
    const { code } = await offerRecoveryCode(app, signedIn.actor);
    await confirmRecoveryCode(app, signedIn.actor, { typed: code.slice(-9) });
    return { ...signedIn, code };
  }
  const logInAs = (email: string, password: string, browserToken?: string) =>
    logIn(app, { email, password, userAgent: "test", address: "192.0.2.1", browserToken });
  const mailboxOf = (actor: MemberActor) =>
    app.database.inOrganisation(actor.organisationId, (tx) =>
      openSpace(app, tx, readerOf(actor), actor.mailboxSpaceId),
    );
  const claim = (email: string, recoveryCode: string) => ({ email, recoveryCode, address: "192.0.2.9" });
  const recover = (email: string, recoveryCode: string, proof: { code: string } | { mailToken: string }) =>
    recoverAccess(app, { ...claim(email, recoveryCode), password: newPassword, proof, userAgent: "test", browser });

  it("Who forgot the password gets in with recovery code and authenticator, and reads what was sealed before", async () => {
    const { actor, secret, sessionToken, code } = await newcomer();
    const earlier = await mailboxOf(actor);
    app.clock.advance(31 * secondMs);
    const entered = await recover(actor.email, code, { code: await codeOf(secret, app.clock.now()) });
    const back = await memberOfSession(app, entered.sessionToken);
    assert.ok(back?.kind === "member");
    assert.deepEqual(await mailboxOf(back), earlier);
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    assert.equal((await readAccount(app, back)).recoveryCodeMadeAt, undefined);
    await assert.rejects(logInAs(actor.email, testPassword), { code: "identity.login_wrong" });
    assert.equal((await logInAs(actor.email, newPassword)).next, "code");
    await assert.rejects(recover(actor.email, code, { code: "000000" }), { code: "identity.recovery_wrong" });
  });

  it("A recovery code alone is not enough, one of somebody else is worth nothing, and a slip of the pen is named", async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    await assert.rejects(recover(one.actor.email, one.code, { code: "000000" }), { code: "identity.code_wrong" });
    await assert.rejects(recover(one.actor.email, other.code, { code: "000000" }), { code: "identity.recovery_wrong" });
    await assert.rejects(recover("niemand@tulp.example", other.code, { code: "000000" }), {
      code: "identity.recovery_wrong",
    });
    const slip = `${one.code.startsWith("0") ? "1" : "0"}${one.code.slice(1)}`;
    await assert.rejects(recover(one.actor.email, slip, { code: "000000" }), { code: "identity.recovery_mistyped" });
    const secret = "A".repeat(43);
    await assert.rejects(recover(one.actor.email, one.code, { mailToken: secret }), {
      code: "identity.recovery_link_over",
    });
  });

  it("Who lost the phone as well gets a link by mail, works once within the hour, and sets the second factor up anew", async () => {
    const { actor, code } = await newcomer();
    await mailRecoveryLink(app, { ...claim(actor.email, code), deliver });
    const link = (): string => new URL(told.at(-1)!.url!).hash.slice(1);
    const late = link();
    app.clock.advance(hourMs);
    await assert.rejects(recover(actor.email, code, { mailToken: late }), { code: "identity.recovery_link_over" });
    await mailRecoveryLink(app, { ...claim(actor.email, code), deliver });
    const pending = await recover(actor.email, code, { mailToken: link() });
    assert.equal(pending.next, "enrol");
    const back = await enrol(app, pending.sessionToken);
    assert.equal((await mailboxOf(back.actor)).length, 1);
    assert.ok(told.some((notice) => notice.kind === "password_recovered" && notice.to.email === actor.email));
  });

  it("A back-up code takes the place of the authenticator once, and the member is told how many are left", async () => {
    const { actor } = await newcomer();
    const { codes } = await makeBackupCodes(app, actor);
    assert.equal(new Set(codes).size, 10);
    const enter = async (code: string) => {
      const pending = await pendingActorOf(app, (await logInAs(actor.email, testPassword)).sessionToken);
      return passSecondFactor(app, pending, { code, userAgent: "test", browser });
    };
    await enter(codes[3]!.toUpperCase().replace("-", " "));
    assert.ok(told.some(({ kind, details }) => kind === "backup_used" && details["left"] === 9));
    await assert.rejects(enter(codes[3]!), { code: "identity.code_wrong" });
    const kept = await app.testDatabase.asOwner<{ code_mac: Uint8Array }>(
      "select code_mac from keys.identity_backup_code",
    );
    assert.ok(kept.every((row) => !codes.some((code) => Buffer.from(row.code_mac).includes(code.replace("-", "")))));
  });

  it("Another password ends the other sessions, needs the old one, and opens the same mailbox", async () => {
    const { actor } = await newcomer();
    const other = await logInAs(actor.email, testPassword);
    const change = (current: string, password: string) => changePassword(app, actor, { current, password, deliver });
    await assert.rejects(change("rode rozen in juni", newPassword), { code: "identity.password_wrong" });
    await assert.rejects(change(testPassword, "wachtwoord123"), { code: "identity.password_guessable" });
    await change(testPassword, newPassword);
    assert.equal(await memberOfSession(app, other.sessionToken), undefined);
    assert.equal((await logInAs(actor.email, newPassword)).next, "code");
  });

  it("A session that is older than a quarter of an hour makes codes only with the password", async () => {
    const { actor } = await newcomer();
    app.clock.advance(hourMs);
    await assert.rejects(makeBackupCodes(app, actor), { code: "identity.password_needed" });
    await assert.rejects(offerRecoveryCode(app, actor), { code: "identity.password_needed" });
    const { code } = await offerRecoveryCode(app, actor, { password: testPassword });
    await assert.rejects(confirmRecoveryCode(app, actor, { typed: "0000-0000" }), {
      code: "identity.recovery_part_wrong",
    });
    await confirmRecoveryCode(app, actor, { typed: code.slice(-9) });
    assert.ok((await readAccount(app, actor)).recoveryCodeMadeAt);
  });

  it("Sessions are listed, and all others ended at once", async () => {
    const { actor, secret } = await newcomer();
    app.clock.advance(31 * secondMs);
    const pending = await pendingActorOf(app, (await logInAs(actor.email, testPassword)).sessionToken);
    await passSecondFactor(app, pending, { code: await codeOf(secret, app.clock.now()), userAgent: "Firefox/1 Linux" });
    const { sessions } = await readAccount(app, actor);
    assert.deepEqual(sessions.map((session) => [session.browser, session.isThis]).toSorted(), [
      ["", true],
      ["Firefox, Linux", false],
    ]);
    assert.deepEqual(await endOtherSessions(app, actor), { ended: 1 });
  });

  it("A log-in from a new browser is told by mail, one from a known browser is not", async () => {
    const { actor, secret } = await newcomer();
    const enter = async (token?: string) => {
      app.clock.advance(31 * secondMs);
      const pending = await pendingActorOf(app, (await logInAs(actor.email, testPassword, token)).sessionToken);
      const code = await codeOf(secret, app.clock.now());
      return passSecondFactor(app, pending, { code, userAgent: "test", browser: { token, deliver } });
    };
    const notices = () => told.filter(({ kind, to }) => kind === "new_login" && to.email === actor.email).length;
    const { browserToken } = await enter();
    assert.equal(notices(), 1);
    assert.equal((await enter(browserToken)).browserToken, browserToken);
    assert.equal(notices(), 1);
    await enter("A".repeat(43));
    assert.equal(notices(), 2);
  });

  it("Hundreds of wrong tries by a stranger don't keep the member out, and don't fill the audit log", async () => {
    const { actor, secret } = await newcomer();
    app.clock.advance(31 * secondMs);
    const pending = await pendingActorOf(app, (await logInAs(actor.email, testPassword)).sessionToken);
    const code = await codeOf(secret, app.clock.now());
    const { browserToken } = await passSecondFactor(app, pending, { code, userAgent: "test", browser });
    const since = app.clock.now();
    for (let count = 0; count < 300; count++) {
      const address = count % 3 === 0 ? "192.0.2.1" : `198.18.${count % 250}.${count % 7}`;
      const stranger = { email: actor.email, password: "rode rozen in juni", userAgent: "test", address };
      await assert.rejects(logIn(app, { ...stranger, browserToken: "A".repeat(43) }), { name: "Refusal" });
    }
    assert.equal((await logInAs(actor.email, testPassword, browserToken)).next, "code");
    const rows = await app.testDatabase.asOwner(
      "select 1 from audit_entry where act = 'identity.login-failed' and at >= $1",
      [since],
    );
    assert.ok(rows.length <= 8, `${rows.length} rows`);
  });

  it("An admin resets the second factor of a colleague, which opens nothing without the colleague's password", async () => {
    const { actor, sessionToken } = await newcomer();
    const reset = (by: MemberActor, memberId: string) => resetMemberSecondFactor(app, by, { memberId, deliver });
    await assert.rejects(reset(actor, firm.admin.memberId), { code: "identity.role_missing" });
    await assert.rejects(reset(firm.admin, firm.admin.memberId), { code: "identity.own_second_factor" });
    await reset(firm.admin, actor.memberId);
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    assert.equal((await logInAs(actor.email, testPassword)).next, "enrol");
  });

  it("Holders of enough shares give a member access back: old mailbox, new keys, everybody told", async () => {
    const { actor, sessionToken } = await newcomer();
    const earlier = await mailboxOf(actor);
    const give = (shares: readonly string[]) =>
      giveAccessBack(app, firm.admin, { memberId: actor.memberId, shares, deliver });
    await assert.rejects(give(firm.kitTexts.slice(0, 1)), { code: "vault.kit_too_few" });
    const { invitationUrl } = await give(firm.kitTexts.slice(1));
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    await assert.rejects(logInAs(actor.email, testPassword), { code: "identity.login_wrong" });
    const link = { ...linkOf(invitationUrl), name: actor.name, password: newPassword, userAgent: "test" };
    const { sessionToken: token, next } = await acceptInvitation(app, link);
    assert.equal(next, "enrol");
    const back = await enrol(app, token);
    assert.notEqual(back.actor.keyId, actor.keyId);
    assert.equal(back.actor.mailboxSpaceId, actor.mailboxSpaceId);
    assert.deepEqual(await mailboxOf(back.actor), earlier);
    assert.equal(await contactsOf(app, back.actor), await contactsOf(app, firm.admin));
    assert.deepEqual(
      told.slice(-2).map(({ kind, to }) => [kind, to.email]),
      [
        ["given_back", actor.email],
        ["given_back_admin", firm.adminEmail],
      ],
    );
  });

  it("The operator gives the only admin access back, who can invite again afterwards", async () => {
    const operator = { kind: "operator", organisationId: firm.organisationId } as const;
    const { invitationUrl } = await giveAccessBack(app, operator, {
      memberId: firm.admin.memberId,
      shares: firm.kitTexts,
    });
    const link = { ...linkOf(invitationUrl), name: "Ada", password: newPassword, userAgent: "test" };
    const back = await enrol(app, (await acceptInvitation(app, link)).sessionToken);
    assert.ok((await join(app, back.actor, "later")).actor);
  });

  it("Somebody who points a member's row at another mailbox gets nothing opened by the kit", async () => {
    const admin = (await join(app, (await newAdmin()).actor, "slachtoffer")).actor;
    const thief = await newcomerUnder();
    await app.testDatabase.asOwner("update identity_member set mailbox_space_id = $1 where member_id = $2", [
      admin.mailboxSpaceId,
      thief.memberId,
    ]);
    const operator = { kind: "operator", organisationId: firm.organisationId } as const;
    await assert.rejects(giveAccessBack(app, operator, { memberId: thief.memberId, shares: firm.kitTexts }), {
      code: "vault.certificate_wrong",
    });
  });

  /** The admin of the set-up has other keys by now. */
  async function newAdmin(): Promise<SignedIn> {
    const { sessionToken } = await logInAs(firm.adminEmail, newPassword);
    await app.testDatabase.asOwner("update keys.identity_unlock set sealed_totp = null");
    return enrol(app, sessionToken);
  }
  const newcomerUnder = async (): Promise<MemberActor> => (await join(app, (await newAdmin()).actor, "dief")).actor;
});
