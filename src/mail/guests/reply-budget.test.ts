import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { dayMs } from "#/kernel/index.ts";
import { enterAs, inParts, type MailTest, openMailTest, sendToGuest } from "../../../tests/support/mail.ts";
import { beginReply } from "../index.ts";
import { replyBudget } from "./reply-budget.ts";

describe("how much a guest may send", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test?.close());

  const file = { name: "a.bin", type: "application/octet-stream" };
  const setReceived = (linkId: string, bytes: number) =>
    test.app.testDatabase.asOwner("update mail_reply_budget set received_bytes = $2 where link_id = $1", [
      linkId,
      bytes,
    ]);
  const received = async (linkId: string): Promise<number> =>
    Number(
      (
        await test.app.testDatabase.asOwner<{ received_bytes: string }>(
          "select received_bytes from mail_reply_budget where link_id = $1",
          [linkId],
        )
      )[0]!.received_bytes,
    );

  it("A reply counts what it brought, and gives back what it did not use", async () => {
    const { email, linkId } = await sendToGuest(test);
    const reply = await beginReply(test.app, await enterAs(test, email));
    await reply.addAttachment(file, inParts(Buffer.alloc(70_000)));
    await reply.send({ text: "Antwoord" });
    assert.equal(await received(linkId), 70_000);
  });

  it("Beyond the day's budget a reply is refused while it arrives, and the next day there is room again", async () => {
    const { email, linkId } = await sendToGuest(test);
    const guest = await enterAs(test, email);
    const reply = await beginReply(test.app, guest);
    await setReceived(linkId, replyBudget.bytesPerDay - 1000);
    await assert.rejects(reply.addAttachment(file, inParts(Buffer.alloc(2000))), {
      code: "mail.reply_budget",
      kind: "limited",
    });
    await reply.discard();
    test.app.clock.advance(dayMs);
    const next = await beginReply(test.app, await enterAs(test, email));
    await next.addAttachment(file, inParts(Buffer.alloc(2000)));
    await next.send({ text: "Antwoord" });
    assert.equal(await received(linkId), 2000);
  });

  it("Replies at the same moment share one budget", async () => {
    const { email, linkId } = await sendToGuest(test);
    const guest = await enterAs(test, email);
    const replies = await Promise.all([1, 2, 3].map(() => beginReply(test.app, guest)));
    await setReceived(linkId, replyBudget.bytesPerDay - replyBudget.stepBytes);
    const outcomes = await Promise.allSettled(
      replies.map((reply) => reply.addAttachment(file, inParts(Buffer.alloc(1000)))),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    await Promise.all(replies.map((reply) => reply.discard()));
  });

  it("After fifty replies through one link the guest waits until the next day", async () => {
    const { email, linkId } = await sendToGuest(test);
    const guest = await enterAs(test, email);
    const reply = await beginReply(test.app, guest);
    await reply.discard();
    await test.app.testDatabase.asOwner("update mail_reply_budget set replies = $2 where link_id = $1", [
      linkId,
      replyBudget.repliesPerDay,
    ]);
    await assert.rejects(beginReply(test.app, guest), { code: "mail.replies_too_many" });
  });
});
