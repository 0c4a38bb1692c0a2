import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendLetter, writeLetter } from "./firm.ts";
import { linkFor } from "./outbox.ts";

const canary = "kanarie-9f31c7d2e8a4";
const guestEmail = "lezer@voorbeeld.example";

let server: TestServer;
let member: Visitor;
let guest: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(member.context, server.url);
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
});

/** Where Chromium notes which addresses a person visited, as written in the mail; no page can prevent or erase that. */
const browsersOwnHistory = /\/(?:History|Favicons|Sessions\/\w+|Visited Links|Top Sites|ukm_db)(?:-journal|-wal)?$/;

/** Files of a profile in which a text stands, in any of the ways in which browsers write text. */
async function filesWith(directory: string, text: string): Promise<string[]> {
  const wanted = [Buffer.from(text), Buffer.from(text, "utf16le"), Buffer.from(text).toString("base64").slice(0, -4)];
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (wanted.some((each) => bytes.includes(each))) found.push(path.slice(directory.length));
  }
  return found;
}

test("After logging out, nothing that a member wrote or read is left in the browser's profile", async () => {
  const { page } = member;
  await page.goto(server.url);
  await writeLetter(page, {
    to: guestEmail,
    subject: `${canary} onderwerp`,
    text: `${canary} tekst`,
    files: [{ name: `${canary}.txt`, mimeType: "text/plain", buffer: Buffer.from(`${canary} bijlage`) }],
  });
  await sendLetter(page);
  await page.getByRole("link", { name: "Bekijken" }).click();
  await page.frameLocator(".letter-frame").first().getByText(`${canary} tekst`).waitFor();
  await page.getByRole("button", { name: /Sanne de Wit/ }).click();
  await page.getByRole("menuitem", { name: "Uitloggen" }).click();
  await page.getByRole("heading", { name: "Inloggen" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Inloggen" }).waitFor();
  member.assertClean();
  await member.close();
  assert.deepEqual(await filesWith(member.profileDirectory, canary), []);
  assert.notDeepEqual(
    await filesWith(member.profileDirectory, "zegel.language"),
    [],
    "the search finds nothing at all",
  );
});

test("After closing the message, nothing that a guest read or wrote is left in the browser's profile", async () => {
  const { page } = guest;
  const link = await linkFor(server.url, guestEmail);
  await page.goto(link);
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.frameLocator(".letter-frame").first().getByText(`${canary} tekst`).waitFor();
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.locator("textarea").fill(`${canary} antwoord`);
  await page.getByRole("button", { name: "Antwoord versturen" }).click();
  await page.getByText("Uw antwoord is veilig verstuurd").waitFor();
  await page.getByRole("button", { name: "Sluiten" }).click();
  await page.getByRole("heading", { name: "U hebt het bericht gesloten" }).waitFor();
  await page.reload();
  await page.getByLabel("Code uit de mail").waitFor();
  guest.assertClean();
  await guest.close();
  assert.deepEqual(await filesWith(guest.profileDirectory, canary), []);
  const secret = link.split("#")[1]!;
  const keptByPages = (await filesWith(guest.profileDirectory, secret)).filter(
    (file) => !browsersOwnHistory.test(file),
  );
  assert.deepEqual(keptByPages, [], "the link's secret stands where pages keep things");
});
