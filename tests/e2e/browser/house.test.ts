import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { codeNow, enterNewFirm, firm, sendByApi, sendLetter, writeLetter } from "./firm.ts";
import { linkFor } from "./outbox.ts";
import { step } from "./step.ts";

const tom = { name: "Tom Verhoeven", email: "tom@kantoor-dewit.example" };

const point = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

let server: TestServer;
let admin: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  const dark = { ...phone, colorScheme: "dark" } as const;
  [admin, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, dark)]);
  await enterNewFirm(admin.context, server.url);
});
after(async () => {
  await Promise.all([admin, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("A colleague is invited, chooses a password, and is in", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/members`);
  await inspectScreen(page, "members");
  await page.getByRole("button", { name: "Uitnodigen" }).click();
  await page.getByRole("dialog").getByLabel("Naam").fill(tom.name);
  await page.getByRole("dialog").getByLabel("E-mailadres").fill(tom.email);
  await inspectScreen(page, "inviting");
  await page.getByRole("button", { name: "Uitnodiging versturen" }).dblclick();
  const invitation = await page.getByRole("dialog").locator("code").innerText();
  await page.getByRole("dialog").getByRole("button", { name: "Sluiten" }).last().click();

  const { page: theirs } = colleague;
  await theirs.goto(invitation);
  await theirs.getByRole("heading", { name: `Welkom bij ${firm.organisation}` }).waitFor();
  assert.equal(theirs.url().includes("#"), false);
  await inspectScreen(theirs, "invitation, dark");
  await theirs.getByLabel("Kies een wachtwoord").fill("nog vier gewone woorden");
  await theirs.getByRole("button", { name: "Aan de slag" }).click();
  const secret = await theirs.locator(".copy-field code").innerText();
  await inspectScreen(theirs, "second factor, dark");
  await theirs.getByLabel("Code van 6 cijfers").fill(codeNow(secret));
  await theirs.getByRole("button", { name: "Instellen en inloggen" }).click();
  await theirs.getByRole("heading", { name: "Bewaar je herstelcode" }).waitFor();
  await theirs.reload();
  await theirs.getByRole("heading", { name: "Bewaar je herstelcode" }).waitFor();
  await theirs.getByRole("button", { name: "Later doen" }).click();
  await theirs.getByText("Nog geen berichten").waitFor();
  await inspectScreen(theirs, "empty inbox, phone, dark");
});

step("Colleagues write to each other, on a desk and on a phone", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByLabel("Aan", { exact: true }).fill(`${tom.email},`);
  await page.getByText(`${tom.name}: leest het in Zegel.`).waitFor();
  await page.getByLabel("Onderwerp").fill("Dossier Hendriks");
  await page.getByLabel("Bericht", { exact: true }).fill("Neem jij het over?");
  await sendLetter(page);
  const { page: theirs } = colleague;
  await theirs.reload();
  await theirs.locator(".mail-row", { hasText: "Dossier Hendriks" }).click();
  await theirs.frameLocator(".letter-frame").first().getByText("Neem jij het over?").waitFor();
  await inspectScreen(theirs, "conversation, phone, dark");
  await theirs.getByRole("button", { name: "Antwoorden" }).click();
  await theirs.getByRole("textbox", { name: "Bericht", exact: true }).fill("Doe ik.");
  await inspectScreen(theirs, "replying, phone, dark");
  await sendLetter(theirs);
});

step("An answer can be written on a phone that needs a moment to show where", async () => {
  const { page } = colleague;
  const slow = await colleague.context.newPage();
  // Short timers go off between the moment in which the editor is shown and the one in which it is made ready.
  await slow.addInitScript(`{
    const { append } = Element.prototype;
    const wait = window.setTimeout;
    const due = [];
    window.setTimeout = (act, delayMs, ...rest) => {
      if (delayMs === 1) due.push(act);
      return wait(act, delayMs, ...rest);
    };
    Element.prototype.append = function (...nodes) {
      append.apply(this, nodes);
      if (this.closest(".editor")) for (const act of due.splice(0)) act();
    };
  }`);
  await slow.goto(page.url());
  await slow.getByRole("button", { name: "Antwoorden" }).click();
  await slow.getByRole("textbox", { name: "Bericht", exact: true }).fill("Nog iets.");
  await slow.getByRole("button", { name: "Weggooien" }).click();
  await slow.close();
});

step("A draft survives an error of the network", async () => {
  const { page } = admin;
  await page.goto(server.url);
  await writeLetter(page, { to: "klant@voorbeeld.example", subject: "Offerte", text: "Zoals besproken." });
  await page.route("**/api/mail/drafts/*/send", (route) => route.abort("connectionfailed"));
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByText("Er is niets verstuurd. Je concept staat er nog.").waitFor();
  await inspectScreen(page, "sending failed");
  await page.unroute("**/api/mail/drafts/*/send");
  await page.getByRole("button", { name: "Terug naar het concept" }).click();
  assert.equal(await page.getByLabel("Bericht", { exact: true }).innerText(), "Zoals besproken.");
  await sendLetter(page);
  admin.complaints.length = 0;
});

step("What cannot be sent is said before anything is sent", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/inbox/new`);
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByText("Er is nog geen ontvanger").waitFor();
  await page.getByLabel("Aan", { exact: true }).fill("geen adres");
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByText("“geen adres” is geen e-mailadres").waitFor();
  await inspectScreen(page, "compose, complaint");
  await page.getByRole("button", { name: "Weggooien" }).click();
});

step("A press counts while the page is still being completed, and when it ends an address", async () => {
  const { page } = admin;
  let letEditorCome = (): void => undefined;
  const wanted = new Promise<void>((resolve) => (letEditorCome = resolve));
  const editor = /\/editor-[\w-]{8}\.js$/;
  await page.route(editor, async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto(`${server.url}/mail/inbox/new`);
  const send = page.getByRole("button", { name: "Versturen", exact: true });
  const press = async (): Promise<void> => {
    await send.hover();
    await page.mouse.down();
  };
  await press();
  letEditorCome();
  await page.getByRole("textbox", { name: "Bericht", exact: true }).waitFor();
  await page.mouse.up();
  await page.unroute(editor);
  await page.getByText("Er is nog geen ontvanger").waitFor();

  await page.getByLabel("Bericht", { exact: true }).fill("Tot morgen.");
  await page.getByLabel("Onderwerp").fill("Morgen");
  await page.getByLabel("Aan", { exact: true }).fill(tom.email);
  await press();
  await page.mouse.up();
  await page.getByRole("button", { name: "Nu versturen" }).click();
  await page.locator('.outgoing[data-phase="sent"]').waitFor();
});

step("Pictures from the internet stay out of a text that is pasted, and ones inside it go along", async () => {
  const { page } = admin;
  const written = page.getByRole("textbox", { name: "Bericht", exact: true });
  await page.goto(`${server.url}/mail/inbox/new`);
  await written.click();
  const inside = `data:image/png;base64,${point}`;
  const pasted = `<p style="color: red">Ons <b onclick="go()">logo</b><img src="https://elders.example/logo.png" onerror="go()"><img src="${inside}" alt="stip"></p>`;
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", ${JSON.stringify(pasted)});
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".editor-text").dispatchEvent(paste);
  }`);
  await page.getByText("Een plaatje dat op internet staat is weggelaten.").waitFor();
  await written.locator("b, strong", { hasText: "logo" }).waitFor();
  await written.locator("img[data-cid]").waitFor();
  assert.equal(await written.locator("img").count(), 1);
  await inspectScreen(page, "pasted");
  await page.getByRole("button", { name: "Weggooien" }).click();
  await page.locator(".undo-bar").getByRole("button", { name: "Sluiten" }).click();
});

step("The keyboard writes, searches, walks the list and lists its shortcuts", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/mail/sent`);
  await page.locator(".mail-row").first().waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("Zoeken in de lijst").waitFor();
  await inspectScreen(page, "shortcuts");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.keyboard.type("offerte");
  await page.locator(".mail-row", { hasText: "Dossier Hendriks" }).waitFor({ state: "hidden" });
  await page.keyboard.press("Escape");
  await page.locator(".mail-row", { hasText: "Dossier Hendriks" }).waitFor();
  await page.locator("h1").first().click();
  await page.keyboard.press("j");
  await page.locator(".letter").first().waitFor();
  await page.keyboard.press("c");
  await page.getByRole("heading", { name: "Nieuw bericht" }).waitFor();
  await page.getByRole("heading", { name: "Verzonden" }).waitFor();
});

