import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, phone, type Visitor } from "./browser.ts";
import { codeNow, firm, sendLetter, writeLetter } from "./firm.ts";
import { codeFor, codesFor, linkFor } from "./outbox.ts";
import { step } from "./step.ts";

const guestEmail = "marijke@voorbeeld.example";
const subject = "Aangifte inkomstenbelasting 2025";
const pdf = Buffer.from(`%PDF-1.4\n${"aangifte ".repeat(20_000)}`);

let server: TestServer;
let member: Visitor;
let guest: Visitor;
let guestLink: string;

before(async () => {
  server = await startTestServer();
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("A firm is set up in the browser, by a double click too, and the recovery kit must be kept first", async () => {
  const { page } = member;
  await page.goto(server.url);
  const organisation = page.getByLabel("Naam van de organisatie");
  await organisation.fill(`\u202E${"a".repeat(300)}`);
  assert.match(await organisation.inputValue(), /^a{199,200}$/);
  await organisation.fill(firm.organisation);
  await page.getByLabel("Domein van jullie e-mail").fill(firm.domain);
  await inspectScreen(page, "set-up, organisation");
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByLabel("Je naam").fill(firm.adminName);
  await page.getByLabel("Je e-mailadres").fill(firm.adminEmail);
  await page.getByLabel("Kies een wachtwoord").fill("wachtwoord1234");
  await page.getByRole("button", { name: "Verder" }).click();
  await page
    .getByText(/snel geraden/)
    .first()
    .waitFor();
  await page.getByLabel("Kies een wachtwoord").fill(firm.password);
  await inspectScreen(page, "set-up, admin");
  await page.goBack();
  assert.equal(await organisation.inputValue(), firm.organisation);
  await page.goForward();
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByText("Stap 3 van 3").waitFor();
  // A password is typed again after a reload, and nothing else.
  await page.reload();
  await page.getByText("Stap 2 van 3").waitFor();
  assert.equal(await page.getByLabel("Je e-mailadres").inputValue(), firm.adminEmail);
  assert.equal(await page.getByLabel("Kies een wachtwoord").inputValue(), "");
  await page.getByLabel("Kies een wachtwoord").fill(firm.password);
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByText("Verdeeld over meer mensen").click();
  await inspectScreen(page, "set-up, recovery kit");
  await page.getByRole("button", { name: "Zegel instellen" }).dblclick();
  await page.getByRole("heading", { name: "Bewaar nu de herstelset" }).waitFor();
  const goOn = page.getByRole("button", { name: "Naar inloggen" });
  assert.equal(await goOn.isDisabled(), true);
  for (const button of await page.getByRole("button", { name: /opslaan als PDF/ }).all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    assert.match((await readFile(await download.path())).subarray(0, 5).toString(), /^%PDF-/);
  }
  assert.equal(await goOn.isDisabled(), true);
  await page.getByLabel("Ik heb alle delen veilig bewaard of uitgedeeld").check();
  await inspectScreen(page, "set-up, kit");
  await goOn.click();
});

step("The admin logs in with password and a code from the phone", async () => {
  const { page } = member;
  await page.getByLabel("E-mailadres").fill(firm.adminEmail);
  await page.getByLabel("Wachtwoord", { exact: true }).fill("dit is het niet helemaal");
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByRole("alert").waitFor();
  await inspectScreen(page, "log-in, refused");
  await page.getByLabel("Wachtwoord", { exact: true }).fill(firm.password);
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByAltText("QR-code om met je telefoon te scannen").waitFor();
  await inspectScreen(page, "log-in, second factor");
  const secret = await page.locator(".copy-field code").innerText();
  await page.getByLabel("Code van 6 cijfers").fill(codeNow(secret));
  await page.getByRole("button", { name: "Instellen en inloggen" }).click();
  await page.getByRole("button", { name: "Later doen" }).click();
  await page.getByText("Nog geen berichten").waitFor();
  await inspectScreen(page, "empty inbox");
});

step("A member sends a message with an attachment, and may undo it within five seconds", async () => {
  const { page } = member;
  const files = [{ name: "Aangifte 2025.pdf", mimeType: "application/pdf", buffer: pdf }];
  const text = "Beste mevrouw Van Dijk,\n\nBijgevoegd vindt u de aangifte.";
  await writeLetter(page, { to: guestEmail, subject, text, verify: { sms: "06 12345678" }, files });
  await page.getByText("openen met een code per sms").waitFor();
  await inspectScreen(page, "compose");
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  const written = await page.getByLabel("Bericht", { exact: true }).innerText();
  assert.deepEqual(written.split(/\s+/), text.split(/\s+/));
  await page.getByText("Aangifte 2025.pdf").waitFor();
  await sendLetter(page);
  await page.getByRole("link", { name: "Bekijken" }).click();
  await page.getByText("Verzegeld, nog niet geopend").waitFor();
  await inspectScreen(page, "conversation, sent");
});

step("Opening the link posts nothing before a person clicks, and the secret leaves the address bar", async () => {
  guestLink = await linkFor(server.url, guestEmail);
  const { page } = guest;
  await page.goto(guestLink);
  await page.getByRole("button", { name: "Bericht openen" }).waitFor();
  await page.getByText(firm.organisation).first().waitFor();
  await page.getByText(firm.domain).first().waitFor();
  assert.equal(page.url().includes("#"), false);
  assert.deepEqual(guest.posted, []);
  await inspectScreen(page, "guest, door");
});

step("A guest opens with the code from the SMS; a wrong code is refused with what to do now", async () => {
  const { page } = guest;
  await page.getByRole("button", { name: "Bericht openen" }).click();
  const field = page.getByLabel("Code van 6 cijfers");
  await field.waitFor();
  await inspectScreen(page, "guest, code");
  const code = await codeFor(server.url, "612345678");
  await field.fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByText("nog 4 keer proberen").first().waitFor();
  await inspectScreen(page, "guest, wrong code");
  await field.fill(code);
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByRole("heading", { name: subject }).waitFor();
  await page.frameLocator(".letter-frame").first().getByText("Bijgevoegd vindt u de aangifte.").waitFor();
  await inspectScreen(page, "guest, letter");
  assert.equal((await codesFor(server.url, "612345678")).length, 1);
});

step("A guest downloads the attachment and keeps a copy of the message", async () => {
  const { page } = guest;
  const [attachment] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Aangifte 2025.pdf downloaden" }).click(),
  ]);
  assert.deepEqual(await readFile(await attachment.path()), pdf);
  await page.getByRole("button", { name: "Bewaar een kopie" }).click();
  const [copy] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Opslaan als .eml" }).click(),
  ]);
  assert.match(copy.suggestedFilename(), /\.eml$/);
  assert.match((await readFile(await copy.path())).toString("latin1"), /^Content-Type: multipart\/mixed/im);
  await page.getByRole("button", { name: "Sluiten" }).click();
});

