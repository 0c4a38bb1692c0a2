import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Id } from "#/kernel/index.ts";
import { openSpace } from "#/spaces/index.ts";
import {
  contactsOf,
  join,
  openTestApp,
  setUpTestOrganisation,
  testPassword,
  type SignedIn,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import {
  actorOfAppPassword,
  createAppPassword,
  isAppPasswordLive,
  listAppPasswords,
  onAppPasswordsEnded,
  readerOf,
  revokeAppPassword,
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

describe("App passwords", () => {
  it("A program comes in with its own user name or the member's address, opens the contacts, and no mail", async () => {
    const { actor } = await join(app, firm.admin, "piet");
    const made = await createAppPassword(app, actor, { door: "smtp", label: "Outlook" });
    assert.match(made.userName, /^piet\+smtp-[a-z0-9]{6}@tulp\.example$/);
    for (const userName of [made.userName, actor.email, "PIET@tulp.example"]) {
      const program = await actorOfAppPassword(app, { userName, secret: made.secret, door: "smtp" });
      assert.partialDeepStrictEqual(program, { kind: "app-password", memberId: actor.memberId, anyFrom: false });
    }
    const typed = made.secret.toUpperCase().replaceAll("-", " ");
    const program = await actorOfAppPassword(app, { userName: made.userName, secret: typed, door: "smtp" });
    assert.ok(program && (await contactsOf(app, program)) > 0);
    const mailbox = await app.database.inOrganisation(firm.organisationId, (tx) =>
      openSpace(app, tx, readerOf(program), actor.mailboxSpaceId),
    );
    assert.deepEqual(mailbox, []);
    const { appPasswords } = await listAppPasswords(app, actor);
    assert.partialDeepStrictEqual(appPasswords, [{ label: "Outlook", door: "smtp", lastUsedAt: app.clock.now() }]);
  });

  it("A wrong secret, a wrong door or another member's address lets no program in", async () => {
    const { actor } = await join(app, firm.admin, "quin");
    const made = await createAppPassword(app, actor, { door: "smtp", label: "Mail" });
    const wrong = [
      {
        userName: made.userName,
        secret: `${made.secret.slice(0, -1)}${made.secret.endsWith("0") ? "1" : "0"}`,
        door: "smtp",
      },
      { userName: made.userName, secret: made.secret, door: "api" },
      { userName: firm.admin.email, secret: made.secret, door: "smtp" },
      { userName: otherMember.actor.email, secret: made.secret, door: "smtp" },
      { userName: "niemand@nergens.example", secret: made.secret, door: "smtp" },
      { userName: actor.email, secret: testPassword, door: "smtp" },
    ] as const;
    for (const attempt of wrong) assert.equal(await actorOfAppPassword(app, attempt), undefined);
  });

  it("A revoked app password ends open connections and lets nobody in any more", async () => {
    const { actor } = await join(app, firm.admin, "rosa");
    const made = await createAppPassword(app, actor, { door: "api", label: "Boekhouding" });
    const program = await actorOfAppPassword(app, { ...made, door: "api" });
    assert.ok(program && (await isAppPasswordLive(app, program)));
    await assert.rejects(revokeAppPassword(app, firm.admin, made), { code: "identity.app_password_absent" });
    const ended: Id[] = [];
    const stop = onAppPasswordsEnded((ids) => void ended.push(...ids));
    await revokeAppPassword(app, actor, made);
    stop();
    assert.deepEqual(ended, [made.appPasswordId]);
    assert.equal(await isAppPasswordLive(app, program), false);
    assert.equal(await actorOfAppPassword(app, { ...made, door: "api" }), undefined);
    assert.equal(await contactsOf(app, program), 0);
    assert.deepEqual((await listAppPasswords(app, actor)).appPasswords, []);
  });

  it("Writing under any address needs an admin, or the operator in person; a door that is not there is refused", async () => {
    const { actor } = await join(app, firm.admin, "stan");
    const input = { door: "smtp", label: "Factuurprogramma", anyFrom: true } as const;
    await assert.rejects(createAppPassword(app, actor, input), { code: "identity.any_from_needs_admin" });
    await createAppPassword(app, actor, { ...input, approvedBy: { kind: "operator" } });
    const made = await createAppPassword(app, firm.admin, input);
    assert.equal((await actorOfAppPassword(app, { ...made, door: "smtp" }))?.anyFrom, true);
    await assert.rejects(createAppPassword(app, actor, { door: "imap", label: "x" }), {
      code: "identity.door_not_there",
    });
  });

  it("Whoever writes in the database can't make a program send in another member's name", async () => {
    const { actor } = await join(app, firm.admin, "thea");
    const made = await createAppPassword(app, actor, { door: "smtp", label: "Thunderbird" });
    await app.testDatabase.asOwner("update identity_app_password set member_id = $1 where app_password_id = $2", [
      firm.admin.memberId,
      made.appPasswordId,
    ]);
    const logIn = { userName: made.userName, secret: made.secret, door: "smtp" } as const;
    await assert.rejects(actorOfAppPassword(app, logIn), { code: "vault.certificate_wrong" });
  });

  it("A user name with control characters is refused like any other that nobody has", async () => {
    const logIn = { userName: "anna\0@tulp.example", secret: "x", door: "smtp" } as const;
    assert.equal(await actorOfAppPassword(app, logIn), undefined);
  });
});
