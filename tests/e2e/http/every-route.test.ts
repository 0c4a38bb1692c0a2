import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { allRoutes, identityRoutes } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { testPassword } from "../../support/identity.ts";
import { BrowserClient, type CallOptions } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, newestLink, type ReadMessage, type Sent, sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, logInAgain, type Person } from "./support/people.ts";
import { everybodys, type NamedRoute, namedRoutes, type ParamName, takesAnything } from "./support/samples.ts";
import { addContacts } from "./support/address-book.ts";
import { addFolder } from "./support/folder.ts";
import { addWriting } from "./support/writing.ts";

type Ids = Readonly<Record<ParamName, string>>;

interface House {
  readonly admin: Person;
  readonly colleague: Person;
  readonly guest: BrowserClient;
  /** Everything of it that has an id and belongs to the admin and a guest. */
  readonly ids: Ids;
}

async function openHouse(door: TestDoor, domain: string): Promise<House> {
  const admin = await addOrganisation(door, domain);
  const colleague = await addColleague(door, admin, `anna@${domain}`, "Anna");
  const { browser } = admin;
  const me = await browser.call<{ organisation: { organisationId: string } }>(identityRoutes.me);
  const { endpointId } = await browser.call<{ endpointId: string }>(allRoutes.createWebhook, {
    body: {
      label: "Boekhouding",
      url: "https://192.88.99.1/zegel",
      events: ["recipient.opened"],
      onlyApplications: false,
    },
  });
  const { messageId, conversationId, recipients }: Sent = await sendTo(admin, "gerda@buiten.example", {
    files: [new File(["inhoud"], "bijlage.txt")],
  });
  const link = await newestLink(door, me.organisation.organisationId);
  const guest = await enter(door, link);
  await guest.send(allRoutes.guestConversation, { params: { linkId: link.linkId } });
  const message = await browser.call<ReadMessage>(allRoutes.readMessage, { params: { messageId } });
  const { appPasswordId } = await browser.call<{ appPasswordId: string }>(identityRoutes.createAppPassword, {
    body: { door: "smtp", label: "Mail" },
  });
  const { invitationUrl } = await browser.call<{ invitationUrl: string }>(identityRoutes.inviteMember, {
    body: { email: `bob@${domain}`, name: "Bob", roles: [], language: "nl" },
  });
  const { deliveries } = await browser.call<{ deliveries: { deliveryId: string }[] }>(allRoutes.listWebhookDeliveries, {
    params: { endpointId },
  });
  const { mailboxId } = await browser.call<{ mailboxId: string }>(allRoutes.createSharedMailbox, {
    body: { name: "Info", email: `info@${domain}`, memberIds: [admin.memberId] },
  });
  const standIn = await addColleague(door, admin, `carla@${domain}`, "Carla");
  const ahead = { from: "2090-01-01T00:00:00.000Z", until: "2090-01-08T00:00:00.000Z" };
  const { standInId } = await browser.call<{ standInId: string }>(allRoutes.nameStandIn, {
    body: { memberId: standIn.memberId, ...ahead },
  });
  const { questionId } = await standIn.browser.call<{ questionId: string }>(allRoutes.askQuestion, {
    body: { text: "Hoe werkt dit?", screen: "/mail/inbox" },
  });
  const { labelId } = await browser.call<{ labelId: string }>(allRoutes.makeLabel, {
    body: { name: "Belasting", colour: "petrol" },
  });
  const { entries } = await browser.call<{ entries: { entryId: string }[] }>(allRoutes.listAudit);
  const { sessions } = await browser.call<{ sessions: { sessionId: string }[] }>(allRoutes.account);
  const ids = {
    labelId,
    ...(await addFolder(admin)),
    ...(await addWriting(admin)),
    mailboxId,
    standInId,
    ...(await addContacts(admin)),
    endpointId,
    deliveryId: deliveries[0]!.deliveryId,
    memberId: colleague.memberId,
    messageId,
    conversationId,
    appPasswordId,
    invitationId: new URL(invitationUrl).pathname.split("/").at(-1)!,
    attachmentId: message.attachments[0]!.attachmentId,
    recipientId: recipients[0]!.recipientId,
    linkId: link.linkId,
    entryId: entries[0]!.entryId,
    deviceId: newId(),
    questionId,
    sessionId: sessions[0]!.sessionId,
  };
  return { admin, colleague, guest, ids };
}

