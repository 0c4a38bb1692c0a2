import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { codeNow, firm, sendByApi } from "./firm.ts";
import { readOutbox } from "./outbox.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const newPassword = "paarse krokussen in maart";
const subject = "Jaarrekening van de vorige eeuw";

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;
let kit: string;
let recoveryCode: string;
let backupCodes: string[];

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  admin = await openVisitor(server.url, desk);
  colleague = await openVisitor(server.url, { ...phone, colorScheme: "dark" });
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

async function post<T>(context: BrowserContext, path: string, data: object, token?: string): Promise<T> {
  const headers = { origin: server.url, ...(token !== undefined && { "x-zegel-token": token }) };
  const answer = await context.request.post(`${server.url}${path}`, { data, headers });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? (undefined as T) : ((await answer.json()) as T);
}

async function enrolInPage(page: Page): Promise<void> {
  const secret = await page.locator(".copy-field code").innerText();
  await page.getByLabel("Code van 6 cijfers").fill(codeNow(secret));
  await page.getByRole("button", { name: "Instellen en inloggen" }).click();
}

/** Keeps the recovery code that is shown, as somebody does who reads the screen. */
async function keepRecoveryCode(page: Page): Promise<string> {
  const code = await page.locator(".copy-field-loud code").innerText();
  await page.getByLabel("Laatste acht tekens").fill(code.slice(-9));
  await page.getByRole("button", { name: "Ik heb de code bewaard" }).click();
  return code;
}

async function keepBackupCodes(page: Page): Promise<string[]> {
  await page.locator(".backup-codes li").nth(9).waitFor();
  const codes = await page.locator(".backup-codes code").allInnerTexts();
  await page.getByRole("button", { name: "Ik heb de codes bewaard" }).click();
  return codes;
}

step("After the first log-in a member keeps a recovery code, which counts once a part of it was typed", async () => {
  const { page, context } = admin;
  const setup = await post<{ kit: { text: string }[] }>(context, "/api/setup", {
    ...firm,
    language: "nl",
    shares: 1,
    threshold: 1,
  });
  kit = setup.kit[0]!.text;
  await page.goto(`${server.url}/login`);
  await page.getByLabel("E-mailadres").fill(firm.adminEmail);
  await page.getByLabel("Wachtwoord", { exact: true }).fill(firm.password);
  await page.getByRole("button", { name: "Verder" }).click();
  await enrolInPage(page);
  await page.getByRole("heading", { name: "Bewaar je herstelcode" }).waitFor();
  await page.locator(".copy-field-loud code").waitFor();
  await inspectScreen(page, "recovery code");
  await page.getByLabel("Laatste acht tekens").fill("0000-0000");
  await page.getByRole("button", { name: "Ik heb de code bewaard" }).click();
  await page.getByRole("alert").waitFor();
  recoveryCode = await keepRecoveryCode(page);
  await page.getByRole("heading", { name: "Reservecodes voor je telefoon" }).waitFor();
  await page.locator(".backup-codes").waitFor();
  await inspectScreen(page, "back-up codes");
  backupCodes = await keepBackupCodes(page);
  assert.equal(new Set(backupCodes).size, 10);
  await page.getByText("Nog geen berichten").waitFor();
  await sendByApi(context, server.url, {
    recipients: [{ email: "klant@voorbeeld.example", verification: "none" }],
    subject,
    text: "Dit blijft leesbaar.",
  });
});

