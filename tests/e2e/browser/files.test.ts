import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

let server: TestServer;
let anna: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  anna = await openVisitor(server.url, desk);
  await enterNewFirm(anna.context, server.url);
});
after(async () => {
  await anna?.remove();
  await server?.stop();
});

const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

step("A new member finds a folder of her own and the firm's, and an empty one says what to do", async () => {
  const { page } = anna;
  await page.goto(`${server.url}/files`);
  await page.getByRole("heading", { name: "Bestanden", exact: true }).waitFor();
  await page.getByRole("link", { name: /Algemeen/ }).waitFor();
  await inspectScreen(page, "folders");
  await shootScreen(page, "folders");
  await page.getByRole("link", { name: /Mijn bestanden/ }).click();
  await page.getByText("Sleep bestanden of hele mappen hierheen").waitFor();
  await inspectScreen(page, "an empty folder");
  await shootScreen(page, "folder-empty");
});

step("Files come in many at a time, a large one among them, and are counted while they do", async () => {
  const { page } = anna;
  const small = Array.from({ length: 40 }, (_, index) => file(`nota ${index + 1}.txt`, `nota ${index + 1}`));
  const large = file("groot.txt", "x".repeat(3_000_000));
  await page.locator("input[type=file]").setInputFiles([...small, large]);
  await page.getByText("Klaar: 41 van 41 bestanden toegevoegd").waitFor();
  const names = await page.locator(".rows .row-main strong").allTextContents();
  assert.equal(names.length, 41);
  assert.deepEqual(names.slice(0, 4), ["groot.txt", "nota 1.txt", "nota 2.txt", "nota 3.txt"]);
  await page.getByRole("button", { name: "Sluiten" }).click();
  await inspectScreen(page, "a folder with files");
});

step("A folder is made, a file renamed, thrown away and put back again", async () => {
  const { page } = anna;
  await page.getByRole("button", { name: "Nieuwe map" }).click();
  await page.getByRole("textbox", { name: "Naam" }).fill("Offertes");
  await page.getByRole("button", { name: "Maken" }).click();
  await page.getByRole("link", { name: "Offertes" }).waitFor();
  await page.getByRole("button", { name: "Meer met nota 1.txt", exact: true }).click();
  await page.getByRole("menuitem", { name: "Hernoemen" }).click();
  await page.getByRole("textbox", { name: "Naam" }).fill("nota 2.txt");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await page.getByText("Hier is al iets met deze naam.").waitFor();
  await page.getByRole("textbox", { name: "Naam" }).fill("eerste nota.txt");
  await page.getByRole("button", { name: "Opslaan" }).click();
  await page.getByRole("link", { name: /eerste nota/ }).waitFor();
  await page.getByRole("button", { name: "Meer met eerste nota.txt" }).click();
  await page.getByRole("menuitem", { name: "Weggooien" }).click();
  await page.getByText("eerste nota.txt ligt in de prullenbak").waitFor();
  await page.getByRole("link", { name: /eerste nota/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await page.getByRole("link", { name: /eerste nota/ }).waitFor();
});

step("A folder is downloaded as one zip file", async () => {
  const { page } = anna;
  await page.getByRole("link", { name: "Offertes" }).click();
  await page.getByText("Deze map is nog leeg").waitFor();
  await page.locator("input[type=file]").setInputFiles([file("een.txt", "een"), file("twee.txt", "twee")]);
  await page.getByText("Klaar: 2 van 2 bestanden toegevoegd").waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Meer met Offertes" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Als zip downloaden" }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), "Offertes.zip");
  const zip = await readFile(await download.path());
  for (const part of ["Offertes/een.txt", "Offertes/twee.txt"]) assert.ok(zip.includes(part));
});

