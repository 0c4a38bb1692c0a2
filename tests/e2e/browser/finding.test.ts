import assert from "node:assert/strict";
import { after, before } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { fillMailbox, workOf } from "./full-mailbox.ts";
import { enterNewColleague, enterNewFirm, sendByApi } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const tom = { name: "Tom Verhoeven", email: "tom@kantoor-dewit.example" };
const shared = "info@kantoor-dewit.example";

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  const dark = { ...phone, colorScheme: "dark" } as const;
  [admin, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, dark)]);
  await enterNewFirm(admin.context, server.url);
  await enterNewColleague(admin.context, colleague.context, server.url, tom);
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

const write = (from: Visitor, email: string, subject: string) =>
  sendByApi(from.context, server.url, { recipients: [{ email }], subject, text: `Over ${subject}.` });
/** The list as it is, once what was asked for has come. */
async function subjectsBecome({ page }: Visitor, expected: readonly string[]): Promise<void> {
  let shown: string[] = [];
  await until("the list shows what was asked for", async () => {
    shown = await page.locator(".mail-row-subject").allInnerTexts();
    return isDeepStrictEqual(shown, expected);
  }).catch(() => assert.deepEqual(shown, expected));
}
const row = ({ page }: Visitor, subject: string) => page.locator(".mail-line", { hasText: subject });

step("An admin makes a shared mailbox, and mail to its address is in the list of who is in it", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mailboxes`);
  await inspectScreen(page, "no shared mailboxes");
  await page.getByRole("button", { name: "Gedeeld postvak maken" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Naam").fill("Balie");
  await form.getByLabel("Adres").fill("info");
  await form.getByLabel(/Sanne/).check();
  await inspectScreen(page, "making a shared mailbox");
  await form.getByRole("button", { name: "Maken" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Balie wijzigen" }).waitFor();
  await write(colleague, shared, "Vraag aan de balie");
  await page.goto(`${server.url}/mail/inbox`);
  await page.getByRole("button", { name: /Kies een ander postvak/ }).click();
  await page.getByRole("menuitem", { name: /Balie/ }).click();
  await row(admin, "Vraag aan de balie").waitFor();
  await inspectScreen(page, "shared mailbox");
  await row(admin, "Vraag aan de balie").getByRole("link").click();
  await page.getByRole("button", { name: "Antwoorden" }).first().waitFor();
  await page.reload();
  await page.getByRole("button", { name: /Nu: Balie/ }).click();
  await page.getByRole("menuitem", { name: /Mijn postvak/ }).click();
  await page.getByText("Nog geen berichten").waitFor();
});

step("An admin closes the shared mailbox after reading what that does, and its members read on", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mailboxes`);
  await page.getByRole("button", { name: "Balie wijzigen" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Postvak sluiten" }).click();
  await form.getByText("komt niets nieuws meer binnen").waitFor();
  await inspectScreen(page, "closing a shared mailbox");
  await shootScreen(page, "closing");
  await form.getByRole("button", { name: "Ja, postvak sluiten" }).click();
  await page.locator(".tag", { hasText: "Gesloten" }).waitFor();
  await inspectScreen(page, "a closed mailbox");
  await shootScreen(page, "closed");
  await assert.rejects(write(colleague, shared, "Te laat"), /mail\.mailbox_closed/);
  await page.goto(`${server.url}/mail/inbox`);
  await page.getByRole("button", { name: /Kies een ander postvak/ }).click();
  await page.getByRole("menuitem", { name: /Balie\s*Gesloten op/ }).click();
  await row(admin, "Vraag aan de balie").waitFor();
  await page.getByRole("button", { name: /Nu: Balie/ }).click();
  await page.getByRole("menuitem", { name: /Mijn postvak/ }).click();
  await page.goto(`${server.url}/mailboxes`);
  await page.getByRole("button", { name: "Balie wijzigen" }).click();
  await form.getByRole("button", { name: "Weer openen" }).click();
  await page.locator(".tag", { hasText: "Gesloten" }).waitFor({ state: "detached" });
});

