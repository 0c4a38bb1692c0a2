import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, type Visitor } from "./browser.ts";
import { enterNewFirm } from "./firm.ts";

let server: TestServer;
let member: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  member = await openVisitor(server.url, desk);
  await enterNewFirm(member.context, server.url);
});
after(async () => {
  await member?.remove();
  await server?.stop();
});

test("A member takes a list over after seeing what will happen, and can undo it", async () => {
  const { page } = member;
  await page.goto(`${server.url}/contacts`);
  await page.getByText("Nog geen contacten").waitFor();
  await inspectScreen(page, "contacts, none");
  await page.getByRole("button", { name: "Lijst overnemen" }).first().click();
  const list = "Naam;E-mail;Mobiel\nGerda Vermeulen;gerda@klant.example;06 12345678\nOnbekend;geen adres;\n";
  await page
    .getByRole("dialog")
    .locator("input[type=file]")
    .setInputFiles({ name: "klanten.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.getByText("Dit e-mailadres kan niet kloppen.").waitFor();
  await inspectScreen(page, "contacts, preview of an import");
  await page.getByRole("button", { name: "1 contact overnemen" }).click();
  await page.getByText("De contacten zijn overgenomen.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Sluiten" }).last().click();
  await page.getByText("Code per sms naar •••78").waitFor();
  await inspectScreen(page, "contacts");
  await page.getByRole("button", { name: "Lijst overnemen" }).first().click();
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await page.getByText("Ongedaan gemaakt").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Nog geen contacten").waitFor();
});

test("A contact that is written down is offered by name when somebody writes a message", async () => {
  const { page } = member;
  await page.goto(`${server.url}/contacts`);
  await page.getByRole("button", { name: "Nieuw contact" }).click();
  await page.getByLabel("E-mailadres").fill("wim@klant.example");
  await page.getByLabel("Naam", { exact: true }).fill("Wim Peeters");
  await page.getByRole("dialog").getByText("Wachtwoord", { exact: true }).click();
  await page.getByLabel("Afgesproken wachtwoord").fill("oude eik");
  await inspectScreen(page, "contacts, new");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByText("Wim Peeters").first().waitFor();
  await page.goto(`${server.url}/mail/inbox/new`);
  const field = page.getByLabel("Aan", { exact: true });
  await field.fill("peet");
  await page.getByRole("option", { name: /Wim Peeters/ }).waitFor();
  await field.press("Enter");
  await page.locator(".chip", { hasText: "Wim Peeters" }).waitFor();
  await page.locator(".chip", { hasText: "wachtwoord" }).waitFor();
  await page.getByRole("button", { name: "Weggooien" }).click();
});

test("A name and Enter mean the first who is found, also before the list is there; Ctrl+Enter sends from any field", async () => {
  const { page } = member;
  let letListCome = (): void => undefined;
  const wanted = new Promise<void>((resolve) => (letListCome = resolve));
  await page.route("**/api/mail/addresses", async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto(`${server.url}/mail/inbox/new`);
  const to = page.getByRole("combobox", { name: "Aan", exact: true });
  await page.getByRole("textbox", { name: "Bericht", exact: true }).fill("Tot zo.");
  await page.getByLabel("Onderwerp").fill("Afspraak");
  await to.fill("Wim");
  await to.press("Enter");
  letListCome();
  await page.locator(".chip", { hasText: "Wim Peeters" }).waitFor();
  await page.unroute("**/api/mail/addresses");
  assert.equal(await to.inputValue(), "");
  await page.locator(".chip", { hasText: "wachtwoord" }).waitFor();
  await to.press("Control+Enter");
  await page.getByRole("button", { name: "Nu versturen" }).click();
  await page.locator('.outgoing[data-phase="sent"]').waitFor();
  member.assertClean();
});
