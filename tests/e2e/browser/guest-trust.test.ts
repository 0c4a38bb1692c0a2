import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { codeFor, linkFor, readOutbox } from "./outbox.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const email = "els@voorbeeld.example";

let server: TestServer;
let member: Visitor;
let guest: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(member.context, server.url);
});
after(async () => {
  await Promise.all([member, guest].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("The language that a guest chooses is the language of the next mail too", async () => {
  const { page } = guest;
  await sendByApi(member.context, server.url, { recipients: [{ email }], subject: "Eerst", text: "Eerst" });
  await page.goto(await linkFor(server.url, email));
  await page.getByRole("button", { name: "Bericht openen" }).click();
  await page.getByRole("button", { name: "Antwoorden" }).waitFor();
  await page.getByRole("button", { name: "EN, English" }).click();
  await page.getByRole("button", { name: "Reply" }).waitFor();
  await sendByApi(member.context, server.url, { recipients: [{ email }], subject: "Next", text: "Next" });
  const mail = await until("a notification in English", async () =>
    (await readOutbox(server.url)).find(({ to, text }) => to.includes(email) && text.includes("has sent you")),
  );
  assert.ok(mail);
  await page.getByRole("button", { name: "NL, Nederlands" }).click();
  await page.getByRole("button", { name: "Antwoorden" }).waitFor();
});

step(
  "Whoever doubts a mail types its check code, and is told who sent it; a made-up code is told to be none",
  async () => {
    const { page } = guest;
    const mail = (await readOutbox(server.url)).find(
      ({ to, text }) => to.includes(email) && text.includes("controlecode"),
    );
    const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(mail?.text ?? "")?.[0];
    assert.ok(code);
    await page.goto(`${server.url}/check`);
    await inspectScreen(page, "check");
    await shootScreen(page, "check");
    await page.getByLabel("Controlecode").fill("abcd");
    await page.getByRole("button", { name: "Controleren" }).click();
    await page.getByText("Dit is geen controlecode").waitFor();
    await page.getByLabel("Controlecode").fill(code.toLowerCase().replaceAll("-", " "));
    await page.getByRole("button", { name: "Controleren" }).click();
    await page.getByRole("heading", { name: "Ja, deze code is van een echte mail" }).waitFor();
    await page.getByText("e…@v…").waitFor();
    await page.getByText("Sanne de Wit, Accountantskantoor De Wit").waitFor();
    await inspectScreen(page, "check, real");
    await shootScreen(page, "check-yes");
    await page.getByRole("button", { name: "Een andere code controleren" }).click();
    await page.getByLabel("Controlecode").fill("0000 0000 0000");
    await page.getByRole("button", { name: "Controleren" }).click();
    await page.getByRole("heading", { name: "Deze code kennen we niet" }).waitFor();
    await inspectScreen(page, "check, unknown");
    await shootScreen(page, "check-no");
  },
);

step(
  "An admin allows trusted devices; a guest trusts one, needs no code the next time, and has it forgotten",
  async () => {
    const { page: office } = member;
    await office.goto(`${server.url}/settings`);
    await office.getByLabel("Apparaten die gasten vertrouwen").fill("14");
    await office.getByRole("button", { name: "Opslaan", exact: true }).click();
    await office.getByText("Opgeslagen").waitFor();
    const recipient = { email: "fons@voorbeeld.example", verification: "sms", phone: "+31611112222" };
    await sendByApi(member.context, server.url, { recipients: [recipient], subject: "Code", text: "Met een code." });
    const { page } = guest;
    const link = await linkFor(server.url, recipient.email);
    await page.goto(link);
    await page.getByRole("button", { name: "Bericht openen" }).click();
    await page.getByLabel("Vertrouw dit apparaat 14 dagen").check();
    await inspectScreen(page, "guest, trust");
    await shootScreen(page, "trust");
    await page.getByLabel("Code van 6 cijfers").fill(await codeFor(server.url, "611112222"));
    await page.getByRole("button", { name: "Verder" }).click();
    await page.getByText("Dit apparaat, tot en met").waitFor();
    await page.getByRole("button", { name: "Sluiten" }).click();
    await page.getByRole("heading", { name: "U hebt het bericht gesloten" }).waitFor();
    await page.goto("about:blank");
    await page.goto(link);
    await page.getByRole("button", { name: "Bericht openen" }).click();
    await page.frameLocator(".letter-frame").first().getByText("Met een code.").waitFor();
    await inspectScreen(page, "guest, devices");
    await shootScreen(page, "devices");
    await page.getByRole("button", { name: "Vergeet dit apparaat" }).click();
    await page.getByRole("heading", { name: "Vertrouwde apparaten" }).waitFor({ state: "detached" });
    await page.goto("about:blank");
    await page.goto(link);
    await page.getByRole("button", { name: "Bericht openen" }).click();
    await page.getByLabel("Code van 6 cijfers").waitFor();
  },
);

step("No page complained in its console or asked another host for anything", () => {
  member.assertClean();
  guest.assertClean();
});

step("The firm's own colour and text stand in the notification and on the guest's page, and can be read", async () => {
  const { page } = member;
  await page.goto(`${server.url}/settings`);
  const choose = async (button: string, content: string): Promise<void> => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: button }).click();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="800">${content}</svg>`;
    await (await chooser).setFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) });
  };
  await choose("Logo kiezen", "");
  await page.getByText("Op deze afbeelding is niets te zien").waitFor();
  // Larger than what is kept, in another form, and of the browser's own making.
  const drawing = '<rect width="2400" height="800" fill="#234"/><circle cx="400" cy="400" r="300" fill="#fff"/>';
  await choose("Logo kiezen", drawing);
  await page.getByText("Het is nog niet opgeslagen.").waitFor();
  await shootScreen(page, "logo-chosen");
  await page.getByRole("button", { name: "Logo opslaan" }).click();
  const kept = page.getByRole("img", { name: "Logo van Accountantskantoor De Wit", exact: true }).first();
  await kept.waitFor();
  const first = await kept.getAttribute("src");
  await choose("Ander logo kiezen", "<g></g>");
  await page.getByText("Op deze afbeelding is niets te zien").waitFor();
  assert.equal(await kept.getAttribute("src"), first);
  await choose("Ander logo kiezen", drawing.replace("#234", "#722"));
  await page.getByRole("button", { name: "Logo opslaan" }).click();
  await until("the other logo is kept", async () => (await kept.getAttribute("src").catch(() => first)) !== first);
  await page.getByRole("button", { name: "Ongedaan maken" }).click();
  await until("the first logo is back", async () => (await kept.getAttribute("src")) === first);
  await page.getByRole("button", { name: "Logo weghalen" }).waitFor();
  await page.getByLabel("Eigen kleur gebruiken").check();
  await page.getByLabel("Kleur", { exact: true }).fill("#ffe14d");
  await page.getByLabel("Naam van de afzender").fill("Kantoor De Wit");
  await page.getByLabel("Eigen tekst").fill("Kijk op www.elders.example");
  await page.getByText("Hier mag geen link of webadres in.").waitFor();
  await page.getByLabel("Eigen tekst").fill("Bel ons gerust, tussen 9 en 12 uur.");
  await page.frameLocator(".look-previews iframe").getByText("Bel ons gerust").waitFor();
  await page.getByText("via Kantoor De Wit").waitFor();
  await inspectScreen(page, "look, with its preview");
  await shootScreen(page, "look");
  await page.getByRole("button", { name: "Huisstijl opslaan" }).click();
  await page.getByText("Opgeslagen", { exact: true }).last().waitFor();
  await page.getByRole("button", { name: "Huisstijl opslaan" }).and(page.locator(":disabled")).waitFor();
  member.assertClean();

  const other = "kees@voorbeeld.example";
  await sendByApi(member.context, server.url, { recipients: [{ email: other }], subject: "Kleur", text: "Kleur" });
  const link = await linkFor(server.url, other);
  const mail = (await readOutbox(server.url)).find(({ to }) => to.includes(other));
  assert.match(mail?.text ?? "", /Bel ons gerust, tussen 9 en 12 uur\./);
  for (const colorScheme of ["light", "dark"] as const) {
    await guest.page.emulateMedia({ colorScheme });
    await guest.page.goto("about:blank");
    await guest.page.goto(link);
    await guest.page.getByText("Bel ons gerust").waitFor();
    await until("the logo has been drawn", async () => {
      const width = await guest.page.evaluate<number>("document.querySelector('img.logo')?.naturalWidth ?? 0");
      return width === 480;
    });
    await inspectScreen(guest.page, `door in the firm's colour, ${colorScheme}`);
    await shootScreen(guest.page, `door-own-colour-${colorScheme}`);
  }
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await guest.page.getByRole("button", { name: "Antwoorden" }).waitFor();
  await inspectScreen(guest.page, "letter in the firm's colour, dark");
});

step("The page on which a mail is checked wears the firm's logo and colour as the guest's page does", async () => {
  const { page } = guest;
  const markAt = async (): Promise<readonly [number, number]> => {
    await until("the logo has been drawn", async () => {
      const width = await page.evaluate<number>("document.querySelector('img.logo')?.naturalWidth ?? 0");
      return width === 480;
    });
    const box = await page.locator("img.logo").boundingBox();
    return [Math.round(box!.x), Math.round(box!.y)];
  };
  for (const { viewport } of [phone, desk]) {
    await page.setViewportSize(viewport);
    await page.goto(await linkFor(server.url, "kees@voorbeeld.example"));
    const there = await markAt();
    await page.goto(`${server.url}/check`);
    assert.deepEqual(await markAt(), there);
    assert.equal(await page.evaluate("document.documentElement.dataset.firm"), "");
    await inspectScreen(page, `check, own logo, ${viewport.width}`);
    await shootScreen(page, `check-logo-${viewport.width}`);
  }
  const html = await (await fetch(`${server.url}/outbox`)).text();
  const icon = /<link rel="icon" href="([^"]+)"/.exec(html)?.[1];
  assert.equal((await fetch(`${server.url}${icon}`)).status, 200);
  guest.assertClean();
});