step("With the keyboard alone, conversations are put away, and that is taken back", async () => {
  for (const subject of ["Aangifte Zwaan", "Jaarrekening Zwaan", "Lunch"])
    await write(colleague, "sanne@kantoor-dewit.example", subject);
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox`);
  await row(admin, "Lunch").waitFor();
  await page.keyboard.press("j");
  await page.locator(".mail-row-here", { hasText: "Lunch" }).waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.locator(".mail-row-here", { hasText: "Jaarrekening" }).waitFor();
  await page.keyboard.press("X");
  await page.getByText("2 gekozen").waitFor();
  await inspectScreen(page, "two conversations chosen");
  await page.keyboard.press("e");
  await page.getByText("2 gesprekken gearchiveerd.").waitFor();
  await row(admin, "Lunch").waitFor({ state: "detached" });
  await subjectsBecome(admin, ["Aangifte Zwaan"]);
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await row(admin, "Lunch").waitFor();
  await subjectsBecome(admin, ["Lunch", "Jaarrekening Zwaan", "Aangifte Zwaan"]);
});

step("Labels are made, given, and followed; search finds what was put away", async () => {
  const { page } = admin;
  await page.getByRole("button", { name: "Labels", exact: true }).click();
  const window = page.getByRole("dialog");
  await window.getByLabel("Nieuw label").fill("Belasting");
  await window.getByLabel("Kleur").selectOption({ label: "Groen" });
  await window.getByRole("button", { name: "Label maken" }).click();
  await window.locator(".label-chip", { hasText: "Belasting" }).waitFor();
  await inspectScreen(page, "labels");
  await page.keyboard.press("Escape");
  await row(admin, "Aangifte Zwaan").getByRole("checkbox").check();
  await page.getByRole("toolbar").getByRole("button", { name: "Label" }).click();
  await page.getByRole("menuitem", { name: "Belasting" }).click();
  await row(admin, "Aangifte Zwaan").locator(".label-chip").waitFor();
  await page.getByRole("link", { name: "Belasting", exact: true }).click();
  await page.getByRole("heading", { name: "Belasting" }).waitFor();
  await row(admin, "Lunch").waitFor({ state: "detached" });
  await subjectsBecome(admin, ["Aangifte Zwaan"]);
  await row(admin, "Aangifte Zwaan").getByRole("checkbox").check();
  await page.keyboard.press("e");
  await page.getByText("1 gesprek gearchiveerd.").waitFor();
  await page.goto(`${server.url}/mail/inbox`);
  await row(admin, "Jaarrekening Zwaan").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("zwaan");
  await row(admin, "Aangifte Zwaan").waitFor();
  await subjectsBecome(admin, ["Jaarrekening Zwaan", "Aangifte Zwaan"]);
  await inspectScreen(page, "found");
  await page.getByRole("searchbox").fill("komt niet voor");
  await page.getByText("Niets gevonden").waitFor();
});

step("A colleague stands in, on a phone, and everything says who did it", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/stand-in`);
  await page.getByRole("button", { name: "Vervanger kiezen" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Collega").selectOption({ label: `${tom.name} (${tom.email})` });
  await inspectScreen(page, "naming a stand-in");
  await form.getByRole("button", { name: "Vervanger kiezen" }).click();
  await page.getByText("Tom Verhoeven vervangt jou").waitFor();
  await inspectScreen(page, "standing in");

  const { page: theirs } = colleague;
  await theirs.goto(`${server.url}/mail/inbox`);
  await theirs.getByRole("button", { name: /Kies een ander postvak/ }).click();
  await theirs.getByRole("menuitem", { name: /Sanne de Wit/ }).click();
  await row(colleague, "Lunch").waitFor();
  await inspectScreen(theirs, "another's mailbox, phone, dark");
  await page.getByRole("button", { name: "Nu beëindigen" }).click();
  await page.getByText("Niemand vervangt je nu").waitFor();
  await theirs.goto(`${server.url}/mail/inbox`);
  await row(colleague, "Lunch").waitFor({ state: "detached" });
  assert.equal(await theirs.getByRole("button", { name: /Kies een ander postvak/ }).count(), 0);
});

step("The first rows of a mailbox with 50,000 messages take the page little work", async () => {
  const { page } = admin;
  for (let number = 0; number < 50; number++) await write(colleague, "sanne@kantoor-dewit.example", `Vraag ${number}`);
  await fillMailbox(server, 50_000);
  await page.goto(`${server.url}/settings`);
  await page.getByRole("heading", { name: "Instellingen" }).waitFor();
  const workMs = await workOf(page, async () => {
    await page.getByRole("link", { name: /Postvak IN/ }).click();
    await row(admin, "Vraag 49").waitFor();
  });
  assert.ok(workMs <= 300, `${workMs} ms`);
  assert.equal(await page.locator(".mail-row-subject").count(), 50);
});

step("No page complained, and none asked another host", () => {
  admin.assertClean();
  colleague.assertClean();
});
