import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MemberActor } from "#/identity/index.ts";
import { eraseSegments } from "#/segments/index.ts";
import { join } from "../../../tests/support/identity.ts";
import { enterAs, type MailTest, openMailTest, sendToGuest } from "../../../tests/support/mail.ts";
import { foundBelow, foundIn, type Needle, needlesOf } from "../../../tests/support/needles.ts";
import { beginReply, changeFlags, makeLabel, recallMessage, searchMail, sendMessage } from "../index.ts";
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

  /** Tables with rows in which one of the needles stands, bytes as hex digits. */
  async function heldInRows(needles: readonly Needle[]): Promise<string[]> {
    const tables = await test.app.testDatabase.asOwner<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables" +
        " where table_schema in ('public', 'keys') and table_type = 'BASE TABLE'",
    );
    const held: string[] = [];
    for (const { name } of tables) {
      const rows = await test.app.testDatabase.asOwner<{ text: string }>(`select t::text as text from ${name} t`);
      const text = Buffer.from(rows.map((row) => row.text).join("\n"));
      if (foundIn(text, needles).length > 0) held.push(name);
    }
    return held;
  }

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
    await Promise.all([
      mergeMailbox(test.app, anna, { budgetMs: 5000 }),
      mergeMailbox(test.app, anna, { budgetMs: 5000 }),
    ]);
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
    await mergeMailbox(test.app, anna, { budgetMs: 5000 });
    const [segment] = await stored();
    assert.equal(segment!.item_count, many, "made anew, without it");
    assert.deepEqual(await found("nummer12"), []);
  });

  it("Folders, labels and unread mail narrow a search", async () => {
    const { messageId } = await sendMessage(test.app, test.sender, {
      door: "web",
      recipients: [{ email: anna.email }],
      subject: "Weggelegd",
      text: "belastingaangifte",
    });
    const { entries } = await searchMail(test.app, anna, { q: "weggelegd", limit: 1 });
    const conversationIds = [entries[0]!.conversationId];
    const { labelId } = await makeLabel(test.app, anna, { name: "Zaak Ünal", colour: "green" });
    await changeFlags(test.app, anna, { conversationIds, place: "archive", unread: false, addLabelId: labelId });
    for (const inOneLanguage of ["in:archief", "in:archive", "dans:archives", "in:archiv"])
      assert.deepEqual(await found(inOneLanguage), ["Weggelegd"], inOneLanguage);
    assert.deepEqual(await found("étiquette:zaak".normalize("NFD")), ["Weggelegd"]);
    assert.ok(!(await found("belasting est:non-lu")).includes("Weggelegd"));
    assert.ok(!(await found("belasting in:postvak")).includes("Weggelegd"));
    assert.deepEqual(await found('label:"zaak unal" belasting'), ["Weggelegd"]);
    assert.deepEqual(await found("label:zaak"), ["Weggelegd"]);
    assert.deepEqual(await found("label:onbekend belasting"), []);
    assert.ok(!(await found("belasting is:ongelezen")).includes("Weggelegd"));
    await changeFlags(test.app, anna, { conversationIds, place: "trash" });
    assert.deepEqual(await found("weggelegd"), []);
    assert.deepEqual(await found("in:prullenbak weggelegd"), ["Weggelegd"]);
    assert.deepEqual(await found(`van:${test.sender.email} in:verzonden`), [], "she sent nothing");
    assert.ok(messageId);
  });

  it("A segment that somebody damaged is made anew, and until then nothing is missed", async () => {
    const [earlier] = await stored();
    await test.app.testDatabase.asOwner(
      "update spaces_content set payload = set_byte(payload, 200, get_byte(payload, 200) # 1) where object_id = $1",
      [earlier!.segment_id],
    );
    assert.deepEqual(await found("nummer13"), ["Dossier 13"]);
    assert.deepEqual(await stored(), []);
    await mergeMailbox(test.app, anna, { budgetMs: 5000 });
    const [renewed] = await stored();
    assert.ok(renewed!.item_count >= many);
    assert.deepEqual(await found("nummer13"), ["Dossier 13"]);
  });

  it("A merge that ends between writing the segment and publishing it loses nothing", async () => {
    const [earlier] = await stored();
    const fragile = {
      ...test.app,
      clock: {
        now: (): Date => {
          throw new Error("the process ends here");
        },
      },
    };
    await test.app.database.inOrganisation(anna.organisationId, (tx) =>
      eraseSegments(tx, anna.mailboxSpaceId, [earlier!.segment_id]),
    );
    await assert.rejects(mergeMailbox(fragile, anna, { budgetMs: 5000 }), /ends here/);
    assert.deepEqual(await stored(), []);
    assert.deepEqual(await found("nummer13"), ["Dossier 13"]);
    await mergeMailbox(test.app, anna, { budgetMs: 5000 });
    assert.equal((await stored())[0]!.item_count, earlier!.item_count);
  });

  it("What a guest answers is found, merged or not", async () => {
    const { email } = await sendToGuest(test);
    await (await beginReply(test.app, await enterAs(test, email))).send({ text: "Het is zevenmijlslaars." });
    assert.equal((await found("zevenmijlslaars", test.sender)).length, 1);
    await mergeMailbox(test.app, test.sender, { atLeast: 1, budgetMs: 5000 });
    assert.equal((await found("zevenmijlslaars", test.sender)).length, 1);
  });

  it("No word that is looked for lies in the database or among the blobs", async () => {
    const words = ["zevenmijlslaars", "belastingaangifte"].flatMap((word) => needlesOf(word, word));
    assert.deepEqual(await heldInRows(words), []);
    assert.deepEqual(foundBelow(test.app.config.blobs.path, words), []);
    assert.ok((await heldInRows(needlesOf("what is known", anna.mailboxSpaceId))).length > 0, "what is there is found");
  });
});
