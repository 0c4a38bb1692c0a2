import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startTestServer, type TestServer } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import { desk, inspectScreen, openVisitor, pagesOnly, phone, type Visitor } from "./browser.ts";
import { enterNewColleague, enterNewFirm, firm, writeLetter } from "./firm.ts";
import { readOutbox } from "./outbox.ts";
import { shootScreen } from "./shoot-screen.ts";
import { step } from "./step.ts";

const approver = { name: "Bram de Boer", email: `bram@${firm.domain}` };
const guest = "jansen@buiten.example";

const agreements = `version: 1
name: Kantoor De Wit
triggers:
  - name: bsn
    when: { findings: [{ kinds: [bsn], confidence: 0.6 }] }
    action: secure
    verification: sms
    why: { nl: Een BSN gaat altijd met een sms-code. }
  - name: personeel
    when: { keywords: [functioneringsgesprek] }
    action: hold
    why: { nl: Personeelszaken kijkt altijd mee. }
  - name: wachtwoorden
    when: { keywords: [wachtwoordenlijst] }
    action: refuse
approval: { approvers: [${approver.email}], mayRead: true }
`;

let server: TestServer;
let member: Visitor;
let colleague: Visitor;

before(async () => {
  server = await startTestServer({ environment: pagesOnly });
  [member, colleague] = await Promise.all([openVisitor(server.url, desk), openVisitor(server.url, phone)]);
  await enterNewFirm(member.context, server.url);
  await enterNewColleague(member.context, colleague.context, server.url, approver);
  const me = (await (await member.context.request.get(`${server.url}/api/me`)).json()) as { token: string };
  const put = await member.context.request.put(`${server.url}/api/agreements`, {
    data: { text: agreements, after: 0 },
    headers: { origin: server.url, "x-zegel-token": me.token },
  });
  assert.ok(put.ok(), await put.text());
});
after(async () => {
  await Promise.all([member, colleague].map((visitor) => visitor?.remove()));
  await server?.stop();
});

const panel = () => member.page.locator(".will-happen");

step("While somebody writes, the page says what it saw, what follows and why, and can mask the number", async () => {
  const { page } = member;
  await page.goto(`${server.url}/mail/inbox`);
  await writeLetter(page, { to: guest, subject: "Uw aanvraag", text: "Het BSN van mevrouw is 111222333." });
  await panel().getByText("Een BSN gaat altijd met een sms-code.").waitFor();
  await panel().getByText("BSN, 1 keer").waitFor();
  await panel().getByText("wacht", { exact: false }).first().waitFor();
  await inspectScreen(page, "writing with a number that was seen");
  await shootScreen(page, "noticed");
  await panel().getByRole("button", { name: "BSN op 33 afschermen" }).click();
  await panel().getByText("BSN, 1 keer").waitFor({ state: "detached" });
  assert.match(await page.getByLabel("Bericht", { exact: true }).innerText(), /•••••••33/);
});

step("What an approver has to see first is said while writing, and waits after sending", async () => {
  const { page } = member;
  await page.getByLabel("Bericht", { exact: true }).fill("Verslag van uw functioneringsgesprek.");
  await panel().getByText("pas weg als een vrijgever het goedkeurt").waitFor();
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByRole("button", { name: "Nu versturen" }).click();
  await page.getByText("Wacht op vrijgave. Je krijgt een mail").waitFor();
  await page.goto(`${server.url}/mail/scheduled`);
  await page.getByText("In quarantaine: wacht op vrijgave").waitFor();
  await page.getByText("Personeelszaken kijkt altijd mee.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Nu versturen" }).count(), 0);
  await inspectScreen(page, "a held message among planned ones");
  await shootScreen(page, "held-planned");
});

step("The approver is told by mail, reads why on a phone, reads the message, and lets it go", async () => {
  const { page } = colleague;
  const told = await until("a mail to the approver", async () =>
    (await readOutbox(server.url)).find(({ to, text }) => to.includes(approver.email) && text.includes("/approvals")),
  );
  assert.ok(!told.text.includes("functioneringsgesprek"));
  await page.goto(`${server.url}/approvals`);
  await page.getByText(`Sanne de Wit aan ${guest}`).waitFor();
  await inspectScreen(page, "what waits for an approver");
  await shootScreen(page, "approvals");
  await page.getByRole("button", { name: "Bericht lezen" }).click();
  await page.frameLocator("iframe").first().getByText("Verslag van uw functioneringsgesprek.").waitFor();
  await page.getByRole("button", { name: "Weigeren" }).click();
  await page.getByLabel("Waarom mag dit niet weg?").waitFor();
  await inspectScreen(page, "a note to the sender");
  await shootScreen(page, "approvals-note");
  await page.getByRole("button", { name: "Toch niet" }).click();
  await page.getByRole("button", { name: "Vrijgeven" }).click();
  await page.getByText("Er wacht niets op vrijgave").waitFor();
  await page.getByText("Vrijgegeven door Bram de Boer").waitFor();
  await until("the guest's notification", async () =>
    (await readOutbox(server.url)).find(({ to }) => to.includes(guest)),
  );
  await inspectScreen(page, "nothing waits, and what was decided");
});

step("What may never be mailed is said while writing, and refused with the text kept", async () => {
  const { page } = member;
  await page.goto(`${server.url}/mail/inbox`);
  await writeLetter(page, { to: guest, subject: "Lijst", text: "Hier is de wachtwoordenlijst." });
  await panel().getByText(`Dit mag volgens de werkafspraken niet naar ${guest}`).waitFor();
  await page.getByRole("button", { name: "Versturen", exact: true }).click();
  await page.getByText("mag dit niet per mail naar").waitFor();
  await page.getByRole("button", { name: "Terug naar het concept" }).click();
  await page.getByText("Hier is de wachtwoordenlijst.").waitFor();
});

step("No page complained in its console or asked another host for anything", () => {
  colleague.assertClean();
});
