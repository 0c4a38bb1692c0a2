import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { guestOfSession } from "#/identity/index.ts";
import { dayMs, hourMs } from "#/kernel/index.ts";
import { knock, readMessage, readOutbox, requestCode, sendMessage } from "#/mail/index.ts";
import { linkIn, type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { until } from "../../../tests/support/until.ts";
import { maintain, openWorkerDoor, type WorkerDoor } from "./index.ts";

const plain = { door: "web", subject: "Onderwerp", text: "Tekst" } as const;

describe("the worker", () => {
  let test: MailTest;
  let door: WorkerDoor;
  before(async () => {
    test = await openMailTest({ ZEGEL_RETRY: "1s" });
    door = await openWorkerDoor({ ...test.app, ownerConnection: test.app.testDatabase.owner });
  });
  after(async () => {
    await door.close();
    await test.close();
  });

  it("What is sent leaves by itself, and what the smarthost puts off leaves later", async () => {
    const { app, sender, smarthost } = test;
    let refusals = 1;
    smarthost.trouble = (at) =>
      at === "gast@buiten.example" && refusals-- > 0 ? { code: 450, text: "4.2.0 in a moment" } : undefined;
    const sent = await sendMessage(app, sender, { ...plain, recipients: [{ email: "gast@buiten.example" }] });
    const mail = await smarthost.waitFor("the notification", ({ to }) => to.includes("gast@buiten.example"));
    await until("the sender sees that it was handed over", async () => {
      const [recipient] = (await readMessage(app, sender, sent.messageId)).recipients;
      return recipient!.state === "handed-over";
    });
    assert.ok(refusals < 1);
    assert.equal((await knock(app, linkIn(mail.parsed.text ?? ""))).state, "open");
  });

  it("A code that a guest asks for leaves by itself", async () => {
    const { app, sender, smarthost } = test;
    const email = "sms@buiten.example";
    await sendMessage(app, sender, { ...plain, recipients: [{ email, phone: "0612345678" }] });
    const mail = await smarthost.waitFor("the notification", ({ to }) => to.includes(email));
    await requestCode(app, linkIn(mail.parsed.text ?? ""));
    const sms = await until("the text message", async () => (await readOutbox(app)).find(({ kind }) => kind === "sms"));
    assert.match(sms.text, /\d{6}/);
  });

  it("Queue and session secrets are new every day, and old ones go when nothing needs them any more", async () => {
    const { app } = test;
    const [queue, session] = [app.secrets.queue.current().id, app.secrets.session.current().id];
    await maintain(app);
    assert.equal(app.secrets.queue.current().id, queue, "not before a day is over");
    app.clock.advance(dayMs);
    await maintain(app);
    const fresh = app.secrets.queue.current().id;
    assert.notEqual(fresh, queue);
    assert.notEqual(app.secrets.session.current().id, session);
    app.clock.advance(2 * hourMs);
    await maintain(app);
    assert.ok(app.secrets.queue.secret(queue), "the outbox still lies under it");
    app.clock.advance(7 * dayMs);
    await maintain(app);
    app.clock.advance(2 * hourMs);
    await maintain(app);
    assert.deepEqual(await readOutbox(app), []);
    assert.equal(app.secrets.queue.secret(queue), undefined);
    assert.equal(app.secrets.session.secret(session), undefined);
  });

  it("Sessions that are over and links that ran out go by themselves", async () => {
    const { app, sender, smarthost } = test;
    const email = "later@buiten.example";
    await sendMessage(app, sender, { ...plain, recipients: [{ email }] });
    const mail = await smarthost.waitFor("the notification", ({ to }) => to.includes(email));
    const link = linkIn(mail.parsed.text ?? "");
    const { session } = await knock(app, link);
    app.clock.advance(30 * dayMs);
    await maintain(app);
    assert.equal(await guestOfSession(app, session!.sessionToken), undefined);
    const { asOwner } = app.testDatabase;
    assert.deepEqual(await asOwner("select 1 from identity_session where kind = 'guest'"), []);
    assert.deepEqual(
      await asOwner("select 1 from keys.spaces_wrap where holder_kind = 'link' and holder_id = $1", [link.linkId]),
      [],
    );
    assert.equal((await knock(app, link)).state, "expired");
  });
});
