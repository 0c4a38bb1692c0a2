import { agree, composeDocument, putInForce } from "#/agreements/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { dayMs } from "#/kernel/index.ts";
import { type MailApp, sendMessage } from "#/mail/index.ts";
import type { StandingClock } from "./fill-demo.ts";
import type { DemoFirm } from "./firm.ts";

/** Talks about somebody's work are for the one who looks after the staff to see first. */
const personnel = `triggers:
  - name: personnel
    when: { keywords: [beoordelingsgesprek, functioneringsgesprek] }
    action: hold
    why: Over iemands werk gaat geen mail naar buiten zonder dat de praktijkleiding het zag.
`;

/** A firm's agreements of some days ago, agreed to by all but one, and what they hold since this morning. */
export async function furnishAgreements(
  app: MailApp,
  clock: StandingClock,
  { organisation, phone, agreements: { trade, approver, late, held } }: DemoFirm,
  people: ReadonlyMap<string, MemberActor>,
  now: Date,
): Promise<void> {
  const person = (key: string): MemberActor => people.get(key)!;
  const helper = person(approver);
  const admin = [...people.values()].find(({ roles }) => roles.includes("admin"))!;
  const document = composeDocument(trade, {
    name: organisation,
    scope: "outsiders",
    action: "none",
    verification: "sms",
    approvers: [helper.email],
    support: [{ name: helper.name, email: helper.email, phone, hours: "op werkdagen, 9 tot 17 uur" }],
  });
  clock.set(new Date(now.getTime() - 2 * dayMs));
  const { version } = await putInForce(app, admin, { text: document.replace(/^triggers:\n/m, personnel), after: 0 });
  for (const [key, member] of people) if (key !== late) await agree(app, member, version);
  clock.set(now);
  const { from, to, subject, text } = held;
  await sendMessage(app, person(from), { door: "web", recipients: [to], subject, text });
}
