import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { hourMs } from "#/kernel/index.ts";
import { webhookJobs } from "#/webhooks/index.ts";
import type { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, newestLink, sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, logInAgain, type Person } from "./support/people.ts";

interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Waiting {
  readonly [name: string]: string;
  readonly organisation_id: string;
  readonly delivery_id: string;
}

/** A business application that listens. */
async function openApplication() {
  const taken: Taken[] = [];
  const application = { taken, status: 204, url: "", close: async () => undefined as void };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      taken.push({ headers: request.headers, body });
      return response.writeHead(application.status, { location: "http://169.254.169.254/" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  application.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/zegel`;
  application.close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return application;
}

const events = ["recipient.queued", "recipient.opened", "recipient.recalled"];

describe("webhooks", () => {
  let door: TestDoor;
  let admin: Person;
  let browser: BrowserClient;
  let organisationId: string;
  let application: Awaited<ReturnType<typeof openApplication>>;
  let endpointId: string;
  let secret: string;

  before(async () => {
    application = await openApplication();
    door = await openTestDoor({ environment: { ZEGEL_WEBHOOK_NETWORKS: "127.0.0.0/8" } });
    admin = await addOrganisation(door, "tulp.example");
    browser = admin.browser;
    const me = await browser.call<{ organisation: { organisationId: string } }>(allRoutes.me);
    organisationId = me.organisation.organisationId;
  });
  after(async () => {
    await door?.close();
    await application?.close();
  });
  beforeEach(async () => {
    for (const { endpointId: id } of await webhooks())
      await browser.call(allRoutes.removeWebhook, { params: { endpointId: id } });
    application.taken.length = 0;
    application.status = 204;
    const body = { label: "Boekhouding", url: application.url, events, onlyApplications: false };
    ({ endpointId, secret } = await browser.call<{ endpointId: string; secret: string }>(allRoutes.createWebhook, {
      body,
    }));
  });

  const webhooks = async () =>
    (
      await browser.call<{ webhooks: { endpointId: string; state: string; failingSince: string | null }[] }>(
        allRoutes.listWebhooks,
      )
    ).webhooks;
  const deliveries = async () =>
    (
      await browser.call<{
        deliveries: { deliveryId: string; event: string; state: string; attempts: number; lastAnswer: string | null }[];
      }>(allRoutes.listWebhookDeliveries, { params: { endpointId } })
    ).deliveries;

  /** What the worker does when their time has come. */
  async function deliverWaiting(): Promise<void> {
    const [deliver] = Object.values(webhookJobs(door.app));
    const waiting = await door.app.testDatabase.asOwner<Waiting>(
      "select organisation_id, delivery_id from webhooks_delivery where state = 'queued' order by delivery_id",
    );
    for (const { organisation_id, delivery_id } of waiting)
      await deliver!({ organisationId: organisation_id, deliveryId: delivery_id });
  }

  it("An application learns by a signed call that a recipient opened a message, and nothing of its content", async () => {
    const { messageId, conversationId, recipients } = await sendTo({ ...admin, browser }, "gerda@buiten.example");
    const link = await newestLink(door, organisationId);
    const guest = await enter(door, link);
    await guest.send(allRoutes.guestConversation, { params: { linkId: link.linkId } });
    await deliverWaiting();
    const { recipientId } = recipients[0]!;
    const told = application.taken.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    assert.deepEqual(
      told.map(({ type }) => type),
      ["recipient.queued", "recipient.opened"],
    );
    assert.deepEqual(told[1]!.data, { messageId, conversationId, recipientId, state: "opened" });
    const { headers, body } = application.taken[1]!;
    assert.equal(headers["content-type"], "application/json");
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    assert.equal(headers["webhook-signature"], `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
    for (const { body: each } of application.taken) assert.doesNotMatch(each, /gerda|dossier|lezer/i);
    assert.ok((await deliveries()).every(({ state, lastAnswer }) => state === "delivered" && lastAnswer === "204"));
  });

  it("What an application did not take is told again with growing pauses, and after a day it is paused", async () => {
    application.status = 503;
    await sendTo({ ...admin, browser }, "henk@buiten.example");
    for (let tries = 1; tries <= 9; tries++) {
      await deliverWaiting();
      assert.equal(application.taken.length, tries);
      door.app.clock.advance(3 * hourMs);
    }
    browser = await logInAgain(door, admin);
    const [delivery] = await deliveries();
    assert.deepEqual([delivery!.state, delivery!.attempts, delivery!.lastAnswer], ["failed", 9, "503"]);
    const ids = new Set(application.taken.map(({ headers }) => headers["webhook-id"]));
    assert.equal(ids.size, 1, "the same delivery has the same id each time");
    const [endpoint] = await webhooks();
    assert.equal(endpoint!.state, "paused");
    assert.notEqual(endpoint!.failingSince, null);
    await sendTo({ ...admin, browser }, "paused@buiten.example");
    await deliverWaiting();
    assert.equal(application.taken.length, 9, "a paused endpoint is not called");
    const unknown = await browser.refusal(allRoutes.repeatWebhookDelivery, {
      params: { endpointId, deliveryId: endpointId },
    });
    assert.equal(unknown.code, "webhooks.delivery_absent");
  });

  it("A delivery can be told again, and a new secret signs from then on", async () => {
    await sendTo({ ...admin, browser }, "nog@buiten.example");
    await deliverWaiting();
    const params = { endpointId };
    const renewed = await browser.call<{ secret: string }>(allRoutes.renewWebhookSecret, { params });
    assert.notEqual(renewed.secret, secret);
    const { deliveryId } = (await deliveries())[0]!;
    await browser.call(allRoutes.repeatWebhookDelivery, { params: { endpointId, deliveryId } });
    await deliverWaiting();
    const [first, second] = application.taken;
    assert.equal(second!.headers["webhook-id"], first!.headers["webhook-id"]);
    const signed = `${second!.headers["webhook-id"]}.${second!.headers["webhook-timestamp"]}.${second!.body}`;
    const key = Buffer.from(renewed.secret.replace(/^whsec_/, ""), "base64");
    assert.equal(
      second!.headers["webhook-signature"],
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
  });

  it("A redirect is not followed: where a webhook leads is what the admin wrote down", async () => {
    application.status = 307;
    await sendTo({ ...admin, browser }, "omleiding@buiten.example");
    await deliverWaiting();
    assert.equal(application.taken.length, 1);
    assert.equal((await deliveries())[0]!.lastAnswer, "307");
  });

  it("Addresses inside the house, and plain http to the world, are refused with the reason", async () => {
    const refusalOf = async (url: string): Promise<string> => {
      const body = { label: "Elders", url, events };
      return (await browser.refusal(allRoutes.createWebhook, { body })).code;
    };
    assert.equal(await refusalOf("https://10.0.0.1/x"), "webhooks.address_closed");
    assert.equal(await refusalOf("https://169.254.169.254/latest/meta-data"), "webhooks.address_closed");
    assert.equal(await refusalOf("https://[::1]/x"), "webhooks.address_closed");
    assert.equal(await refusalOf("https://[fd00::1]/x"), "webhooks.address_closed");
    assert.equal(await refusalOf("https://[::ffff:192.168.1.1]/x"), "webhooks.address_closed");
    assert.equal(await refusalOf("https://0x7f000001.invalid/x"), "webhooks.host_unknown");
    assert.equal(await refusalOf("http://192.88.99.1/x"), "webhooks.needs_https");
    assert.equal(await refusalOf("ftp://tulp.example/x"), "webhooks.url_wrong");
    assert.equal(await refusalOf("https://user:secret@tulp.example/x"), "webhooks.url_wrong");
  });

  it("A member who is no admin sees no webhooks and makes none", async () => {
    const colleague = await addColleague(door, { ...admin, browser }, "bram@tulp.example", "Bram");
    assert.equal((await colleague.browser.refusal(allRoutes.listWebhooks)).status, 403);
    const body = { label: "Stiekem", url: application.url, events };
    assert.equal((await colleague.browser.refusal(allRoutes.createWebhook, { body })).status, 403);
  });
});
