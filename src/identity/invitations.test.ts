import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs, newId } from "#/kernel/index.ts";
import {
  accept,
  contactsOf,
  invite,
  join,
  linkOf,
  openTestApp,
  setUpTestOrganisation,
  testPassword,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import { inviteMember, logIn, readInvitation, type InvitationMail } from "./index.ts";

let app: TestApp;
let firm: TestOrganisation;
let other: TestOrganisation;

before(async () => {
  app = await openTestApp();
  firm = await setUpTestOrganisation(app);
  other = await setUpTestOrganisation(app, { domain: "roos.example" });
  await join(app, other.admin, "olga");
});
after(() => app.close());

describe("Invitations", () => {
  it("A newcomer can work at once: own certified key, mailbox, contacts", async () => {
    const { actor } = await join(app, firm.admin, "nina");
    assert.equal(actor.name, "nina");
    assert.deepEqual(actor.roles, ["member"]);
    assert.equal(await contactsOf(app, actor), 1);
    assert.equal(
      (await logIn(app, { email: actor.email, password: testPassword, userAgent: "", address: "::1" })).next,
      "code",
    );
  });

  it("The page behind the link says for whom it is, to whoever has the secret", async () => {
    const { invitationUrl } = await invite(app, firm.admin, "pia");
    assert.match(invitationUrl, /^http:\/\/localhost:8025\/invitation\/[0-9a-f-]{36}#[\w-]{43}$/);
    assert.deepEqual(await readInvitation(app, linkOf(invitationUrl)), {
      organisation: "Firma tulp.example",
      name: "pia",
      email: "pia@tulp.example",
      language: "nl",
      givesBack: false,
    });
  });

  it("The mail to the newcomer is queued in the same transaction, and without it nobody was invited", async () => {
    const mails: InvitationMail[] = [];
    const input = { email: "rik@tulp.example", name: "Rik", roles: [], language: "en" } as const;
    const failing = inviteMember(app, firm.admin, {
      ...input,
      deliver: () => Promise.reject(new Error("no room in the queue")),
    });
    await assert.rejects(failing, /no room/);
    assert.equal(await app.database.organisationOf.member(input.email), undefined);
    const { invitationUrl } = await inviteMember(app, firm.admin, {
      ...input,
      deliver: async (_tx, mail) => void mails.push(mail),
    });
    assert.partialDeepStrictEqual(mails, [{ to: "rik@tulp.example", language: "en", url: invitationUrl }]);
  });

  it("An invitation works once", async () => {
    const { invitationUrl } = await invite(app, firm.admin, "sam");
    await accept(app, invitationUrl, "Sam");
    await assert.rejects(accept(app, invitationUrl, "Sam"), { kind: "gone", code: "identity.invitation_used" });
  });

  it("Two who use the same invitation at the same moment don't both become the member", async () => {
    const { invitationUrl } = await invite(app, firm.admin, "tess");
    const results = await Promise.allSettled([
      accept(app, invitationUrl, "Tess"),
      accept(app, invitationUrl, "Indringer"),
    ]);
    assert.deepEqual(results.map((result) => result.status).toSorted(), ["fulfilled", "rejected"]);
  });

  it("An invitation runs out after a week", async () => {
    const fresh = await openTestApp();
    try {
      const { admin } = await setUpTestOrganisation(fresh, { domain: "anjer.example" });
      const { invitationUrl } = await inviteMember(fresh, admin, {
        email: "uma@anjer.example",
        name: "Uma",
        roles: [],
        language: "nl",
      });
      fresh.clock.advance(7 * dayMs);
      await assert.rejects(readInvitation(fresh, linkOf(invitationUrl)), { code: "identity.invitation_expired" });
    } finally {
      await fresh.close();
    }
  });

  it("A forged, shortened or foreign secret opens no invitation, and an id that nobody has gives the same answer", async () => {
    const mine = linkOf((await invite(app, firm.admin, "vic")).invitationUrl);
    const foreign = linkOf((await invite(app, other.admin, "wim")).invitationUrl);
    const forged = `${mine.secret.startsWith("#A") ? "#B" : "#A"}${mine.secret.slice(2)}`;
    const links = [
      { ...mine, secret: forged },
      { ...mine, secret: mine.secret.slice(0, -1) },
      { ...mine, secret: "" },
      { ...mine, secret: foreign.secret },
      { ...foreign, secret: mine.secret },
      { ...mine, invitationId: newId() },
      { ...mine, invitationId: "../../etc" },
    ];
    for (const link of links) await assert.rejects(readInvitation(app, link), { code: "identity.invitation_absent" });
  });

  it("Inviting somebody again makes the first link worthless; a member can't be invited again", async () => {
    const first = await invite(app, firm.admin, "xena");
    const second = await invite(app, firm.admin, "xena");
    assert.equal(first.memberId, second.memberId);
    await assert.rejects(accept(app, first.invitationUrl, "Xena"), { code: "identity.invitation_absent" });
    await accept(app, second.invitationUrl, "Xena");
    await assert.rejects(invite(app, firm.admin, "xena"), { code: "identity.email_taken" });
  });

  it("Only admins invite, and only for addresses and names that can be used", async () => {
    const { actor } = await join(app, firm.admin, "yara");
    await assert.rejects(invite(app, actor, "zoe"), { kind: "forbidden", code: "identity.role_missing" });
    const input = { email: "zoe@tulp.example", name: "Zoe", roles: [], language: "nl" } as const;
    await assert.rejects(inviteMember(app, firm.admin, { ...input, email: "zoe" }), { code: "identity.email_invalid" });
    await assert.rejects(inviteMember(app, firm.admin, { ...input, name: "Zoe\r\nBcc: a@b.nl" }), {
      code: "identity.name_invalid",
    });
    await assert.rejects(inviteMember(app, firm.admin, { ...input, email: "olga@roos.example" }), {
      code: "identity.email_taken",
    });
  });

  it("An invited admin can invite others, and so on", async () => {
    const { actor: second } = await join(app, firm.admin, "bo", ["admin"]);
    const { actor: third } = await join(app, second, "cas", ["admin"]);
    await join(app, third, "dirk");
  });
});
