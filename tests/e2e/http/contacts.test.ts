import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { allRoutes } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { sendTo } from "./support/mail.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

interface Contact {
  readonly contactId: string;
  readonly email: string;
  readonly name?: string;
  readonly book: string;
  readonly verification: string | null;
  readonly phoneHint: string | null;
  readonly passwordKnown: boolean;
}
interface Listed {
  readonly contacts: Contact[];
  readonly next: string | null;
  readonly total: number;
}
interface Outcome {
  readonly importId: string | null;
  readonly counts: Record<"new" | "changed" | "same" | "problem", number>;
  readonly rows: { line: number; email: string; what: string; problem?: string; explanation?: string }[];
  readonly columns: { title: string; holds: string }[];
}

const csv = (content: string | Uint8Array<ArrayBuffer>): File =>
  new File([content], "klanten.csv", { type: "text/csv" });

describe("contacts", () => {
  let door: TestDoor;
  let admin: Person;
  let bram: Person;
  before(async () => {
    door = await openTestDoor();
    admin = await addOrganisation(door, "tulp.example");
    bram = await addColleague(door, admin, "bram@tulp.example", "Bram");
  });
  after(() => door?.close());

  const list = (person: Person, query: Record<string, string | number> = {}): Promise<Listed> =>
    person.browser.call<Listed>(allRoutes.listContacts, { body: query });
  const take = (person: Person, file: File, book = "firm"): Promise<Outcome> =>
    person.browser.call<Outcome>(allRoutes.importContacts, { body: { book }, files: [file] });
  const preview = (file: File): Promise<Outcome> =>
    admin.browser.call<Outcome>(allRoutes.previewImport, { body: {}, files: [file] });
  const one = async (person: Person, text: string): Promise<Contact | undefined> =>
    (await list(person, { text })).contacts[0];

  it("A contact of the firm is found by name by every colleague, and a message to them is checked as written down", async () => {
    const body = { email: "gerda@buiten.example", name: "Gerda Vermeulen", verification: "sms", phone: "06 12345678" };
    const made = await admin.browser.call<Contact>(allRoutes.createContact, { body });
    assert.deepEqual([made.verification, made.phoneHint, made.passwordKnown], ["sms", "78", false]);
    assert.equal((await one(bram, "vermeulen gerda"))?.email, "gerda@buiten.example");
    const { recipients } = await sendTo(bram, "gerda@buiten.example");
    assert.equal(recipients[0]!.state, "queued");
    const again = await bram.browser.refusal(allRoutes.createContact, { body });
    assert.deepEqual([again.status, again.code], [409, "contacts.exists"]);
  });

  it("A personal contact counts for its own mailbox alone, before what the firm remembers", async () => {
    const body = {
      email: "gerda@buiten.example",
      name: "Tante Gerda",
      verification: "password",
      password: "oude wilg",
    };
    await bram.browser.call(allRoutes.createContact, { body: { ...body, book: "mine" } });
    const mine = await one(bram, "tante");
    assert.deepEqual([mine?.book, mine?.verification, mine?.passwordKnown], ["mine", "password", true]);
    assert.equal(await one(admin, "tante"), undefined);
    assert.equal((await one(admin, "gerda"))?.verification, "sms");
    await bram.browser.call(allRoutes.forgetContact, {
      params: { contactId: mine!.contactId },
      query: { book: "mine" },
    });
    assert.equal((await one(bram, "gerda"))?.verification, "sms");
  });

  it("Nothing of names and numbers stands in the database in plain", async () => {
    for (const table of ["mail_contact", "mail_personal_contact", "mail_contact_import_row"]) {
      const rows = await door.app.testDatabase.asOwner<{ row: string }>(`select t::text as row from ${table} t`);
      for (const { row } of rows) assert.doesNotMatch(row, /Vermeulen|Tante|31612345678|wilg/);
    }
  });

  it("What a contact is called and checked by is not accepted from somebody who only writes in the database", async () => {
    const { asOwner } = door.app.testDatabase;
    await asOwner("update mail_contact set verification = 'none' where email = 'gerda@buiten.example'");
    const refused = await admin.browser.refusal(allRoutes.listContacts, { body: { text: "gerda" } });
    assert.equal(refused.code, "vault.signature_wrong");
    await asOwner("update mail_contact set verification = 'sms' where email = 'gerda@buiten.example'");
    assert.equal((await one(admin, "gerda"))?.verification, "sms");
  });

  it("An import is shown row by row first, and writes nothing until it is asked for", async () => {
    const file = csv(
      "Voornaam;Achternaam;E-mail;Mobiel;Wachtwoord;Taal\r\n" +
        "Piet;de Vries;piet@klant.example;06-23456789;;nl\r\n" +
        "Ann;;ann@klant.example;;rode paraplu;Frans\r\n" +
        ";;geen adres;;;\r\n" +
        "Piet;dubbel;PIET@klant.example;;;\r\n" +
        "Vast;;vast@klant.example;020 1234567;;\r\n" +
        "Bram;;bram@tulp.example;;;\r\n",
    );
    const total = (await list(admin)).total;
    const shown = await preview(file);
    assert.deepEqual(shown.counts, { new: 2, changed: 0, same: 0, problem: 4 });
    assert.deepEqual(
      shown.columns.map(({ holds }) => holds),
      ["first-name", "last-name", "email", "phone", "password", "language"],
    );
    assert.deepEqual(
      shown.rows.filter(({ what }) => what === "problem").map(({ line, problem }) => [line, problem]),
      [
        [4, "contacts.email_wrong"],
        [5, "contacts.twice"],
        [6, "mail.phone_not_mobile"],
        [7, "contacts.colleague"],
      ],
    );
    for (const { what, explanation } of shown.rows) if (what === "problem") assert.ok(explanation!.length > 10);
    assert.equal((await list(admin)).total, total);
    const done = await take(admin, file);
    assert.deepEqual(done.counts, shown.counts);
    const piet = await one(bram, "de vries");
    assert.deepEqual([piet?.email, piet?.verification, piet?.phoneHint], ["piet@klant.example", "sms", "89"]);
    assert.deepEqual((await one(bram, "ann@"))?.passwordKnown, true);
    assert.deepEqual((await preview(file)).counts, { new: 0, changed: 1, same: 1, problem: 4 });
  });

  it("A file without titles loses no first line, and one whose addresses nobody finds asks where they are", async () => {
    const bare = await preview(csv("Nel Prins;nel@klant.example;06-23456777\r\nTon Kok;ton@klant.example;\r\n"));
    assert.deepEqual(bare.counts, { new: 2, changed: 0, same: 0, problem: 0 });
    assert.deepEqual(
      bare.columns.map(({ title, holds }) => [title, holds]),
      [
        ["", "name"],
        ["", "email"],
        ["", "phone"],
      ],
    );
    const lost = await preview(csv("Klant;Adres\r\nPiet;Dorpsstraat 1\r\n"));
    assert.deepEqual(lost.counts, { new: 0, changed: 0, same: 0, problem: 0 });
    assert.deepEqual(
      lost.columns.map(({ holds }) => holds),
      ["name", "ignore"],
    );
    const picture = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 10, 0, 2, 10])], "contacten.csv");
    const refused = await admin.browser.refusal(allRoutes.previewImport, { body: {}, files: [picture] });
    assert.equal(refused.code, "contacts.file_unreadable");
  });

  it("An import is undone; what was changed since stays", async () => {
    const first = await take(admin, csv("mail,naam\nkees@klant.example,Kees Oud\nlot@klant.example,Lot Oud\n"));
    const second = await take(
      admin,
      csv("mail,naam\nkees@klant.example,Kees Nieuw\nlot@klant.example,Lot Nieuw\nmia@klant.example,Mia\n"),
    );
    assert.deepEqual(second.counts, { new: 1, changed: 2, same: 0, problem: 0 });
    const lot = await one(admin, "lot nieuw");
    await admin.browser.call(allRoutes.changeContact, {
      params: { contactId: lot!.contactId },
      body: { name: "Lot Zelf" },
    });
    const params = { importId: second.importId! };
    assert.deepEqual(await admin.browser.call(allRoutes.undoImport, { params }), { undone: 2, kept: 1 });
    assert.equal((await one(admin, "kees"))?.name, "Kees Oud");
    assert.equal((await one(admin, "lot"))?.name, "Lot Zelf");
    assert.equal(await one(admin, "mia@"), undefined);
    assert.equal((await admin.browser.refusal(allRoutes.undoImport, { params })).code, "contacts.import_undone");
    const others = { params: { importId: first.importId! } };
    assert.equal((await bram.browser.refusal(allRoutes.undoImport, others)).status, 404);
  });

  it("Files as Excel and others write them are read: Windows letters, UTF-16, a hint of the separator", async () => {
    const latin = Uint8Array.from(
      [...'naam;mail\n"Zo\xeb; Smit";zoe@klant.example\n'].map((sign) => sign.charCodeAt(0)),
    );
    const utf16 = new Uint8Array(Buffer.from("\uFEFFmail\tnaam\nrené@klant.example\tRené\n", "utf16le"));
    const hinted = 'sep=,\r\nmail,naam\r\nian@klant.example,"Ian ""de"" Boer"\r\n';
    for (const [file, name] of [
      [latin, "Zoë; Smit"],
      [utf16, "René"],
      [hinted, 'Ian "de" Boer'],
    ] as const) {
      await take(admin, csv(file));
      const email = name.startsWith("Z") ? "zoe@" : name.startsWith("R") ? "rené@" : "ian@";
      assert.equal((await one(admin, email))?.name, name);
    }
  });

  it("A file that can't be used is refused with what to do, and nothing changes", async () => {
    const total = (await list(admin)).total;
    const refusal = async (content: string): Promise<string> =>
      (await admin.browser.refusal(allRoutes.importContacts, { body: {}, files: [csv(content)] })).code;
    assert.equal(await refusal(""), "contacts.file_empty");
    assert.equal(await refusal("naam;mail\n"), "contacts.file_empty");
    assert.equal(await refusal("naam;plaats\nJan;Gent\n"), "contacts.no_email_column");
    assert.equal(await refusal(`mail\n${"a@b.example\n".repeat(20_001)}`), "contacts.too_many_rows");
    assert.equal(await refusal(`mail;naam\na@b.example;"${"x".repeat(200_000)}\n`), "contacts.file_unreadable");
    const nothing = await admin.browser.refusal(allRoutes.importContacts, { body: {} });
    assert.equal(nothing.code, "contacts.file_missing");
    assert.equal((await list(admin)).total, total);
  });

  it("Thousands are imported, listed page by page by name without gaps, and found by a part of a name", async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, at) => `groot${at}@veel.example,Afnemer ${String(at).padStart(5, "0")}`,
    );
    const done = await take(bram, csv(`mail,naam\n${rows.join("\n")}`), "mine");
    assert.equal(done.counts.new, 1000);
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Listed = await list(bram, { text: "afnemer", limit: 100, ...(cursor ? { cursor } : {}) });
      assert.equal(page.total, 1000);
      names.push(...page.contacts.map(({ name }) => name!));
      cursor = page.next;
    } while (cursor);
    assert.deepEqual(names, names.toSorted());
    assert.equal(new Set(names).size, 1000);
    assert.equal((await one(bram, "afnemer 00999"))?.email, "groot999@veel.example");
  });
});
