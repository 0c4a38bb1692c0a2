import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewColleague, enterNewFirm, sendByApi } from "./firm.ts";
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

step("A planned message is taken back after the page was loaded again, and is a draft", async () => {
  const { page } = admin;
  const text = page.getByRole("textbox", { name: "Bericht", exact: true });
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Aan", { exact: true }).fill("tom@kantoor-dewit.example,");
  await page.getByLabel("Onderwerp").fill("Te snel");
  await text.fill("Nog niet klaar");
  await page.getByRole("button", { name: "Later versturen" }).click();
  await page.getByRole("menuitem", { name: /Maandagochtend/ }).click();
  await page.locator('.outgoing[data-phase="planned"]').waitFor();
  await page.goto(`${server.url}/mail/scheduled`);
  await page.getByText("Te snel").first().waitFor();
  await page.getByRole("button", { name: "Lezen Te snel" }).click();
  await page.frameLocator(".planned-text .letter-frame").getByText("Nog niet klaar").waitFor();
  await inspectScreen(page, "planned messages");
  await shootScreen(page, "planned");
  await page.getByRole("button", { name: "Nu versturen" }).click();
  await page.locator(".undo-bar").getByText("Wordt zo verstuurd.").waitFor();
  await page.keyboard.press("z");
  await page.locator(".row", { hasText: "Te snel" }).getByText("09:00").or(page.getByText("08:00")).first().waitFor();
  await page.getByRole("button", { name: "Niet versturen" }).click();
  await text.getByText("Nog niet klaar").waitFor();
});

step(
  "Names with a comma are one recipient, a missing subject is asked about once, and without internet it waits",
  async () => {
    const { page, context } = admin;
    const text = page.getByRole("textbox", { name: "Bericht", exact: true });
    await page.goto(`${server.url}/mail/inbox/new`);
    const to = page.getByLabel("Aan", { exact: true });
    await to.pressSequentially('"Verhoeven, Tom" <tom@kantoor-dewit.example>,');
    await page.locator(".chip", { hasText: "Verhoeven, Tom" }).getByText("tom@kantoor-dewit.example").waitFor();
    assert.equal(await page.locator(".chip").count(), 1);
    await inspectScreen(page, "a name with a comma");
    await text.fill("Zonder kop");
    await page.getByText("Opgeslagen", { exact: true }).waitFor();
    const send = page.getByRole("button", { name: "Versturen", exact: true });
    await send.click();
    await page.getByRole("alert").getByText("Dit bericht heeft geen onderwerp.").waitFor();
    await context.setOffline(true);
    await send.click();
    await page
      .locator(".outgoing")
      .getByText("Geen internet. Het bericht gaat zodra de verbinding terug is.")
      .waitFor();
    await shootScreen(page, "waiting-for-network");
    await context.setOffline(false);
    await page.locator('.outgoing[data-phase="undoable"]').waitFor();
    await page.keyboard.press("z");
    await text.getByText("Zonder kop").waitFor();
    await page.getByRole("button", { name: "Weggooien" }).click();
    await page.locator(".undo-bar").getByRole("button", { name: "Sluiten" }).click();
  },
);

step("The key for searching works on every page", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/scheduled`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press("/");
  await page.locator("search input:focus").waitFor();
});

step("A slip in an address is seen while writing, and mended with one press", async () => {
  const { page, context } = admin;
  const right = "mieke.jansen@thuiszorg.example";
  for (let times = 0; times < 3; times++)
    await sendByApi(context, server.url, { recipients: [{ email: right }], subject: "Rooster", text: "Hierbij." });
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Aan", { exact: true }).fill("mieke.jansem@thuiszorg.example,");
  await page.getByText(`is één teken anders dan ${right}`).waitFor();
  await inspectScreen(page, "a slip in an address");
  await shootScreen(page, "slip");

  await page.getByRole("button", { name: `${right} gebruiken` }).click();
  await page.locator(".chip", { hasText: right }).waitFor();
  await page.getByText("is één teken anders").waitFor({ state: "detached" });
  await page.getByLabel("Onderwerp").fill("Rooster");
  await page.getByRole("textbox", { name: "Bericht", exact: true }).fill("Beste Karin,\n\nHierbij.");
  await page.getByText("De aanhef noemt “karin”").waitFor();
  await page.goto(`${server.url}/writing`);
  await page.getByText("1 keer getoond, 1 keer paste je iets aan.").waitFor();
  await inspectScreen(page, "how useful warnings were");
  await shootScreen(page, "warnings");
});

step("Nothing complained", () => {
  admin.assertClean();
  colleague.assertClean();
});
