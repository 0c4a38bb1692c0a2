import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { recallMessage, searchMail, sendMessage } from "../index.ts";
import { mergeMailbox } from "./merge-mailbox.ts";

const many = 40;

describe("searching what was merged", () => {
  let test: MailTest;
  let anna: MemberActor;
  const messageIds: string[] = [];
  before(async () => {
    test = await openMailTest();
    anna = (await join(test.app, test.sender, "Anna")).actor;
    for (let number = 1; number <= many; number += 1) {
      test.app.clock.advance(1000);
      const { messageId } = await sendMessage(test.app, test.sender, {
        door: "web",
        recipients: [{ email: anna.email }],
        subject: `Dossier ${number}`,
        text: `Over de ${number % 2 ? "oneven" : "even"} belastingaangifte nummer${number}.`,
        attachments:
          number === 7 ? [{ name: "Jaarcijfers.pdf", type: "application/pdf", content: Buffer.from("x") }] : [],
      });
      messageIds.push(messageId);
    }
  });
  after(() => test.close());

  const found = async (q: string, actor = anna): Promise<string[]> =>
    (await searchMail(test.app, actor, { q, limit: 50 })).entries.map((entry) => entry.subject);
  const stored = () =>
    test.app.database.inOrganisation(anna.organisationId, (tx) =>
      tx.query
        .selectFrom("segments_segment")
        .innerJoin("spaces_object", "spaces_object.object_id", "segments_segment.segment_id")
        .select(["segments_segment.item_count", "segments_segment.segment_id"])
        .where("segments_segment.space_id", "=", anna.mailboxSpaceId)
        .execute(),
    );

  it("Two sessions that merge at once make one segment", async () => {
    await Promise.all([mergeMailbox(test.app, anna, 5000), mergeMailbox(test.app, anna, 5000)]);
    assert.deepEqual(
      (await stored()).map((row) => row.item_count),
      [many],
    );
  });

  it("Words of the text, beginnings, people, attachments and nearly right words find messages", async () => {
    assert.deepEqual(await found("nummer12"), ["Dossier 12"]);
    assert.equal((await found("belastingaang")).length, many);
    assert.equal((await found("oneven belastingaangifte")).length, many / 2);
    assert.deepEqual(await found("onderwerp:nummer12"), []);
    assert.deepEqual(await found("bijlage:ja dossier"), ["Dossier 7"]);
    assert.deepEqual(await found("bijlage:jaarcijfers"), ["Dossier 7"]);
    assert.equal((await found(`van:${test.sender.email}`)).length, many);
    assert.deepEqual(await found('"even belastingaangifte nummer12"'), ["Dossier 12"]);
    assert.equal((await found("belastingaengifte")).length, many, "one letter wrong");
    assert.equal((await found("nummer12", test.sender)).length, 1, "the sender finds it too");
  });

  it("Pages of a search go on without a gap, also over what came after the merging", async () => {
    await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: anna.email }],
      subject: "Later",
      text: "belastingaangifte",
    });
    const subjects: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchMail(test.app, anna, { q: "belastingaangifte", limit: 15, cursor });
      subjects.push(...page.entries.map((entry) => entry.subject));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.equal(new Set(subjects).size, many + 1);
    assert.equal(subjects.length, many + 1);
  });

  it("Another member finds nothing of it", async () => {
    const bram = (await join(test.app, test.sender, "Bram")).actor;
    assert.deepEqual(await found("nummer12", bram), []);
  });

  it("A message that was taken back goes out of the segments at once, and the rest is still found", async () => {
    await recallMessage(test.app, test.sender, { messageId: messageIds[11]! });
    assert.deepEqual(await stored(), []);
    assert.deepEqual(await found("nummer12"), []);
    assert.deepEqual(await found("nummer13"), ["Dossier 13"]);
    const [segment] = await stored();
    assert.equal(segment!.item_count, many, "made anew, without it");
  });
});