step("A guest replies with an attachment", async () => {
  const { page } = guest;
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.getByLabel(`Uw antwoord aan ${firm.adminName}`).fill("Dank u wel, de jaaropgave zit erbij.");
  const jaaropgave = { name: "Jaaropgave.txt", mimeType: "text/plain", buffer: Buffer.from("rente 6034") };
  await page.locator("input[type=file]").setInputFiles(jaaropgave);
  await inspectScreen(page, "guest, reply");
  await page.getByRole("button", { name: "Antwoord versturen" }).dblclick();
  await page.getByText("Uw antwoord is veilig verstuurd").waitFor();
  await inspectScreen(page, "guest, replied");
});

step("A guest who reloads the page reads on without the secret", async () => {
  const { page } = guest;
  await page.reload();
  await page.getByRole("heading", { name: subject }).waitFor();
});

step("The member sees that a person opened and downloaded it, and reads the reply", async () => {
  const { page } = member;
  await page.reload();
  await page.getByText("Geopend door een persoon op").waitFor();
  await page.getByText("Gedownload op").waitFor();
  await page.getByText("Beantwoord op").waitFor();
  await page.frameLocator(".letter-frame").last().getByText("de jaaropgave zit erbij").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /Jaaropgave.txt/ }).click(),
  ]);
  assert.equal((await readFile(await download.path())).toString(), "rente 6034");
  await inspectScreen(page, "conversation, answered");
  await page.getByRole("link", { name: "Postvak IN" }).first().click();
  await page.locator(".mail-row", { hasText: subject }).waitFor();
  await inspectScreen(page, "inbox");
});

step("The member answers, and the guest finds the earlier letters with the new one", async () => {
  const { page } = member;
  await page.locator(".mail-row", { hasText: subject }).click();
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.getByRole("textbox", { name: "Bericht", exact: true }).fill("Dat klopt, ik pas het aan.");
  await inspectScreen(page, "conversation, replying");
  await sendLetter(page);
  const { page: guestPage } = guest;
  const link = await linkFor(server.url, guestEmail, [guestLink]);
  const earlierCodes = await codesFor(server.url, "612345678");
  await guestPage.goto(link);
  await guestPage.getByRole("button", { name: "Bericht openen" }).click();
  await guestPage.getByLabel("Code van 6 cijfers").fill(await codeFor(server.url, "612345678", earlierCodes));
  await guestPage.getByRole("button", { name: "Verder" }).click();
  await guestPage.frameLocator(".letter-frame").first().getByText("ik pas het aan").waitFor();
  await guestPage.getByRole("heading", { name: "Eerder in dit gesprek" }).waitFor();
});

step("A recall tells the truth about what had been handed out, and the guest is told", async () => {
  const { page } = member;
  const { page: guestPage } = guest;
  const [reader, stranger] = ["lezer@voorbeeld.example", "vreemde@voorbeeld.example"];
  await writeLetter(page, { to: `${reader}, ${stranger}`, subject: "Jaarrekening", text: "Ter ondertekening." });
  await sendLetter(page);
  const link = await linkFor(server.url, reader);
  await guestPage.goto(link);
  await guestPage.getByRole("button", { name: "Bericht openen" }).click();
  await guestPage.frameLocator(".letter-frame").first().getByText("Ter ondertekening.").waitFor();

  await page.getByRole("link", { name: "Verzonden" }).first().click();
  await page.locator(".mail-row", { hasText: "Jaarrekening" }).click();
  await page.getByRole("button", { name: "Intrekken" }).click();
  await inspectScreen(page, "recall, asking");
  await page.getByRole("dialog").getByRole("button", { name: "Intrekken" }).click();
  await page.getByText("Het bericht is ingetrokken").waitFor();
  await page.locator(".row", { hasText: reader }).getByText("Had het al gelezen").waitFor();
  await page.locator(".row", { hasText: stranger }).getByText("Niemand heeft het hier gezien").waitFor();
  await inspectScreen(page, "recall, truth");
  await page.getByRole("dialog").getByRole("button", { name: "Sluiten" }).last().click();
  await page.locator(".letter-seal", { hasText: "Ingetrokken op" }).waitFor();

  for (const each of [link, await linkFor(server.url, stranger)]) {
    await guestPage.goto("about:blank");
    await guestPage.goto(each);
    await guestPage.getByRole("button", { name: "Bericht openen" }).click();
    await guestPage.getByRole("heading", { name: "Dit bericht is ingetrokken" }).waitFor();
  }
  await inspectScreen(guestPage, "guest, recalled");
});

step("No page complained in its console or asked another host for anything", () => {
  member.assertClean();
  guest.assertClean();
});
