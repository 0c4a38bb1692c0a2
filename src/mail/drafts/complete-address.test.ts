import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "kysely";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { completeAddress, createContact, sendMessage } from "../index.ts";

describe("completing an address", () => {
  let test: MailTest;
  before(async () => void (test = await openMailTest()));
  after(() => test?.close());

  it("Among twenty thousand contacts addresses are found through an index, also under row-level security", async () => {
    const { app, sender } = test;
    const { asOwner, database } = { ...app.testDatabase, database: app.database };
    await asOwner(
      `insert into mail_contact (organisation_id, contact_id, email, created_at)
       select $1, gen_random_uuid(), 'klant' || number || '@buiten.example', now() from generate_series(1, 20000) number`,
      [sender.organisationId],
    );
    await asOwner("analyze mail_contact");
    const plan = await database.inOrganisation(sender.organisationId, async (tx) => {
      const { rows } = await sql<{ "QUERY PLAN": string }>`explain select email from mail_contact
        where organisation_id = ${tx.organisationId} and forgotten_at is null
          and email collate "C" >= ${"klant1999"} and email collate "C" < ${"klant1999\u{10FFFF}"}
        order by email collate "C" limit 50`.execute(tx.query);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    assert.match(plan, /Index.*mail_contact_prefix/);
    assert.doesNotMatch(plan, /Seq Scan on mail_contact/);
    const found = await completeAddress(app, sender, { text: "Klant1999", limit: 20 });
    assert.equal(found.length, 11);
    await sendMessage(app, sender, {
      door: "web",
      recipients: [{ email: "klant19997@buiten.example" }],
      subject: "x",
      text: "x",
    });
    const [first] = await completeAddress(app, sender, { text: "klant1999", limit: 5 });
    assert.equal(first!.email, "klant19997@buiten.example");
  });

  it("Who is named in full comes first among many of whom it is a part, whoever was written to most", async () => {
    const { app, sender } = test;
    for (const index of Array.from({ length: 60 }).keys())
      await createContact(app, sender, { email: `relatie${index}@elders.example`, name: `Cliënt ${index + 1}` });
    await sendMessage(app, sender, {
      door: "web",
      recipients: [{ email: "relatie30@elders.example" }],
      subject: "x",
      text: "x",
    });
    const offered = async (text: string): Promise<string[]> =>
      (await completeAddress(app, sender, { text, limit: 4 })).map(({ name }) => name!);
    assert.deepEqual(await offered("client 3"), ["Cliënt 3", "Cliënt 31", "Cliënt 30", "Cliënt 32"]);
  });
});
