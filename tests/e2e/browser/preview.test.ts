import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, type Visitor } from "./browser.ts";
import { enterNewFirm } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

let server: TestServer;
let sender: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  sender = await openVisitor(server.url, desk);
  await enterNewFirm(sender.context, server.url);
});
after(async () => {
  await sender?.remove();
  await server?.stop();
});

step("Before sending, one sees the mail that a recipient will get, and what comes after it", async () => {
  const { page } = sender;
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Aan", { exact: true }).fill("els@buiten.example,");
  await page.getByRole("button", { name: "Voorbeeld els@buiten.example" }).click();
  const preview = page.getByRole("dialog", { name: "Dit krijgt els@buiten.example" });
  await preview.getByText("De link opent het bericht.").waitFor();
  await preview.frameLocator(".letter-frame").getByText("heeft u een beveiligd bericht gestuurd").waitFor();
  await inspectScreen(page, "preview of a notification");
  await shootScreen(page, "preview-notice");
  await page.keyboard.press("Escape");
  await preview.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: "Voorbeeld els@buiten.example" }).isVisible(), true);
});

step("Whoever has no ordinary mail yet reads what will stand here", async () => {
  const { page } = sender;
  await page.goto(`${server.url}/app-passwords`);
  await page.getByRole("heading", { name: "Gewone mail uit je mailprogramma" }).waitFor();
  await page.getByText("Je mailprogramma's stuurden nog geen gewone mail via Zegel.").waitFor();
  await inspectScreen(page, "ordinary mail of mail programs");
});

step("No page complained in its console or asked another host for anything", () => {
  sender.assertClean();
});
