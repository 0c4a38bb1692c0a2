import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { desk, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { codeNow, firm } from "./firm.ts";
import { codeFor, linkFor } from "./outbox.ts";
import { step } from "./step.ts";
import { Stranger } from "./stranger.ts";

/*
 * The main job by people who know the words on the screen and nothing else: no selectors, no addresses but the first one and
 * the link in the mail. The member reads English, the guest French.
 */

const guestEmail = "claire@exemple.example";
const subject = "Annual accounts 2025";
const paper = { name: "Annual accounts.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(40_000, "%PDF-1.7\n") };

let server: TestServer;
let atDesk: Visitor;
let onPhone: Visitor;
let member: Stranger;
let guest: Stranger;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [atDesk, onPhone] = await Promise.all([
    openVisitor(server.url, { ...desk, locale: "en-GB" }),
    openVisitor(server.url, { ...phone, locale: "fr-BE" }),
  ]);
  member = new Stranger(atDesk.page);
  guest = new Stranger(onPhone.page);
});
after(async () => {
  await Promise.all([atDesk, onPhone].map((visitor) => visitor?.remove()));
  await server?.stop();
});

step("Somebody who never saw Zegel sets up the firm by reading what the pages ask", async () => {
  await atDesk.page.goto(server.url);
  await member.write("Name of the organisation", firm.organisation);
  await member.write("Domain of your e-mail", firm.domain);
  await member.press("Continue");
  await member.see("Who are you?");
  await member.write("Your name", firm.adminName);
  await member.write("Your e-mail address", firm.adminEmail);
  await member.write("Choose a password", firm.password);
  await member.press("Continue");
  await member.see("The recovery kit: your spare key");
  await member.press("Set up Zegel");
  await member.see("Keep the recovery kit now");
  assert.match(await member.download("PDF"), /\.pdf$/);
  await member.tick("I have put the recovery kit in a safe place");
  await member.press("Go to log-in");
  await member.write("E-mail address", firm.adminEmail);
  await member.write("Password", firm.password);
  await member.press("Continue");
  await member.see("Protect your account with your phone");
  await member.write("Code of 6 digits", codeNow(await member.copy(/^[A-Z2-7]{16,}$/)));
  await member.press("Set up and log in");
  await member.press("Do this later");
  await member.see("No messages yet");
});

step("The same person sends a document with a code by text message", async () => {
  await member.press("New message");
  await member.write("To", guestEmail);
  await member.type("Enter");
  await member.press("SMS code");
  await member.write("Mobile number", "06 12345678");
  await member.write("Subject", subject);
  await member.write("Message", "Dear Claire, the accounts are attached. Do you agree?");
  await member.attach("Add attachment", paper);
  await member.see(paper.name);
  await member.see(/opened with a code by SMS/);
  await member.press("Send");
  await member.press("Send now");
  await member.see("The message was sent.");
  await member.press("Show");
  await member.see("Sealed, not opened yet");
});

step("A guest on a phone, in French, opens it, takes the document and answers", async () => {
  await onPhone.page.goto(await linkFor(server.url, guestEmail));
  await guest.see("Vous avez un message");
  await guest.press("Ouvrir le message");
  await guest.write("Code à 6 chiffres", await codeFor(server.url, "612345678"));
  await guest.press("Continuer");
  await guest.see(subject);
  await guest.read("Do you agree?");
  assert.equal(await guest.download("Télécharger"), paper.name);
  await guest.press("Répondre");
  await guest.write(`Votre réponse à ${firm.adminName}`, "Oui, tout est correct.");
  await guest.press("Envoyer la réponse");
  await guest.see(/Votre réponse a été envoyée/);
});

step("The sender reads the answer, sees that a person opened it, and takes the message back", async () => {
  await member.press("Inbox");
  await member.press(`Re: ${subject}`);
  await member.read("Oui, tout est correct.");
  await member.see(/Opened by a person/);
  await member.press("Recall");
  await member.see(/Recall this message\?/);
  await member.press("Recall");
  await member.see("The message was recalled");
  await member.see(/Had already read and downloaded it/);
});

step("No page complained, and none asked another host", () => {
  atDesk.assertClean();
  onPhone.assertClean();
});
