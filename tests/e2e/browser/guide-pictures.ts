import type { Page } from "playwright-core";
import { startTestServer } from "../../support/server.ts";
import { openVisitor, pagesOnly } from "./browser.ts";
import { enterNewColleague, enterNewFirm, sendByApi } from "./firm.ts";
import { takeAgreements } from "./guide-agreements-pictures.ts";
import { type GuideLanguage, wordsIn } from "./guide-words.ts";
import { codeFor, linkFor } from "./outbox.ts";
import { type PagePart, takeRinged } from "./ringed-picture.ts";

/*
 * The pictures in the guides, in both languages, each with a ring around what its step is about. Windows are taller than
 * people's, so that nothing has to be scrolled to.
 */

const desk = { width: 1080, height: 1500 };
const deskPart = { height: 540 };
const paperPart = { height: 540, x: 600, width: 480 };
const phonePart = { height: 620 };
const marijke = { email: "m.vandijk@voorbeeld.example", name: "Marijke van Dijk" };
const pieter = { email: "p.vandijk@voorbeeld.example", name: "Pieter van Dijk" };
const tom = { name: "Tom Verhoeven", email: "tom@kantoor-dewit.example" };
const paper = (name: string, sizeBytes: number) => ({
  name,
  mimeType: "application/pdf",
  buffer: Buffer.alloc(sizeBytes, "%PDF-1.7\n"),
});
const letters = {
  nl: {
    subject: "Aangifte inkomstenbelasting 2025",
    text: "Beste mevrouw Van Dijk,\n\nBijgevoegd vindt u de aangifte. Wilt u hem nakijken?\n\nMet vriendelijke groet,\nSanne de Wit",
    reply: "Dank u wel, alles klopt.",
    file: "Aangifte 2025.pdf",
    shared: "Balie",
  },
  en: {
    subject: "Income tax return 2025",
    text: "Dear Ms Van Dijk,\n\nPlease find the return attached. Would you look through it?\n\nKind regards,\nSanne de Wit",
    reply: "Thank you, everything is right.",
    file: "Return 2025.pdf",
    shared: "Front desk",
  },
} as const;

export async function takeGuidePictures(language: GuideLanguage): Promise<void> {
  const server = await startTestServer({ environment: pagesOnly });
  const locale = language === "nl" ? "nl-NL" : "en-GB";
  const member = await openVisitor(server.url, { viewport: desk, locale });
  const colleague = await openVisitor(server.url, { viewport: desk, locale });
  const guest = await openVisitor(server.url, { viewport: { width: 390, height: 1300 }, isMobile: true, locale });
  const scene = { url: server.url, language, say: wordsIn(language), ...letters[language] };
  try {
    await takeSetUp(colleague.page, scene);
    await enterNewFirm(member.context, server.url, language);
    await enterNewColleague(member.context, colleague.context, server.url, tom);
    await takeManaging(member.page, scene);
    await takeWriting(member.page, scene);
    const { subject, text } = scene;
    const { conversationId } = await sendByApi(
      member.context,
      server.url,
      { recipients: [{ ...marijke, verification: "sms", phone: "06 12345678" }], subject, text },
      [paper(scene.file, 483_000)],
    );
    await takeGuest(guest.page, scene);
    await takeFollowing(member.page, scene, conversationId);
    await takeAgreements(member, colleague, { ...scene, approver: tom.email });
  } finally {
    for (const visitor of [member, colleague, guest]) await visitor.remove();
    await server.stop();
  }
}

type Scene = (typeof letters)[GuideLanguage] & {
  readonly url: string;
  readonly language: GuideLanguage;
  readonly say: (key: string) => string;
};

async function takeSetUp(page: Page, { url, language, say }: Scene): Promise<void> {
  await page.goto(url);
  await page.getByLabel(say("setup.organisation")).fill("Accountantskantoor De Wit");
  await takeRinged(page, page.getByLabel(say("setup.domain")), `${language}-admin-setup`, deskPart);
}

async function takeManaging(page: Page, { url, language, say, shared }: Scene): Promise<void> {
  const button = (key: string) => page.getByRole("button", { name: say(key), exact: true });
  const take = (target: Parameters<typeof takeRinged>[1], name: string, part: PagePart = deskPart) =>
    takeRinged(page, target, `${language}-${name}`, part);

  await page.goto(`${url}/members`);
  await take(button("members.invite"), "admin-members");
  await page.goto(`${url}/settings`);
  await take(page.locator(".look-previews").first(), "admin-look", { height: 900 });
  await page.goto(`${url}/domain`);
  await take(page.locator(".matter").nth(1), "admin-domain");
  await page.goto(`${url}/app-passwords`);
  await take(button("app_passwords.make"), "admin-app-password");
  await page.goto(`${url}/mailboxes`);
  await button("mailboxes.make").click();
  const form = page.getByRole("dialog");
  await form.getByLabel(say("mailboxes.name")).fill(shared);
  await form.getByLabel(say("mailboxes.address")).fill("info");
  await form.getByLabel(/Sanne/).check();
  await take(form.getByRole("button", { name: say("mailboxes.make_act") }), "admin-mailboxes");
  await form.getByRole("button", { name: say("mailboxes.make_act") }).click();
  await form.waitFor({ state: "detached" });
  await page.goto(`${url}/webhooks`);
  await take(button("webhooks.make"), "admin-webhooks");
  await page.goto(`${url}/audit`);
  await take(page.getByLabel(say("audit.search")), "admin-audit");
  await page.goto(`${url}/installation`);
  await take(page.locator(".matter").first(), "operator-health");
  await page.goto(`${url}/account`);
  await take(page.locator("main section").first(), "member-account");
  await page.goto(`${url}/stand-in`);
  await take(button("stand_in.name"), "member-stand-in");
  await page.goto(`${url}/contacts`);
  await take(button("contacts.new"), "member-contacts");
}

