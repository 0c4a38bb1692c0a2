import type { BrowserContext, Page } from "playwright-core";
import { until } from "../../support/until.ts";
import { firm, sendByApi } from "./firm.ts";
import type { GuideLanguage } from "./guide-words.ts";
import { takeRinged } from "./ringed-picture.ts";

interface Seen {
  readonly page: Page;
  readonly context: BrowserContext;
}

interface Scene {
  readonly url: string;
  readonly language: GuideLanguage;
  readonly say: (key: string) => string;
  readonly approver: string;
}

const letters = {
  nl: {
    to: "arbodienst@voorbeeld.example",
    subject: "Verzuim",
    number: "Het BSN van onze medewerker is 111222333.",
    held: "Hierbij het verslag van het functioneringsgesprek.",
    why: "Een BSN gaat alleen naar wie zich met een sms-code bekendmaakt.",
    hold: "Personeelszaken kijkt hier altijd eerst naar.",
    keyword: "functioneringsgesprek",
  },
  en: {
    to: "health-service@example.example",
    subject: "Sick leave",
    number: "The BSN of our colleague is 111222333.",
    held: "Here is the report of the performance review.",
    why: "A BSN goes only to who shows a code by text message.",
    hold: "The personnel office always looks at this first.",
    keyword: "performance review",
  },
} as const;

const agreementsText = (approver: string, { why, hold, keyword }: (typeof letters)[GuideLanguage]): string =>
  JSON.stringify({
    version: 1,
    name: firm.organisation,
    triggers: [
      {
        name: "bsn",
        when: { findings: [{ kinds: ["bsn"], confidence: 0.6 }] },
        action: "secure",
        verification: "sms",
        why,
      },
      { name: "review", when: { keywords: [keyword] }, action: "hold", why: hold },
    ],
    approval: { approvers: [approver], mayRead: true },
  });

/** What the page says while somebody writes, and what an approver sees. */
export async function takeAgreements(
  { page, context }: Seen,
  { page: approverPage, context: approverContext }: Seen,
  { url, language, say, approver }: Scene,
): Promise<void> {
  const letter = letters[language];
  const ask = async (who: BrowserContext, method: string, path: string, data: object): Promise<void> => {
    const me = (await (await who.request.get(`${url}/api/me`)).json()) as { token: string };
    const headers = { origin: url, "x-zegel-token": me.token };
    const answer = await who.request.fetch(`${url}${path}`, { method, data, headers });
    if (!answer.ok()) throw new Error(await answer.text());
  };
  await ask(context, "PUT", "/api/agreements", { text: agreementsText(approver, letter), after: 0 });
  await ask(approverContext, "PATCH", "/api/me", { language });
  await page.goto(`${url}/mail/inbox/new`);
  await page.getByLabel(say("mail.field.to"), { exact: true }).fill(`${letter.to},`);
  await page.locator(".check").waitFor();
  await page.getByLabel(say("mail.subject")).fill(letter.subject);
  const text = page.getByLabel(say("mail.text"), { exact: true });
  await text.fill(letter.number);
  const part = { height: 640, x: 600, width: 480 };
  await takeRinged(page, page.locator(".noticed"), `${language}-member-noticed`, part);
  await text.fill(letter.held);
  await page.getByText(say("mail.noticed.hold")).waitFor();
  await page.getByRole("button", { name: say("mail.send"), exact: true }).click();
  await page.getByRole("button", { name: say("mail.outgoing.now") }).click();
  await page.goto(`${url}/mail/scheduled`);
  await takeRinged(page, page.locator(".row").first(), `${language}-member-held`, { height: 360 });
  const release = approverPage.getByRole("button", { name: say("hold.release"), exact: true });
  // Approvers know of it once the time for undoing is over.
  await until("the message waits", async () => {
    await approverPage.goto(`${url}/approvals`);
    await approverPage.getByText(say("hold.lead")).waitFor();
    await approverPage
      .locator(".rows > .row")
      .or(approverPage.getByText(say("hold.none")))
      .first()
      .waitFor();
    return (await release.count()) > 0;
  });
  await takeRinged(approverPage, release, `${language}-member-approvals`, { height: 560 });
  // To be one letter away from an address that is used.
  for (let times = 0; times < 3; times++)
    await sendByApi(context, url, {
      recipients: [{ email: letter.to }],
      subject: letter.subject,
      text: letter.subject,
    });
  await page.goto(`${url}/mail/inbox/new`);
  await page.getByLabel(say("mail.field.to"), { exact: true }).fill(`${letter.to.replace(/.@/, "@")},`);
  await takeRinged(page, page.locator(".suspected"), `${language}-member-slip`, { height: 480, x: 600, width: 680 });
}