step("An app password is shown once, with what the mail program asks for", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/app-passwords`);
  await page.getByRole("button", { name: "App-wachtwoord maken" }).click();
  await page.getByLabel("Waarvoor is het?").fill("Outlook op mijn laptop");
  await inspectScreen(page, "making an app password");
  await page.getByRole("dialog").getByRole("button", { name: "App-wachtwoord maken" }).click();
  const secret = await page.locator(".copy-field-loud code").innerText();
  await page.getByRole("dialog").getByText(String(server.smtpPort)).waitFor();
  await inspectScreen(page, "app password");
  await page.getByRole("button", { name: "Ik heb het ingevuld" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.getByText("Outlook op mijn laptop").waitFor();
  assert.equal((await page.content()).includes(secret), false);
  await page.getByRole("button", { name: "Outlook op mijn laptop intrekken" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Intrekken" }).click();
  await page.getByText("Je hebt nog geen app-wachtwoorden.").waitFor();
});

step("What the admin fills in as phone number stands on the guest's page", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/settings`);
  await page.getByLabel("Telefoonnummer").fill("020 123 45 67");
  await inspectScreen(page, "settings");
  await page.getByRole("button", { name: "Opslaan", exact: true }).click();
  await page.getByText("Opgeslagen").waitFor();
  await sendByApi(admin.context, server.url, {
    recipients: [{ email: "bel@voorbeeld.example" }],
    subject: "",
    text: "x",
  });
  const guest = await openVisitor(server.url, phone);
  await guest.page.goto(await linkFor(server.url, "bel@voorbeeld.example"));
  assert.equal(await guest.page.getByRole("link", { name: "020 123 45 67" }).getAttribute("href"), "tel:0201234567");
  await guest.close();
  await guest.remove();
});

