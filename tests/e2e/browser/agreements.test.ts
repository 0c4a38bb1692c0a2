import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewColleague, enterNewFirm, firm, sendByApi } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [admin, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(admin.context, server.url);
  const bram = { name: "Bram de Boer", email: `bram@${firm.domain}` };
  await enterNewColleague(admin.context, colleague.context, server.url, bram);
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("The mail that was is there to try agreements on, from the first page that an admin opened", async () => {
  const { context, page } = admin;
  await page.goto(`${server.url}/mail/inbox`);
  await page.getByText("Nog geen berichten").waitFor();
  for (const text of ["Het BSN van mevrouw is 111222333.", "Tot morgen!", "Tot vrijdag!"])
    await sendByApi(context, server.url, { recipients: [{ email: "els@buiten.example" }], subject: "Vraag", text });
});

step("A firm without agreements answers four questions, and reads at once what the answers mean", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/agreements`);
  await page.getByText("Er zijn nog geen werkafspraken").waitFor();
  await inspectScreen(page, "no agreements yet");
  await page.getByRole("button", { name: "Werkafspraken maken" }).click();
  await page.getByRole("heading", { name: "Werkafspraken in vier vragen" }).waitFor();
  await page.getByRole("radio", { name: "Ook voor mail tussen collega's" }).check();
  await page.getByText("Deze afspraken gelden voor mail naar buiten en voor mail tussen collega’s.").waitFor();
  await page.getByLabel("Wie geeft mail vrij?").fill(`bram@${firm.domain}`);
  await page.getByLabel("Telefoon").fill("020 123 45 67");
  await page.reload();
  await page.getByText("020 123 45 67").first().waitFor();
  await page
    .locator(".card", { hasText: `bram@${firm.domain}` })
    .first()
    .waitFor();
  const replayed = page.getByRole("table", { name: "De afgelopen 30 dagen" });
  await replayed.getByRole("row", { name: "beveiligd 3 3" }).waitFor();
  await page
    .getByRole("listitem")
    .filter({ hasText: /: 1 bericht$/ })
    .first()
    .waitFor();
  await inspectScreen(page, "four questions");
  await shootScreen(page, "agreements-wizard");
  await page.getByRole("button", { name: "Van kracht laten worden" }).click();
  await page.getByText("Versie 1, van kracht sinds").waitFor();
});

step("A colleague reads them on a phone and agrees, and the admin sees who has", async () => {
  const { page } = colleague;
  await page.goto(`${server.url}/mail/inbox`);
  const unread = page.getByRole("complementary", { name: "Werkafspraken" });
  await unread.getByText("Er zijn werkafspraken die je nog niet hebt gelezen.").waitFor();
  await page.getByText("Nog geen berichten").waitFor();
  await inspectScreen(page, "unread agreements above the inbox");
  await shootScreen(page, "agreements-unread");
  await unread.getByRole("link", { name: "Lezen" }).click();
  await page.getByText("Lees de afspraken hieronder").waitFor();
  assert.equal(await unread.count(), 0);
  await inspectScreen(page, "agreements to agree to");
  await shootScreen(page, "agreements-read");
  await page.getByRole("button", { name: "Gelezen en akkoord" }).click();
  await page.getByText("Je hebt ze gelezen en bent akkoord").waitFor();
  await admin.page.reload();
  await admin.page.getByText("1 van 2 medewerkers zijn akkoord").waitFor();
  await inspectScreen(admin.page, "agreements with readers and versions");
  await shootScreen(admin.page, "agreements");
});

step(
  "Who writes the document by hand is told each mistake with its line, and an earlier version can come back",
  async () => {
    const { page } = admin;
    await page.getByRole("button", { name: "Het document", exact: true }).click();
    const field = page.getByLabel("Werkafspraken (YAML)");
    const text = await field.inputValue();
    await field.fill(text.replace("scope: everyone", "scope: iedereen"));
    await page.getByText("Regel 3").waitFor();
    await inspectScreen(page, "a document with a mistake");
    await shootScreen(page, "agreements-document");
    await field.fill(text.replace("scope: everyone", "scope: outsiders"));
    await page.getByRole("heading", { name: "Dit verandert" }).waitFor();
    await page.getByRole("button", { name: "Van kracht laten worden" }).click();
    await page.getByText("Versie 2, van kracht sinds").waitFor();
    await page.getByRole("button", { name: "Weer van kracht laten worden Versie 1" }).click();
    await page.getByText("Versie 3, van kracht sinds").waitFor();
    await page.getByText("collega’s").first().waitFor();
  },
);

step("No page complained in its console or asked another host for anything", () => {
  admin.assertClean();
  colleague.assertClean();
});