step("My account says how to get back in, and where one is logged in", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/account`);
  await page.getByText("Je hebt nog 10 reservecodes").waitFor();
  await page.getByText("Dit apparaat").waitFor();
  await inspectScreen(page, "my account");
  await page.getByRole("button", { name: "Wachtwoord veranderen" }).click();
  await page.getByLabel("Kies een wachtwoord").fill("wachtwoord1234");
  await page.getByLabel("Je huidige wachtwoord").focus();
  await page.getByText("Dit wachtwoord is snel geraden").waitFor();
  await inspectScreen(page, "change of password");
});

step(
  "Who forgot the password chooses another with recovery code and back-up code, and old mail is readable",
  async () => {
    const { page, context } = admin;
    await context.clearCookies();
    await page.evaluate("localStorage.clear()");
    await page.goto(`${server.url}/login`);
    await page.getByRole("link", { name: "Wachtwoord vergeten?" }).click();
    // The log-in has a field of the same name.
    await page.getByLabel("Herstelcode", { exact: true }).waitFor();
    await page.getByLabel("E-mailadres").fill(firm.adminEmail);
    await page.getByLabel("Herstelcode", { exact: true }).fill(recoveryCode.toUpperCase());
    await page.getByLabel("Code van je telefoon").fill(backupCodes[0]!);
    await page.getByLabel("Kies een wachtwoord").fill(newPassword);
    await inspectScreen(page, "recover");
    await page.getByRole("button", { name: "Nieuw wachtwoord opslaan" }).click();
    await page.getByRole("heading", { name: "Bewaar je herstelcode" }).waitFor();
    const next = await keepRecoveryCode(page);
    assert.notEqual(next, recoveryCode);
    await keepBackupCodes(page);
    await page.goto(`${server.url}/mail/sent`);
    await page.getByText(subject).first().click();
    await page.frameLocator(".letter-frame").first().getByText("Dit blijft leesbaar.").waitFor();
    await until("the member is told", async () =>
      (await readOutbox(server.url)).some(({ text }) =>
        text.includes("Met je herstelcode is een nieuw wachtwoord gekozen"),
      ),
    );
  },
);

step("A colleague without password and code gets access back by the recovery kit, and finds the old mail", async () => {
  const { page, context } = admin;
  const me = (await (await context.request.get(`${server.url}/api/me`)).json()) as { token: string };
  const newcomer = { email: "bram@kantoor-dewit.example", name: "Bram de Boer", roles: [], language: "nl" };
  const invited = await post<{ invitationUrl: string }>(context, "/api/members", newcomer, me.token);
  const theirs = colleague.page;
  await theirs.goto(invited.invitationUrl);
  await theirs.getByLabel("Kies een wachtwoord").waitFor();
  assert.equal(new URL(theirs.url()).hash, "");
  await theirs.reload();
  await theirs.getByLabel("Kies een wachtwoord").fill("wachtwoord1234");
  await theirs.getByRole("button", { name: "Aan de slag" }).click();
  await theirs.getByText("Dit wachtwoord is snel geraden").waitFor();
  await until("the page has come to rest", async () => (await theirs.locator("[data-loading]").count()) === 0);
  assert.equal(await theirs.getByText("Dit wachtwoord is snel geraden").count(), 1);
  await inspectScreen(theirs, "invitation, weak password, phone, dark");
  await shootScreen(theirs, "invitation-weak");
  await theirs.getByLabel("Kies een wachtwoord").fill("nog een goed wachtwoord hoor");
  await theirs.getByRole("button", { name: "Aan de slag" }).click();
  await enrolInPage(theirs);
  await theirs.getByRole("button", { name: "Later doen" }).click();
  await theirs.getByText("Nog geen berichten").waitFor();
  await sendByApi(context, server.url, {
    recipients: [{ email: newcomer.email }],
    subject: "Voor Bram",
    text: "Hier is het.",
  });

  await page.goto(`${server.url}/members`);
  await page.getByRole("button", { name: /Bram de Boer/ }).click();
  await page.getByRole("menuitem", { name: "Toegang teruggeven" }).click();
  await page.getByLabel("Deel 1").fill(kit);
  await inspectScreen(page, "give access back");
  await page.getByRole("button", { name: "Toegang teruggeven" }).click();
  const link = await page.locator(".copy-field-loud code").innerText();
  await inspectScreen(page, "access given back");

  await colleague.context.clearCookies();
  await theirs.evaluate("localStorage.clear()");
  await theirs.goto(link);
  await theirs.getByRole("heading", { name: /Welkom terug/ }).waitFor();
  await theirs.getByLabel("Kies een wachtwoord").fill(newPassword);
  await inspectScreen(theirs, "welcome back, phone, dark");
  await theirs.getByRole("button", { name: "Aan de slag" }).click();
  await enrolInPage(theirs);
  await theirs.locator(".copy-field-loud code").waitFor();
  await inspectScreen(theirs, "recovery code, phone, dark");
  await theirs.getByRole("button", { name: "Later doen" }).click();
  await theirs.getByText("Voor Bram").first().click();
  await theirs.frameLocator(".letter-frame").first().getByText("Hier is het.").waitFor();
  admin.assertClean();
  colleague.assertClean();
});

step(
  "A page at which nobody does anything locks, in every tab, and goes on where it was with the password",
  async () => {
    const { page, context } = admin;
    await page.clock.install();
    await page.goto(`${server.url}/members`);
    await page.getByText("Bram de Boer").first().waitFor();
    const other = await context.newPage();
    await other.goto(`${server.url}/contacts`);
    await other.getByRole("heading", { name: "Contacten" }).waitFor();
    await page.clock.fastForward("31:00");
    await page.getByRole("heading", { name: "Vergrendeld" }).waitFor();
    await other.getByRole("heading", { name: "Vergrendeld" }).waitFor();
    assert.equal(await page.getByText("Bram de Boer").count(), 0);
    await inspectScreen(page, "locked");
    await shootScreen(page, "locked");
    // Reloading is no way round it, and neither is another page of the same session.
    await other.goto(`${server.url}/members`);
    await other.getByRole("heading", { name: "Vergrendeld" }).waitFor();
    assert.equal(await other.getByText("Bram de Boer").count(), 0);
    await page.getByLabel("Wachtwoord", { exact: true }).fill("niet het wachtwoord");
    await page.getByRole("button", { name: "Verder gaan" }).click();
    await page.getByText("Dat is niet je huidige wachtwoord.").waitFor();
    await page.getByLabel("Wachtwoord", { exact: true }).fill(newPassword);
    await page.getByRole("button", { name: "Verder gaan" }).click();
    await page.getByText("Bram de Boer").first().waitFor();
    await other.getByText("Bram de Boer").first().waitFor();
    await other.close();
    admin.assertClean();
  },
);

step("Who logs out in one tab is logged out in every other one, also where nobody touches it", async () => {
  const { page, context } = admin;
  await page.goto(`${server.url}/mail/inbox`);
  await page.getByRole("heading", { name: "Postvak IN" }).waitFor();
  const other = await context.newPage();
  await other.goto(`${server.url}/members`);
  await other.getByText("Bram de Boer").first().waitFor();
  await page.getByRole("button", { name: /Sanne de Wit/ }).click();
  await page.getByRole("menuitem", { name: "Uitloggen" }).click();
  await page.getByRole("heading", { name: "Inloggen" }).waitFor();
  await other.getByRole("heading", { name: "Inloggen" }).waitFor();
  assert.equal(await other.getByText("Bram de Boer").count(), 0);
});