async function takeWriting(page: Page, { url, language, say, subject, text, file }: Scene): Promise<void> {
  const take = (target: Parameters<typeof takeRinged>[1], name: string, part: PagePart = paperPart) =>
    takeRinged(page, target, `${language}-${name}`, part);
  await page.goto(`${url}/mail/inbox`);
  await take(page.locator(".mailbox-switch"), "member-mailbox", deskPart);
  await take(page.getByRole("button", { name: say("app.new_message") }), "member-new", deskPart);
  await page.goto(`${url}/mail/inbox/new`);
  await page
    .getByLabel(say("mail.field.to"), { exact: true })
    .fill(`${marijke.name} <${marijke.email}>, ${pieter.name} <${pieter.email}>,`);
  await page.locator(".check").nth(1).waitFor();
  for (const at of [0, 1]) await page.locator(".check").nth(at).getByText(say("mail.verify.sms")).click();
  await page.getByLabel(say("mail.verify.phone")).first().fill("06 12345678");
  await page.getByLabel(say("mail.verify.phone")).nth(1).fill("06 23456789");
  await page.getByLabel(say("mail.subject")).fill(subject);
  await page.getByLabel(say("mail.text"), { exact: true }).fill(text);
  await take(page.locator(".check").first(), "member-check");
  await page.locator("input[type=file]").setInputFiles(paper(file, 483_000));
  await page.getByText(say("write.saving.saved")).waitFor();
  const send = page.getByRole("button", { name: say("mail.send"), exact: true });
  await send.focus();
  await take(page.locator(".will-happen"), "member-what-happens");
  await take(send, "member-send");
  await send.click();
  await take(page.getByRole("button", { name: say("mail.outgoing.undo") }), "member-undo", {
    height: 200,
    x: 220,
    width: 700,
  });
  await page.getByRole("button", { name: say("mail.outgoing.now") }).click();
  await page.locator('.outgoing[data-phase="sent"]').waitFor();
}

async function takeGuest(page: Page, { url, language, say, reply }: Scene): Promise<void> {
  const button = (key: string) => page.getByRole("button", { name: say(key), exact: true });
  const take = (target: Parameters<typeof takeRinged>[1], name: string) =>
    takeRinged(page, target, `${language}-${name}`, phonePart);
  await page.goto(await linkFor(url, marijke.email));
  await take(button("guest.door.open"), "guest-open");
  await button("guest.door.open").click();
  const code = page.getByLabel(say("guest.check.code_label"));
  await take(code, "guest-sms");
  await code.fill(await codeFor(url, "612345678"));
  await button("guest.check.go_on").click();
  await take(page.locator(".file").first(), "guest-attachments");
  await take(button("guest.letter.keep"), "guest-keep-button");
  await button("guest.letter.keep").click();
  await take(page.getByText(say("guest.keep.eml_save")), "guest-keep");
  await button("common.close").first().click();
  await button("guest.letter.reply").first().click();
  await page.locator("textarea").fill(reply);
  await take(button("guest.reply.send"), "guest-reply");
  await button("guest.reply.send").click();
  await page.goto(`${url}/check`);
  await take(page.getByLabel(say("guest.real.code_label")), "guest-real");
}

async function takeFollowing(page: Page, { url, language, say }: Scene, conversationId: string): Promise<void> {
  const take = (target: Parameters<typeof takeRinged>[1], name: string) =>
    takeRinged(page, target, `${language}-${name}`, deskPart);
  await page.goto(`${url}/mail/inbox`);
  await take(
    page
      .getByRole("searchbox")
      .or(page.getByLabel(say("mail.search")))
      .first(),
    "member-search",
  );
  await page.goto(`${url}/mail/sent/${conversationId}`);
  await take(page.locator(".recipients").first(), "member-follow");
  await page
    .getByRole("button", { name: say("mail.recall.open") })
    .first()
    .click();
  await take(page.getByRole("dialog").getByRole("button", { name: say("mail.recall.act") }), "member-recall");
}
