import assert from "node:assert/strict";
import { after, before } from "node:test";
import { type DnsServer, startDnsServer } from "../../support/dns-server.ts";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, firm } from "./firm.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

let dns: DnsServer;
let server: TestServer;
let admin: Visitor;

const state = (title: string): string => `section:has(h2:text("${title}")) .light`;

before(async () => {
  dns = await startDnsServer({
    [firm.domain]: { TXT: ["v=spf1 mx -all", "v=spf1 a -all"], MX: [`mx.${firm.domain}`] },
    [`_dmarc.${firm.domain}`]: { TXT: ["v=DMARC1; p=none"] },
  });
  server = await startTestServer({
    environment: { ...pagesOnly, ZEGEL_RESOLVER: dns.address },
  });
  admin = await openVisitor(server.url, desk);
  await enterNewFirm(admin.context, server.url);
});
after(async () => {
  await admin?.remove();
  await server?.stop();
  await dns?.close();
});

step("An admin sees which records of the domain are right, missing and wrong", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/domain`);
  await page.getByRole("status").waitFor();
  assert.equal((await page.locator(state("SPF")).innerText()).trim(), "Klopt niet");
  assert.equal((await page.locator(state("DKIM")).innerText()).trim(), "Ontbreekt");
  assert.equal((await page.locator(state("MX")).innerText()).trim(), "Goed");
  await page.getByText("De stand is none").waitFor();
  await inspectScreen(page, "domain");
  await shootScreen(page, "domain-1280");
  await page.setViewportSize(phone.viewport);
  await inspectScreen(page, "domain, phone");
  await shootScreen(page, "domain-390");
  await page.setViewportSize(desk.viewport);
});

step("A record that was put right is seen to be so at the next check", async () => {
  const { page } = admin;
  const section = page.locator('section:has(h2:text("DKIM"))');
  const [name, value] = await section.locator(".copy-field code").allInnerTexts();
  dns.setZone({ [name!]: { TXT: [value!] } });
  await page.getByRole("button", { name: "Nu controleren" }).click();
  await page.locator(`${state("DKIM")}[data-state="good"]`).waitFor();
});

step("An admin sees how the installation is doing", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/installation`);
  await page.getByRole("status").waitFor();
  await page.getByText("Er is nog geen reservekopie gemaakt.").waitFor();
  assert.equal((await page.locator(state("Reservekopie")).innerText()).trim(), "Let op");
  await inspectScreen(page, "health");
  await shootScreen(page, "health-1280");
  await page.setViewportSize(phone.viewport);
  await inspectScreen(page, "health, phone");
  await shootScreen(page, "health-390");
});
