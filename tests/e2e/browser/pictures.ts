import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { programDirectory } from "#/config.ts";
import { startTestServer } from "../../support/server.ts";
import { desk, openVisitor, pagesOnly, phone } from "./browser.ts";
import { enterNewFirm, sendByApi } from "./firm.ts";
import { takeGuidePictures } from "./guide-pictures.ts";
import { codeFor, linkFor } from "./outbox.ts";

/*
 * npm run pictures: the README's pictures, taken from a running installation with a fictional firm, and those of the guides.
 */

const directory = join(programDirectory, "docs/pictures");
const marijke = { email: "m.vandijk@voorbeeld.example", name: "Marijke van Dijk" };
const bart = { email: "bart@bakkerij-peeters.example", name: "Bart Peeters" };
const karel = { email: "k.jansen@voorbeeld.example", name: "Karel Jansen" };
const subject = "Aangifte inkomstenbelasting 2025";
const letter = `<p>Beste mevrouw Van Dijk,</p><p>Bijgevoegd vindt u de <strong>aangifte inkomstenbelasting 2025</strong>.
Wilt u hem nakijken en mij laten weten of alles klopt? De belangrijkste bedragen:</p>
<table><tr><td style="padding: 4px 24px 4px 0">Inkomen uit werk</td><td style="text-align: right">€ 48.210</td></tr>
<tr><td style="padding: 4px 24px 4px 0">Aftrek hypotheekrente</td><td style="text-align: right">€ 6.034</td></tr></table>
<p>Met vriendelijke groet,<br>Sanne de Wit</p>`;
const pdf = (name: string, sizeBytes: number) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.alloc(sizeBytes, "%PDF-1.7\n"),
});

await mkdir(directory, { recursive: true });
const server = await startTestServer({ environment: pagesOnly });
const [member, guest] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
const dark = await openVisitor(server.url, { ...phone, colorScheme: "dark" });

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(directory, `${name}.png`), animations: "disabled" });
}

async function openAsGuest(page: Page, email: string): Promise<void> {
  await page.goto(await linkFor(server.url, email));
  await page.getByRole("button", { name: "Bericht openen" }).click();
}

async function reply(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Antwoorden" }).click();
  await page.locator("textarea").fill(text);
  await page.locator("input[type=file]").setInputFiles(pdf("Jaaropgave bank 2025.pdf", 121_000));
  await page.getByRole("button", { name: "Antwoord versturen" }).click();
  await page.getByText("Uw antwoord is veilig verstuurd").waitFor();
}

try {
  const { page } = member;
  await enterNewFirm(member.context, server.url);
  await page.goto(`${server.url}/settings`);
  await page.getByLabel("Telefoonnummer").fill("020 123 45 67");
  await page.getByLabel("Website").fill("www.kantoor-dewit.example");
  await page.getByRole("button", { name: "Opslaan", exact: true }).click();
  await page.getByText("Opgeslagen").waitFor();

  for (const [recipient, title, html] of [
    [karel, "Jaarrekening 2025", "<p>Beste Karel,</p><p>Hierbij de jaarrekening ter ondertekening.</p>"],
    [bart, "Loonstroken oktober", "<p>Dag Bart,</p><p>De loonstroken van oktober staan klaar.</p>"],
  ] as const) {
    await sendByApi(member.context, server.url, { recipients: [recipient], subject: title, html });
    await openAsGuest(guest.page, recipient.email);
    await guest.page.getByRole("button", { name: "Antwoorden" }).waitFor();
    await reply(guest.page, "Dank u wel, ik heb alles bekeken. In de bijlage vindt u wat u nog nodig had.");
  }

  await page.goto(`${server.url}/mail/inbox/new`);
  await page
    .getByLabel("Aan", { exact: true })
    .fill(`${marijke.name} <${marijke.email}>, Pieter van Dijk <p.vandijk@voorbeeld.example>,`);
  await page.locator(".check").nth(1).waitFor();
  for (const at of [0, 1]) await page.locator(".check").nth(at).getByText("Sms-code").click();
  await page.getByLabel("Mobiel nummer").first().fill("06 12345678");
  await page.getByLabel("Onderwerp").fill(subject);
  await page
    .getByLabel("Bericht", { exact: true })
    .fill(
      "Beste mevrouw Van Dijk,\n\nBijgevoegd vindt u de aangifte. Wilt u hem nakijken en mij laten weten of alles klopt?\n\nMet vriendelijke groet,\nSanne de Wit",
    );
  await page.locator("input[type=file]").setInputFiles(pdf("Aangifte 2025.pdf", 483_000));
  await page.getByText("Opgeslagen").waitFor();
  await page.locator(".will-happen").scrollIntoViewIfNeeded();
  await take(page, "compose");
  await page.getByRole("button", { name: "Weggooien" }).click();

  const { conversationId } = await sendByApi(
    member.context,
    server.url,
    {
      recipients: [{ ...marijke, verification: "sms", phone: "06 12345678" }],
      subject,
      html: letter,
    },
    [pdf("Aangifte 2025.pdf", 483_000)],
  );
  for (const [visitor, suffix] of [
    [guest, ""],
    [dark, "-dark"],
  ] as const) {
    await visitor.page.goto(await linkFor(server.url, marijke.email));
    await visitor.page.getByRole("button", { name: "Bericht openen" }).waitFor();
    await take(visitor.page, `guest-door${suffix}`);
  }
  await guest.page.getByRole("button", { name: "Bericht openen" }).click();
  await guest.page.getByText(/Nieuwe code aanvragen kan/).waitFor();
  await take(guest.page, "guest-code");
  await guest.page.getByLabel("Code van 6 cijfers").fill(await codeFor(server.url, "612345678"));
  await guest.page.getByRole("button", { name: "Verder" }).click();
  await guest.page.frameLocator(".letter-frame").first().getByText("hypotheekrente").waitFor();
  await take(guest.page, "guest-letter");
  await reply(
    guest.page,
    "Dank u wel, ik heb alles nagekeken.\n\nAlleen de hypotheekrente lijkt mij te laag; de jaaropgave van de bank zit erbij.\n\nGroet,\nMarijke van Dijk",
  );

  await page.goto(`${server.url}/mail/inbox`);
  await page.locator(".mail-row", { hasText: subject }).waitFor();
  await take(page, "inbox");
  await page.goto(`${server.url}/mail/inbox/${conversationId}`);
  await page.getByText("Geopend door een persoon op").waitFor();
  await page.frameLocator(".letter-frame").first().getByText("hypotheekrente").waitFor();
  await take(page, "conversation");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator(".recipients").first().scrollIntoViewIfNeeded();
  await take(page, "conversation-dark");
  await page.getByRole("button", { name: "Intrekken" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Intrekken" }).click();
  await page.getByText("Het bericht is ingetrokken").waitFor();
  await take(page, "recalled-dark");
} finally {
  for (const visitor of [member, guest, dark]) {
    await visitor.close();
    await visitor.remove();
  }
  await server.stop();
}
for (const language of ["nl", "en"] as const) await takeGuidePictures(language);
