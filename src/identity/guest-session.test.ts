import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { hourMs, type Id, minuteMs, newId } from "#/kernel/index.ts";
import {
  firstLogIn,
  openTestApp,
  setUpTestOrganisation,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import {
  checkToken,
  endGuestSessions,
  guestOfSession,
  type GuestSessionInput,
  leaveGuestSession,
  memberOfSession,
  openGuestSession,
} from "./index.ts";

describe("Sessions of guests", () => {
  let app: TestApp;
  let firm: TestOrganisation;

  before(async () => {
    app = await openTestApp();
    firm = await setUpTestOrganisation(app);
  });
  after(() => app.close());

  const open = (linkId: Id, more: Partial<GuestSessionInput> = {}) =>
    app.database.inOrganisation(firm.organisationId, (tx) =>
      openGuestSession(app, tx, { linkId, x25519Secret: randomBytes(32), language: "nl", userAgent: "test", ...more }),
    );

  it("A guest comes back with the secrets that the link and the agreed password gave", async () => {
    const linkId = newId();
    const [x25519Secret, passwordSecret] = [randomBytes(32), randomBytes(32)];
    const { sessionToken, csrfToken, actor } = await open(linkId, { x25519Secret, passwordSecret, language: "en" });
    const guest = await guestOfSession(app, sessionToken);
    assert.deepEqual(guest, actor);
    assert.ok(guest);
    assert.deepEqual(Buffer.from(guest.x25519Secret), x25519Secret);
    assert.deepEqual(Buffer.from(guest.passwordSecret!), passwordSecret);
    assert.partialDeepStrictEqual(guest, {
      kind: "guest",
      linkId,
      language: "en",
      organisationId: firm.organisationId,
    });
    checkToken(guest, csrfToken);
    const without = await open(linkId);
    assert.equal((await guestOfSession(app, without.sessionToken))?.passwordSecret, undefined);
  });

  it("A recall ends every session of the link, and no other", async () => {
    const [linkId, otherLink] = [newId(), newId()];
    const [one, two, other] = [await open(linkId), await open(linkId), await open(otherLink)];
    const ended = await app.database.inOrganisation(firm.organisationId, (tx) => endGuestSessions(tx, linkId));
    assert.equal(ended, 2);
    for (const { sessionToken } of [one, two]) assert.equal(await guestOfSession(app, sessionToken), undefined);
    assert.ok(await guestOfSession(app, other.sessionToken));
  });

  it("A guest who left is out, also when the token is played back", async () => {
    const { sessionToken, actor } = await open(newId());
    await leaveGuestSession(app, actor);
    assert.equal(await guestOfSession(app, sessionToken), undefined);
  });

  it("A guest's session ends after an hour without use, and after twelve in any case", async () => {
    const { sessionToken } = await open(newId());
    app.clock.advance(hourMs);
    assert.equal(await guestOfSession(app, sessionToken), undefined);
    const used = await open(newId());
    for (let count = 0; count < 14; count++) {
      app.clock.advance(50 * minuteMs);
      assert.ok(await guestOfSession(app, used.sessionToken));
    }
    app.clock.advance(50 * minuteMs);
    assert.equal(await guestOfSession(app, used.sessionToken), undefined);
  });

  it("A guest's token is nobody's at the members' door, and a member's nobody's at the guests'", async () => {
    const { sessionToken } = await open(newId());
    assert.equal(await memberOfSession(app, sessionToken), undefined);
    await app.testDatabase.asOwner("update keys.identity_unlock set sealed_totp = null, totp_last_step = 0");
    const member = await firstLogIn(app, firm.adminEmail);
    assert.equal(await guestOfSession(app, member.sessionToken), undefined);
  });

  it("A row that was made to say another link, or another kind, opens nothing", async () => {
    const [linkId, otherLink] = [newId(), newId()];
    const moved = await open(linkId);
    await app.testDatabase.asOwner("update identity_session set subject_id = $2 where subject_id = $1", [
      linkId,
      otherLink,
    ]);
    assert.equal(await guestOfSession(app, moved.sessionToken), undefined);
    const raised = await open(linkId);
    await app.testDatabase.asOwner(
      "update identity_session set kind = 'member', subject_id = $2 where subject_id = $1",
      [linkId, firm.admin.memberId],
    );
    assert.equal(await memberOfSession(app, raised.sessionToken), undefined);
  });
});