step("A locked colleague can go on nowhere, and the audit log says who did it", async () => {
  const { page } = admin;
  await page.goto(`${server.url}/members`);
  await page.getByRole("button", { name: `${tom.name} wijzigen` }).click();
  await page.getByRole("menuitem", { name: "Blokkeren" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Blokkeren" }).click();
  await page.getByText("Geblokkeerd").waitFor();
  await colleague.page.goto(`${server.url}/mail/inbox`);
  await colleague.page.getByRole("heading", { name: "Inloggen" }).waitFor();
  await page.goto(`${server.url}/audit`);
  await page
    .getByRole("row", { name: /Medewerker geblokkeerd/ })
    .getByText(firm.adminName)
    .waitFor();
  await inspectScreen(page, "audit log");
});

step("Every place fits a phone, in English too", async () => {
  const { page } = admin;
  await page.setViewportSize(phone.viewport);
  await page.goto(`${server.url}/more`);
  const kept = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: "App passwords" }).waitFor();
  assert.ok((await kept).ok());
  for (const place of [
    "more",
    "members",
    "app-passwords",
    "settings",
    "audit",
    "mail/inbox",
    "mail/sent",
    "mail/inbox/new",
  ]) {
    await page.goto(`${server.url}/${place}`);
    await page.locator("h1:visible").first().waitFor();
    await page.waitForLoadState("networkidle");
    await inspectScreen(page, `${place}, phone`);
  }
  assert.equal(await page.evaluate("document.documentElement.lang"), "en");
});

step("No page complained in its console or asked another host for anything", () => {
  admin.assertClean();
  colleague.assertClean();
});
