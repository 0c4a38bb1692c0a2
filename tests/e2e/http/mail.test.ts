import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { guestRoutes, identityRoutes, mailRoutes } from "#/contract/index.ts";
import { BrowserClient } from "./support/client.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { enter, type Link, newestLink, outboxOf, type ReadMessage, type Sent, sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

describe("a sealed message over HTTP, there and back", () => {
  let door: TestDoor;
  let admin: Person;
  let anna: Person;
  let organisationId: string;
  let sent: Sent;
  let link: Link;
  let guest: BrowserClient;
  const report = Buffer.alloc(300_000, "een, twee, drie; ");
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
    anna = await addColleague(door, admin, "anna@tulp.example", "Anna de Wit");
    const me = await admin.browser.call<{ organisation: { organisationId: string } }>(identityRoutes.me);
    ({ organisationId } = me.organisation);
  });
  after(() => door.close());

  const stateOf = async (): Promise<string> => {
    const params = { messageId: sent.messageId };
    return (await admin.browser.call<ReadMessage>(mailRoutes.readMessage, { params })).recipients[0]!.state;
  };

  it("A member sends a message with attachments", async () => {
    const files = [new File([report], "jaarrekening 2026 – définitief.csv", { type: "text/csv" })];
    sent = await sendTo(admin, "gerda@buiten.example", { files, html: "<p>Beste <b>Gerda</b></p><script>x</script>" });
    assert.deepEqual(
      sent.recipients.map(({ email, state }) => [email, state]),
      [["gerda@buiten.example", "queued"]],
    );
  });

  it("The outbox page shows the notification with its link, and nothing of the message", async () => {
    link = await newestLink(door, organisationId);
    const page = await outboxOf(door, organisationId);
    assert.match(page, /gerda@buiten\.example/);
    assert.doesNotMatch(page, /Uw dossier|jaarrekening|Beste <b>/);
    const answer = await fetch(`${door.base}/outbox`);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    const proxied = await fetch(`${door.base}/outbox`, { headers: { "x-forwarded-for": "192.0.2.7" } });
    assert.equal(proxied.status, 403);
  });

  it("A scanner that follows the link, submits forms or posts without the secret leaves no mark", async () => {
    const { linkId } = link;
    const params = { linkId };
    const scanner = new BrowserClient(door.base);
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
      await scanner.fetch(`/m/${linkId}`, { method, headers: { purpose: "prefetch", "sec-purpose": "prefetch" } });
      await scanner.fetch(`/api/guest/${linkId}`, { method });
      await scanner.fetch(`/api/guest/${linkId}/conversation`, { method });
    }
    await scanner.send(guestRoutes.guestKnock, { params });
    await scanner.send(guestRoutes.guestKnock, { params, body: {} });
    await scanner.send(guestRoutes.guestKnock, { params, body: { secret: "" } });
    await scanner.send(guestRoutes.guestKnock, { params, body: { secret: "A".repeat(22) } });
    await scanner.send(guestRoutes.guestKnock, { params, body: { secret: link.secret }, origin: undefined });
    await scanner.fetch(`/api/guest/${linkId}/knock`, {
      method: "POST",
      body: `secret=${link.secret}`,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: door.base },
    });
    assert.equal(scanner.cookies.size, 0);
    assert.equal(await stateOf(), "handed-over");
  });

  it("The guest presses the button and is in; only then reading counts", async () => {
    const visitor = new BrowserClient(door.base);
    const params = { linkId: link.linkId };
    const shown = await visitor.call<{ organisation: { name: string } }>(guestRoutes.guestDoor, { params });
    assert.equal(shown.organisation.name, "Firma tulp.example");
    guest = await enter(door, link);
    assert.equal(await stateOf(), "handed-over");
    const path = `/api/guest/${link.linkId}/conversation`;
    assert.equal((await guest.fetch(path)).status, 403, "neither the page's token nor the browser's word");
    assert.equal((await guest.fetch(path, { method: "HEAD", headers: { "x-zegel-token": guest.token! } })).status, 403);
    assert.equal((await guest.fetch(path, { headers: { "sec-fetch-site": "cross-site" } })).status, 403);
    assert.equal(await stateOf(), "handed-over");
    const read = await guest.call<{ subject: string; messages: ReadMessage[] }>(guestRoutes.guestConversation, {
      params,
    });
    assert.equal(read.subject, "Uw dossier");
    assert.equal(read.messages[0]!.html, "<p>Beste <b>Gerda</b></p>");
    assert.equal(await stateOf(), "opened");
  });

  it("A page that was loaded again gets its token back by the browser's word", async () => {
    const answer = await guest.fetch(`/api/guest/${link.linkId}/conversation`, {
      headers: { "sec-fetch-site": "same-origin", "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" },
    });
    assert.equal(((await answer.json()) as { token: string }).token, guest.token);
  });

  it("A guest downloads whole, in part and again, and looking alone does not count", async () => {
    const params = { linkId: link.linkId };
    const { messages } = await guest.call<{ messages: ReadMessage[] }>(guestRoutes.guestConversation, { params });
    const [attachment] = messages[0]!.attachments;
    const path = `/api/guest/${link.linkId}/attachments/${attachment!.attachmentId}`;
    const head = await guest.fetch(path, { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.get("content-length")], [200, String(report.byteLength)]);
    assert.equal((await head.arrayBuffer()).byteLength, 0);
    assert.equal(await stateOf(), "opened");

    const whole = await guest.fetch(path);
    assert.equal(whole.status, 200);
    assert.ok(Buffer.from(await whole.arrayBuffer()).equals(report));
    const headers = Object.fromEntries(whole.headers);
    assert.equal(headers["content-type"], "text/csv");
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["accept-ranges"], "bytes");
    assert.equal(
      headers["content-disposition"],
      "attachment; filename=\"jaarrekening 2026 _ definitief.csv\"; filename*=UTF-8''jaarrekening%202026%20%E2%80%93%20d%C3%A9finitief.csv",
    );
    assert.equal(await stateOf(), "downloaded");

    const ranged = async (range: string, more: Record<string, string> = {}) =>
      guest.fetch(path, { headers: { range, ...more } });
    const middle = await ranged("bytes=70000-200000");
    assert.deepEqual([middle.status, middle.headers.get("content-range")], [206, "bytes 70000-200000/300000"]);
    assert.ok(Buffer.from(await middle.arrayBuffer()).equals(report.subarray(70_000, 200_001)));
    const rest = await ranged("bytes=299990-", { "if-range": headers["etag"]! });
    assert.equal(Buffer.from(await rest.arrayBuffer()).toString(), report.subarray(-10).toString());
    const changed = await ranged("bytes=299990-", { "if-range": '"another"' });
    assert.deepEqual([changed.status, (await changed.arrayBuffer()).byteLength], [200, 300_000]);
    const outside = await ranged("bytes=300000-");
    assert.equal(outside.status, 416);
    assert.equal(((await outside.json()) as { code: string }).code, "mail.range_unsatisfiable");
  });

  it("A guest keeps a copy as a mail file", async () => {
    const answer = await guest.fetch(`/api/guest/${link.linkId}/messages/${sent.messageId}/copy`);
    assert.equal(answer.headers.get("content-type"), "message/rfc822");
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(String(bytes.byteLength), answer.headers.get("content-length"));
    assert.match(bytes.toString(), /^Subject: Uw dossier\r$/m);
  });

  it("A guest replies with an attachment, and the member sees it", async () => {
    const params = { linkId: link.linkId };
    const files = [new File(["getekend"], "akkoord.txt", { type: "text/plain" })];
    await guest.call(guestRoutes.guestReply, { params, body: { text: "Akkoord." }, files });
    assert.equal(await stateOf(), "replied");
    const { entries, unread } = await admin.browser.call<{
      entries: { conversationId: string; subject: string; unread: boolean }[];
      unread: number;
    }>(mailRoutes.listMessages);
    assert.deepEqual([entries[0]!.subject, entries[0]!.unread, unread], ["Re: Uw dossier", true, 1]);
  });

  it("A conversation counts as read when a person's page asks, and not else", async () => {
    const params = { conversationId: sent.conversationId };
    const unread = async () => (await admin.browser.call<{ unread: number }>(mailRoutes.listMessages)).unread;
    await admin.browser.send(mailRoutes.readConversation, { params, token: undefined });
    await admin.browser.send(mailRoutes.readConversation, { params, method: "HEAD" });
    await admin.browser.send(mailRoutes.readConversation, { params, token: "A".repeat(43) });
    assert.equal(await unread(), 1);
    const read = await admin.browser.call<{ messages: ReadMessage[] }>(mailRoutes.readConversation, { params });
    assert.equal(read.messages[1]!.attachments[0]!.name, "akkoord.txt");
    assert.equal(await unread(), 0);
  });

  it("A colleague who is no recipient sees nothing of it, by any address", async () => {
    const { messageId, conversationId } = sent;
    const params = { messageId, conversationId, recipientId: sent.recipients[0]!.recipientId };
    for (const route of [
      mailRoutes.readMessage,
      mailRoutes.readConversation,
      mailRoutes.copy,
      mailRoutes.original,
      mailRoutes.resend,
    ]) {
      assert.equal((await anna.browser.refusal(route, { params })).status, 404, route.path);
    }
    assert.equal((await anna.browser.refusal(mailRoutes.recall, { params, body: {} })).status, 404);
  });

  it("An app password sends on the loopback address without a browser, and reads nothing", async () => {
    const made = await anna.browser.call<{ userName: string; secret: string }>(identityRoutes.createAppPassword, {
      body: { door: "api", label: "Facturen" },
    });
    const authorization = `Basic ${Buffer.from(`${made.userName}:${made.secret}`).toString("base64")}`;
    const program = new BrowserClient(door.base);
    const headers = { authorization };
    const body = { recipients: [{ email: "gerda@buiten.example" }], subject: "Factuur", text: "Zie bijlage" };
    const files = [new File(["%PDF-"], "factuur.pdf")];
    const result = await program.call<Sent>(mailRoutes.sendMessage, { headers, body, files, origin: undefined });
    assert.equal(result.recipients[0]!.state, "queued");
    assert.equal((await program.refusal(mailRoutes.listMessages, { headers })).code, "http.sign_in");
    const wrong = { authorization: `Basic ${Buffer.from(`${made.userName}:wrong`).toString("base64")}` };
    const refused = await program.refusal(mailRoutes.sendMessage, { headers: wrong, body, files });
    assert.deepEqual([refused.status, refused.code], [401, "http.app_password_wrong"]);
    const proxied = { authorization, "x-forwarded-for": "192.0.2.1" };
    assert.equal((await program.refusal(mailRoutes.sendMessage, { headers: proxied, body })).code, "http.plain");
  });

  it("A message that is taken back is gone for the guest, and the sender sees what had been handed out", async () => {
    const { messageId } = await sendTo(admin, "frits@buiten.example");
    const { linkId, secret } = await newestLink(door, organisationId);
    const visitor = await enter(door, { linkId, secret });
    await visitor.call(guestRoutes.guestConversation, { params: { linkId } });
    const params = { messageId };
    const { recipients } = await admin.browser.call<Sent>(mailRoutes.recall, { params, body: {} });
    assert.equal(recipients[0]!.state, "recalled");
    assert.ok(recipients[0]!.times["opened"]);
    assert.equal((await visitor.refusal(guestRoutes.guestConversation, { params: { linkId } })).status, 401);
    const knock = await visitor.call(guestRoutes.guestKnock, { params: { linkId }, body: { secret } });
    assert.equal(knock["state"], "recalled");
  });

  it("A guest who leaves is out, and the cookie is worth nothing", async () => {
    await sendTo(admin, "hans@buiten.example");
    const other = await newestLink(door, organisationId);
    const visitor = await enter(door, other);
    const cookies = new Map(visitor.cookies);
    const params = { linkId: other.linkId };
    assert.equal((await visitor.send(guestRoutes.guestLeave, { params })).status, 204);
    for (const [name, value] of cookies) visitor.cookies.set(name, value);
    assert.equal((await visitor.refusal(guestRoutes.guestConversation, { params })).code, "http.open_link");
  });

  it("An agreed password is asked for, with the tries that are left", async () => {
    await sendTo(admin, "ine@buiten.example", { recipient: { verification: "password", password: "rode fiets 12" } });
    const { linkId, secret } = await newestLink(door, organisationId);
    const visitor = new BrowserClient(door.base);
    const params = { linkId };
    const knock = await visitor.call(guestRoutes.guestKnock, { params, body: { secret } });
    assert.equal(knock["state"], "password");
    const wrong = await visitor.refusal(guestRoutes.guestCheck, { params, body: { secret, password: "blauwe fiets" } });
    assert.deepEqual([wrong.status, wrong.code], [401, "mail.password_wrong"]);
    assert.match(wrong.title, /nog 4 keer/);
    const right = await visitor.call(guestRoutes.guestCheck, { params, body: { secret, password: "rode fiets 12" } });
    assert.equal(right["state"], "open");
    await visitor.call(guestRoutes.guestConversation, { params });
  });

  it("A browser with many links keeps the newest sessions, so that its cookies stay small", async () => {
    const visitor = new BrowserClient(door.base);
    for (let count = 0; count < 10; count++) {
      await sendTo(admin, `gast${count}@buiten.example`);
      const { linkId, secret } = await newestLink(door, organisationId);
      await visitor.call(guestRoutes.guestKnock, { params: { linkId }, body: { secret } });
    }
    assert.equal(visitor.cookies.size, 8);
  });
});