const attacker = "https://attacker.example";
describe("every route of the contract", () => {
  let door: TestDoor;
  let tulp: House;
  let roos: House;
  before(async () => {
    door = await openTestDoor();
    tulp = await openHouse(door, "tulp.example");
    roos = await openHouse(door, "roos.example");
  });
  beforeEach(() => door.app.clock.advance(10_000));
  after(() => door.close());

  const optionsOf = ({ body }: NamedRoute, ids: Ids): CallOptions => ({
    params: ids,
    ...(body !== undefined && { body }),
  });
  const changes = ({ route }: NamedRoute): boolean => route.method !== "GET";
  const isGuests = ({ route }: NamedRoute): boolean => route.access === "guest";
  const isOpen = ({ route }: NamedRoute): boolean => route.access === "anyone";
  const signInCode = (each: NamedRoute): string => (isGuests(each) ? "http.open_link" : "http.sign_in");

  /** Somebody who would get through, were it not for what is tried. */
  const pendingBrowser = async (person: Person): Promise<BrowserClient> => {
    const browser = new BrowserClient(door.base);
    await browser.call(identityRoutes.login, { body: { email: person.email, password: testPassword } });
    return browser;
  };
  const rightBrowser = async (each: NamedRoute, house: House): Promise<BrowserClient> => {
    if (isGuests(each)) return house.guest;
    return each.route.access === "pending" ? pendingBrowser(house.admin) : house.admin.browser;
  };
  const copyOf = (browser: BrowserClient): BrowserClient => {
    const copy = new BrowserClient(browser.base);
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    copy.token = browser.token;
    return copy;
  };

  for (const each of namedRoutes.filter((one) => !isOpen(one))) {
    it(`${each.name}: nobody is let in without a session, or with a made-up one`, async () => {
      const options = optionsOf(each, tulp.ids);
      const visitor = new BrowserClient(door.base);
      for (const cookie of [
        undefined,
        "A".repeat(43),
        "x",
        `${"A".repeat(42)}%00`,
        "'; drop table identity_session; --",
      ]) {
        const name = isGuests(each) ? `zegel-guest-${tulp.ids.linkId}` : "zegel";
        if (cookie !== undefined) visitor.cookies.set(name, cookie);
        const problem = await visitor.refusal(each.route, options);
        assert.deepEqual([problem.status, problem.code], [401, signInCode(each)]);
      }
    });

    it(`${each.name}: a session of another kind is none`, async () => {
      const options = optionsOf(each, tulp.ids);
      const others = [tulp.guest, tulp.admin.browser, await pendingBrowser(tulp.admin)];
      const right = await rightBrowser(each, tulp);
      const kindOf = (browser: BrowserClient): string => [...browser.cookies.keys()].join();
      for (const other of others) {
        const isRight = kindOf(other) === kindOf(right) && (each.route.access === "pending") === (other === others[2]);
        if (isRight) continue;
        const disguised = new BrowserClient(door.base);
        const [value] = other.cookies.values();
        for (const name of ["zegel", `zegel-guest-${tulp.ids.linkId}`]) disguised.cookies.set(name, value!);
        disguised.token = other.token;
        const problem = await disguised.refusal(each.route, options);
        assert.deepEqual([problem.status, problem.code], [401, signInCode(each)]);
      }
    });
  }

  for (const each of namedRoutes.filter(changes)) {
    it(`${each.name}: nothing is changed on another website's behalf`, async () => {
      const options = optionsOf(each, tulp.ids);
      const browser = await rightBrowser(each, tulp);
      const sources: CallOptions[] = [
        { origin: attacker },
        { origin: "null" },
        { origin: undefined },
        { origin: door.base.replace("http:", "https:") },
        { origin: `${door.base}.attacker.example` },
        { headers: { "sec-fetch-site": "cross-site" } },
        { headers: { "sec-fetch-site": "same-site" } },
        { origin: undefined, headers: { "sec-fetch-site": "none" } },
        { origin: undefined, headers: { referer: `${door.base}/` } },
      ];
      for (const source of sources) {
        const problem = await browser.refusal(each.route, { ...options, ...source });
        assert.deepEqual([problem.status, problem.code], [403, "http.cross_site"], JSON.stringify(source));
      }
    });
  }

  for (const each of namedRoutes.filter((one) => changes(one) && !isOpen(one))) {
    it(`${each.name}: nothing is changed without the page's own token`, async () => {
      const options = optionsOf(each, tulp.ids);
      const browser = await rightBrowser(each, tulp);
      for (const token of [undefined, "", "A".repeat(43), roos.admin.browser.token, roos.guest.token]) {
        const problem = await browser.refusal(each.route, { ...options, token });
        assert.deepEqual([problem.status, problem.code], [403, "identity.token_wrong"]);
      }
    });
  }

  for (const each of namedRoutes.filter((one) => !changes(one) && !isOpen(one))) {
    it(`${each.name}: nothing is read from within another website`, async () => {
      const options = optionsOf(each, tulp.ids);
      const browser = await rightBrowser(each, tulp);
      for (const site of ["cross-site", "same-site"]) {
        const problem = await browser.refusal(each.route, { ...options, headers: { "sec-fetch-site": site } });
        assert.deepEqual([problem.status, problem.code], [403, "http.cross_site"]);
      }
    });
  }

  for (const each of namedRoutes.filter(({ params }) => params.length > 0)) {
    it(`${each.name}: an id that is none is not there, and never reaches the database`, async () => {
      const browser = await rightBrowser(each, tulp);
      for (const name of each.params.filter((param) => !(isGuests(each) && param === "linkId"))) {
        for (const wrong of ["x", "0", "1 or 1=1", "' or ''='", "%00", "..", "null", tulp.ids[name].toUpperCase()]) {
          const options = optionsOf(each, { ...tulp.ids, [name]: wrong });
          const problem = await browser.refusal(each.route, options);
          // A browser makes another address of "..", where something else may stand.
          const expected = wrong === ".." ? [404, 405, 422] : [404];
          assert.ok(expected.includes(problem.status), `${name}=${wrong}: ${problem.code}`);
        }
      }
    });

    it(`${each.name}: what belongs to another organisation is not there`, async () => {
      if (isGuests(each)) {
        const disguised = new BrowserClient(door.base);
        const [token] = roos.guest.cookies.values();
        disguised.cookies.set(`zegel-guest-${tulp.ids.linkId}`, token!);
        disguised.token = roos.guest.token;
        const problem = await disguised.refusal(each.route, optionsOf(each, tulp.ids));
        assert.deepEqual([problem.status, problem.code], [401, "http.open_link"]);
        return;
      }
      // Whoever writes a template makes its id: then it is one of their own.
      if (isOpen(each) || each.name === "saveTemplate") return;
      const problem = await roos.admin.browser.refusal(each.route, optionsOf(each, tulp.ids));
      assert.equal(problem.status, 404, problem.code);
    });

    it(`${each.name}: what belongs to somebody else is not there, or may not be done`, async () => {
      if (isGuests(each)) {
        const others = each.params.filter((name) => name !== "linkId");
        for (const name of others) {
          const ids = { ...tulp.ids, [name]: roos.ids[name] };
          assert.equal((await tulp.guest.refusal(each.route, optionsOf(each, ids))).status, 404);
        }
        return;
      }
      if (isOpen(each) || everybodys.has(each.name)) return;
      const problem = await tulp.colleague.browser.refusal(each.route, optionsOf(each, tulp.ids));
      assert.ok(
        problem.status === 404 || problem.code === "identity.role_missing",
        `${problem.status} ${problem.code}`,
      );
    });
  }

  for (const each of namedRoutes.filter(({ body }) => body !== undefined)) {
    it(`${each.name}: a body of another form is refused, and none is taken for an empty one`, async () => {
      const browser = await rightBrowser(each, tulp);
      for (const body of [null, [], "text", 7, { unexpected: { $gt: "" } }]) {
        if (takesAnything.has(each.name) && typeof body === "object" && body !== null && !Array.isArray(body)) continue;
        const problem = await browser.refusal(each.route, { params: tulp.ids, body });
        assert.equal(problem.status, 422, problem.code);
        assert.equal(problem.code, "http.invalid");
      }
    });
  }

  it("A session that was ended opens nothing any more, whatever is asked", async () => {
    const member = await logInAgain(door, tulp.colleague);
    const ended = copyOf(member);
    await member.send(identityRoutes.logout);
    for (const each of namedRoutes.filter((one) => ["member", "member-or-app"].includes(one.route.access))) {
      const problem = await ended.refusal(each.route, optionsOf(each, tulp.ids));
      assert.deepEqual([problem.status, problem.code], [401, "http.sign_in"], each.name);
    }
    const guest = copyOf(tulp.guest);
    await tulp.guest.send(allRoutes.guestLeave, { params: tulp.ids });
    for (const each of namedRoutes.filter(isGuests)) {
      const problem = await guest.refusal(each.route, optionsOf(each, tulp.ids));
      assert.deepEqual([problem.status, problem.code], [401, "http.open_link"], each.name);
    }
  });

  it("A session that ran out opens nothing any more", async () => {
    const member = await logInAgain(door, tulp.colleague);
    door.app.clock.advance(8 * 3_600_000);
    assert.equal((await member.refusal(identityRoutes.me)).code, "http.sign_in");
  });
});
