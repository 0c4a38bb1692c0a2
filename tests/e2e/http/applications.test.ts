import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { allRoutes, identityRoutes } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import type { Sent } from "./support/mail.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

interface Answer {
  readonly status: number;
  readonly body: Sent & { readonly code?: string };
}

describe("a business application", () => {
  let door: TestDoor;
  let admin: Person;
  let authorization: string;

  const passwordOf = async (person: Person): Promise<string> => {
    const made = await person.browser.call<{ userName: string; secret: string }>(identityRoutes.createAppPassword, {
      body: { door: "api", label: "Facturen" },
    });
    return `Basic ${Buffer.from(`${made.userName}:${made.secret}`).toString("base64")}`;
  };
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
    authorization = await passwordOf(admin);
  });
  after(() => door?.close());

  async function send(
    key: string | undefined,
    { text = "Uw factuur.", file = "inhoud", as = authorization } = {},
  ): Promise<Answer> {
    const form = new FormData();
    form.append(
      "message",
      JSON.stringify({ recipients: [{ email: "gerda@buiten.example" }], subject: "Factuur", text }),
    );
    form.append("attachment", new File([file], "factuur.txt"));
    const headers = { authorization: as, ...(key !== undefined && { "idempotency-key": key }) };
    const answer = await fetch(`${door.base}${allRoutes.sendMessage.path}`, { method: "POST", body: form, headers });
    return { status: answer.status, body: (await answer.json()) as Answer["body"] };
  }
  const count = async (): Promise<number> => {
    const [row] = await door.app.testDatabase.asOwner<{ count: number }>(
      "select count(*)::int as count from mail_message",
    );
    return row!.count;
  };

  it("What is asked for twice under one key is sent once, and both get the same answer", async () => {
    const earlier = await count();
    const first = await send("factuur-1");
    const second = await send("factuur-1");
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.equal(second.body.messageId, first.body.messageId);
    assert.deepEqual(second.body.recipients, first.body.recipients);
    assert.equal(await count(), earlier + 1);
  });

  it("Ten at the same moment under one key are one message", async () => {
    const earlier = await count();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('"tegelijk"')));
    assert.equal(new Set(answers.map(({ body }) => body.messageId)).size, 1);
    assert.equal(await count(), earlier + 1);
    const blobs = await door.app.testDatabase.asOwner<{ count: number }>(
      "select count(*)::int as count from spaces_content c where not exists (select from spaces_object o where o.object_id = c.object_id)",
    );
    assert.equal(blobs[0]!.count, 0, "nothing is left of those that were not sent");
  });

  it("Something else under a key that was used is refused, and nothing is sent", async () => {
    await send("factuur-2");
    const earlier = await count();
    for (const other of [{ text: "Iets anders." }, { file: "andere inhoud" }]) {
      const answer = await send("factuur-2", other);
      assert.deepEqual([answer.status, answer.body.code], [422, "mail.idempotency_mismatch"]);
    }
    assert.equal(await count(), earlier);
  });

  it("Another member's key of the same name is another key, and a key is no secret in the database", async () => {
    const colleague = await addColleague(door, admin, "bram@tulp.example", "Bram");
    const [mine, theirs] = [await send("factuur-3"), await send("factuur-3", { as: await passwordOf(colleague) })];
    assert.equal(theirs.status, 201);
    assert.notEqual(theirs.body.messageId, mine.body.messageId);
    const rows = await door.app.testDatabase.asOwner<{ row: string }>("select o::text as row from mail_idempotency o");
    assert.ok(rows.length > 0);
    for (const { row } of rows) assert.doesNotMatch(row, /factuur/);
  });

  it("A key that can't be one is refused before anything is sent", async () => {
    const earlier = await count();
    for (const key of ["", "x".repeat(201), "twee woorden"])
      assert.equal((await send(key)).body.code, "mail.idempotency_key_wrong");
    assert.equal(await count(), earlier);
  });

  it("An application sees what became of what it sent, and of nobody else's messages", async () => {
    const { messageId } = (await send(undefined)).body;
    const ask = async (as: string): Promise<Response> =>
      fetch(`${door.base}/api/mail/messages/${messageId}/states`, { headers: { authorization: as } });
    const answer = (await (await ask(authorization)).json()) as Sent;
    assert.deepEqual(
      answer.recipients.map(({ email, state }) => [email, state]),
      [["gerda@buiten.example", "queued"]],
    );
    assert.doesNotMatch(JSON.stringify(answer), /Factuur|factuur/);
    const colleague = await addColleague(door, admin, "carla@tulp.example", "Carla");
    assert.equal((await ask(await passwordOf(colleague))).status, 404);
  });
});
