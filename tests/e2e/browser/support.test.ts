import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewColleague, enterNewFirm } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const tom = { name: "Tom Verhoeven", email: "tom@kantoor-dewit.example" };

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [admin, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(admin.context, server.url);
  await enterNewColleague(admin.context, colleague.context, server.url, tom);
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("A colleague asks for help on the spot, from a phone", async () => {
  const { page } = colleague;
  await page.goto(`${server.url}/writing`);
  await page.getByRole("button", { name: "Hulp" }).click();
  await page.getByRole("button", { name: "Stel een vraag" }).click();
  const form = page.getByRole("dialog", { name: "Stel een vraag" });
  await form.getByLabel("Je vraag").fill("Hoe zet ik mijn naam onder elk bericht?");
  await form.getByText("We sturen mee waar je nu bent (/writing)").waitFor();
  await inspectScreen(page, "asking a question");
  await shootScreen(page, "asking");
  await form.getByRole("button", { name: "Vraag versturen" }).click();
  await form.getByText("Je vraag is verstuurd aan Sanne de Wit.").waitFor();
});

step("Who helps sees it in the list, hands it over, and says that it is done", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/questions`);
  await page.getByText("Wacht op antwoord").waitFor();
  await page.getByRole("button", { name: "Overdragen" }).click();
  const form = page.getByRole("dialog", { name: "Overdragen" });
  await form.getByLabel("Naar welk adres").fill("helpdesk@it-bedrijf.example");
  await inspectScreen(page, "handing a question over");
  await shootScreen(page, "handing-over");
  await form.getByRole("button", { name: "Versturen" }).click();
  await page.getByText("Overgedragen aan helpdesk@it-bedrijf.example door Sanne de Wit").waitFor();
  await page.getByRole("button", { name: "Afgehandeld" }).click();
  await page.getByText("Afgehandeld door Sanne de Wit").waitFor();
  await inspectScreen(page, "questions");
  await shootScreen(page, "questions");
  await page.getByRole("link", { name: "Gesprek openen" }).click();
  await page.frameLocator(".letter-frame").first().getByText("Hoe zet ik mijn naam onder elk bericht?").waitFor();
});

step("No page complained in its console or asked another host for anything", () => {
  admin.assertClean();
  colleague.assertClean();
});
