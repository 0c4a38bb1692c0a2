import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { readConversation, sendMessage } from "#/mail/index.ts";
import { join } from "../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../tests/support/mail.ts";
import { askQuestion, handOverQuestion, listQuestions, settleQuestion } from "./index.ts";

describe("questions to who helps", () => {
  let test: MailTest;
  let piet: MemberActor;
  before(async () => {
    test = await openMailTest();
    piet = (await join(test.app, test.sender, "piet")).actor;
  });
  after(() => test?.close());

  it("Reach the admins where there is no superuser, with the screen and nothing that is on it", async () => {
    const { conversationId, helpers } = await askQuestion(test.app, piet, {
      text: "Hoe zet ik een handtekening?",
      screen: "/writing",
    });
    assert.deepEqual(helpers, [test.sender.name]);
    const { subject, messages } = await readConversation(test.app, test.sender, conversationId, { mayMark: false });
    assert.match(subject, /Hoe zet ik een handtekening\?/);
    assert.match(messages[0]!.text, /\/writing · Zegel \d/);
    const [entry] = await listQuestions(test.app, test.sender);
    assert.deepEqual([entry!.askedBy, entry!.state, entry!.isMine], [piet.name, "open", true]);
  });

  it("Take the newest message along only where that was asked for, and only of one's own conversations", async () => {
    const recipients = [{ email: "klant@elders.example" }];
    const own = await sendMessage(test.app, piet, {
      door: "web",
      recipients,
      subject: "Dossier",
      text: "Geheim woord.",
    });
    const { conversationId } = await askQuestion(test.app, piet, {
      text: "Wat nu?",
      screen: "/mail",
      conversationId: own.conversationId,
    });
    const { messages } = await readConversation(test.app, test.sender, conversationId, { mayMark: false });
    assert.match(messages[0]!.text, /> Geheim woord\./);
    const other = await sendMessage(test.app, test.sender, { door: "web", recipients, subject: "X", text: "Y" });
    await assert.rejects(
      askQuestion(test.app, piet, { text: "Wat nu?", screen: "/mail", conversationId: other.conversationId }),
      { code: "mail.conversation_absent" },
    );
  });

  it("Are handed over in the helper's own words, and said to be done by who helps or who asked", async () => {
    const [entry] = await listQuestions(test.app, piet);
    const { questionId } = entry!;
    await assert.rejects(handOverQuestion(test.app, piet, { questionId, email: "it@elders.example", text: "Help" }), {
      code: "identity.role_missing",
    });
    await handOverQuestion(test.app, test.sender, { questionId, email: "it@elders.example", text: "Kijkt u even?" });
    await test.mailTo("it@elders.example");
    const stateOf = async () => (await listQuestions(test.app, piet)).find((each) => each.questionId === questionId)!;
    assert.deepEqual([(await stateOf()).state, (await stateOf()).handedTo], ["handed-over", "it@elders.example"]);
    await settleQuestion(test.app, piet, { questionId, state: "closed" });
    assert.equal((await stateOf()).state, "closed");
    const kees = (await join(test.app, test.sender, "kees")).actor;
    assert.deepEqual(await listQuestions(test.app, kees), []);
    await assert.rejects(settleQuestion(test.app, kees, { questionId, state: "open" }), {
      code: "support.question_absent",
    });
  });
});
