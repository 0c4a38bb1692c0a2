import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, newestLink, type ReadMessage, sendTo } from "./support/mail.ts";
import { addOrganisation, type Person } from "./support/people.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("what a guest looks at and keeps, over HTTP", () => {
  let door: TestDoor;
  let admin: Person;
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
  });
  after(() => door?.close());

  it("A picture is shown as what it is and nothing else; a zip file is saved", async () => {
    const files = [
      new File([png], "a.png"),
      new File(["<script>1</script>".repeat(4)], "b.png", { type: "image/png" }),
    ];
    const { messageId } = await sendTo(admin, "gerda@buiten.example", { files });
    const me = await admin.browser.call<{ organisation: { organisationId: string } }>(allRoutes.me);
    const link = await newestLink(door, me.organisation.organisationId);
    const guest = await enter(door, link);
    const message = await admin.browser.call<ReadMessage>(allRoutes.readMessage, { params: { messageId } });
    const [picture, script] = message.attachments;
    const params = { linkId: link.linkId, messageId, attachmentId: picture!.attachmentId };
    const shown = await guest.send(allRoutes.guestPicture, { params });
    assert.equal(shown.headers.get("content-type"), "image/png");
    assert.match(shown.headers.get("content-disposition") ?? "", /^inline; /);
    assert.equal(shown.headers.get("x-content-type-options"), "nosniff");
    assert.equal(shown.headers.get("cache-control"), "no-store");
    assert.match(shown.headers.get("content-security-policy") ?? "", /default-src 'none'.*sandbox/);
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), png);
    const refused = await guest.refusal(allRoutes.guestPicture, {
      params: { ...params, attachmentId: script!.attachmentId },
    });
    assert.deepEqual([refused.status, refused.code], [422, "mail.preview_impossible"]);
    const zip = await guest.send(allRoutes.guestZip, { params });
    assert.match(zip.headers.get("content-disposition") ?? "", /^attachment; /);
    assert.equal(Number(zip.headers.get("content-length")), (await zip.arrayBuffer()).byteLength);
  });

  it("The frame for PDF files has no origin, and our pages alone may hold it", async () => {
    const page = await fetch(`${door.base}/preview/pdf.html`);
    const policy = page.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^sandbox allow-scripts;/);
    assert.doesNotMatch(policy, /allow-same-origin|unsafe|connect-src/);
    assert.match(policy, /default-src 'none'.*frame-ancestors 'self'/);
    assert.equal(page.headers.get("x-frame-options"), "SAMEORIGIN");
    const [script] = /\/preview\/assets\/[^"]+\.js/.exec(await page.text()) ?? [];
    assert.ok(script);
    const program = await fetch(`${door.base}${script}`, { headers: { origin: "null" } });
    assert.equal(program.headers.get("access-control-allow-origin"), "*");
    assert.match(program.headers.get("content-type") ?? "", /^text\/javascript/);
    const other = await fetch(`${door.base}/`, { headers: { accept: "text/html" } });
    assert.equal(other.headers.get("access-control-allow-origin"), null);
    assert.match(other.headers.get("content-security-policy") ?? "", /frame-src 'self'/);
  });

  it("Asking for check codes is limited per network, so that nobody tries them out", async () => {
    const visitor = new BrowserClient(door.base);
    const answers: number[] = [];
    for (let count = 0; count < 40; count++) {
      const answer = await visitor.send(allRoutes.askNotification, { body: { code: "0000-0000-0000" } });
      answers.push(answer.status);
    }
    assert.equal(answers[0], 200);
    assert.equal(answers.at(-1), 429);
    door.app.clock.advance(10 * 60_000);
  });

  it("A device's cookie is for this host alone, can't be read by scripts, and comes only when the guest asks", async () => {
    await admin.browser.call(allRoutes.saveOrganisation, {
      body: {
        name: "Tulp",
        phone: "",
        website: "",
        subjectTag: "",
        linkDays: 30,
        trustedDeviceDays: 7,
        trustedDevicePassword: true,
      },
    });
    const me = await admin.browser.call<{ organisation: { organisationId: string } }>(allRoutes.me);
    const password = "blauwe regenjas";
    await sendTo(admin, "piet@buiten.example", { recipient: { verification: "password", password } });
    const link = await newestLink(door, me.organisation.organisationId);
    const params = { linkId: link.linkId };
    const guest = new BrowserClient(door.base);
    const body = { secret: link.secret, password };
    const plain = await guest.send(allRoutes.guestCheck, { params, body });
    assert.equal(
      plain.headers.getSetCookie().some((cookie) => cookie.includes("device")),
      false,
    );
    const trusted = await guest.send(allRoutes.guestCheck, { params, body: { ...body, trustDevice: true } });
    const cookie = trusted.headers.getSetCookie().find((each) => each.includes("device")) ?? "";
    for (const part of ["HttpOnly", "SameSite=Strict", "Path=/", "Expires="]) assert.ok(cookie.includes(part), part);
    assert.doesNotMatch(cookie, /Domain=/i);
    assert.equal((await trusted.text()).includes(cookie.split(/[=;]/)[1]!), false);
    const again = await guest.call<{ state: string }>(allRoutes.guestKnock, {
      params,
      body: { secret: link.secret },
    });
    assert.equal(again.state, "open");
    const stranger = new BrowserClient(door.base);
    const asked = await stranger.call<{ state: string }>(allRoutes.guestKnock, {
      params,
      body: { secret: link.secret },
    });
    assert.equal(asked.state, "password");
  });
});