step("An earlier version is downloaded, pinned and put back", async () => {
  const { page } = anna;
  await page.locator("input[type=file]").setInputFiles([file("eerste nota.txt", "nieuwere inhoud")]);
  await page.getByText("Klaar: 1 van 1 bestanden toegevoegd").waitFor();
  await page.getByRole("button", { name: "Meer met eerste nota.txt" }).click();
  await page.getByRole("menuitem", { name: "Versies" }).click();
  const window = page.getByRole("dialog", { name: "Versies van eerste nota.txt" });
  await window.getByRole("button", { name: "Terugzetten" }).waitFor();
  await inspectScreen(page, "versions");
  await shootScreen(page, "versions");
  const coming = page.waitForEvent("download");
  await window.getByRole("link", { name: "Downloaden" }).last().click();
  assert.equal(await readFile(await (await coming).path(), "utf8"), "nota 1");
  await window.getByRole("button", { name: "Vastzetten" }).last().click();
  await window.getByText("vastgezet").waitFor();
  await window.getByRole("button", { name: "Terugzetten" }).click();
  await window.locator("li").nth(2).waitFor();
  await page.keyboard.press("Escape");
});

step("A folder is put back to a moment, after it was said what that does", async () => {
  const { page } = anna;
  await page.getByRole("button", { name: "Terugdraaien" }).click();
  const window = page.getByRole("dialog", { name: "Map terugdraaien" });
  await window.getByRole("button", { name: "Kijken wat er verandert" }).click();
  await window.getByText("Kies een moment in het verleden").waitFor();
  await inspectScreen(page, "rewinding");
  await shootScreen(page, "rewind");
  await page.keyboard.press("Escape");
  await window.waitFor({ state: "detached" });
});

step("An admin makes a group, to give folders to", async () => {
  const { page } = anna;
  await page.goto(`${server.url}/groups`);
  await page.getByText("Er zijn nog geen groepen.").waitFor();
  await page.getByRole("button", { name: "Groep maken" }).click();
  await page.getByLabel("Naam van de groep").fill("Boekhouding");
  await page.getByRole("checkbox").first().check();
  await inspectScreen(page, "a new group");
  await page.getByRole("button", { name: "Groep opslaan" }).click();
  await page.getByText("Boekhouding").waitFor();
  await shootScreen(page, "groups");
});

step("A shared folder asks at once who may see it, and says so afterwards", async () => {
  const { page } = anna;
  await page.goto(`${server.url}/files`);
  await page.getByRole("button", { name: "Gedeelde map maken" }).click();
  await page.getByRole("textbox", { name: "Naam" }).fill("Klanten");
  await page.getByRole("button", { name: "Maken", exact: true }).click();
  const window = page.getByRole("dialog", { name: "Wie ziet dit?" });
  await window.getByText("Eén persoon ziet deze map:").waitFor();
  await window.getByLabel("Wie").selectOption({ label: "Groep Boekhouding" });
  await window.getByRole("button", { name: "Toevoegen" }).click();
  await window.getByLabel("Wie").selectOption({ label: "Alle medewerkers" });
  await window.getByRole("button", { name: "Toevoegen" }).click();
  await inspectScreen(page, "who sees a folder");
  await shootScreen(page, "rights");
  await window.getByRole("button", { name: "Rechten opslaan" }).click();
  await window.waitFor({ state: "detached" });
  await page.getByRole("heading", { name: "Klanten" }).waitFor();
});

step("The file manager gets an address and a password of its own, shown once", async () => {
  const { page } = anna;
  await page.goto(`${server.url}/files`);
  await page.getByRole("button", { name: "In de Verkenner of Finder" }).click();
  await page.getByLabel("Welke computer is het?").fill("Laptop van Anna");
  await page.getByRole("button", { name: "Toegang maken" }).click();
  await page.getByText("Dit wachtwoord zie je maar één keer.").waitFor();
  await inspectScreen(page, "the file manager");
  await shootScreen(page, "connect");
});

step("On a telephone a folder is as usable", async () => {
  const { page } = anna;
  await page.setViewportSize(phone.viewport!);
  await page.goto(`${server.url}/files`);
  await page.getByRole("link", { name: /Mijn bestanden/ }).click();
  await page.getByRole("link", { name: "Offertes" }).waitFor();
  await inspectScreen(page, "a folder on a telephone");
  await shootScreen(page, "folder-phone");
});

step("No page complained in its console or asked another host for anything", () => {
  anna.assertClean();
});
