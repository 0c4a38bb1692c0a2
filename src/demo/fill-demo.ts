import {
  acceptInvitation,
  inviteMember,
  type MemberActor,
  openMember,
  saveOrganisation,
  setUpOrganisation,
} from "#/identity/index.ts";
import { type Clock, dayMs, hourMs, type Id, Refusal, utf8 } from "#/kernel/index.ts";
import { dispatchQueued, type MailApp, recallMessage, sendMessage } from "#/mail/index.ts";
import { visitAsGuest } from "./demo-guest.ts";
import { furnishDesks } from "./desk.ts";
import { type DemoMember, type DemoStory, members, practice, stories } from "./stories.ts";

/** A clock that stands still until it is set: every verb of the past month happens at its own hour. */
interface StandingClock extends Clock {
  set(at: Date): void;
}

function standingClock(start: Date): StandingClock {
  let at = start;
  return { now: () => at, set: (next) => void (at = next) };
}

const operator = { kind: "operator" } as const;

function momentOf(now: Date, { daysAgo, hour }: Pick<DemoStory, "daysAgo" | "hour">): Date {
  const day = new Date(now.getTime() - daysAgo * dayMs);
  day.setHours(hour, 12, 0, 0);
  return day;
}

async function setUp(app: MailApp): Promise<Id> {
  const { organisation, domain, phone, website, password } = practice;
  const admin = members.find((member) => member.isAdmin)!;
  const { organisationId } = await setUpOrganisation(app, operator, {
    organisation,
    domain,
    adminName: admin.name,
    adminEmail: admin.email,
    password,
    language: "nl",
    shares: 1,
    threshold: 1,
  });
  const actor = await openMember(app, operator, { email: admin.email, password });
  const settings = { name: organisation, phone, website, subjectTag: "[veilig]", linkDays: 30, trustedDeviceDays: 14 };
  await saveOrganisation(app, actor, settings);
  for (const member of members.filter((each) => !each.isAdmin)) await join(app, actor, member);
  return organisationId;
}

async function join(app: MailApp, admin: MemberActor, { name, email }: DemoMember): Promise<void> {
  const { invitationId, invitationUrl } = await inviteMember(app, admin, {
    email,
    name,
    roles: ["member"],
    language: "nl",
  });
  const secret = new URL(invitationUrl).hash.slice(1);
  await acceptInvitation(app, { invitationId, secret, name, password: practice.password, userAgent: "" });
}

async function tell(app: MailApp, clock: StandingClock, organisationId: Id, story: DemoStory): Promise<void> {
  const { email } = members.find((member) => member.key === story.from)!;
  const actor = await openMember(app, operator, { email, password: practice.password });
  const sentAt = clock.now();
  const { messageId } = await sendMessage(app, actor, {
    door: "web",
    recipients: story.to,
    subject: story.subject,
    text: story.text,
    attachments: (story.attachments ?? []).map(({ text, ...file }) => ({ ...file, content: utf8(text) })),
  });
  await dispatchQueued(app, organisationId);
  if (story.visit) {
    clock.set(new Date(sentAt.getTime() + story.visit.afterHours * hourMs));
    await visitAsGuest(app, organisationId, story.to[0]!, story.visit);
  }
  if (story.recalledAfterHours) {
    clock.set(new Date(sentAt.getTime() + story.recalledAfterHours * hourMs));
    await recallMessage(app, actor, { messageId });
  }
}

/**
 * Fills an empty installation with the fictional practice and its month, by the verbs and in the order in which it would
 * have happened. Does nothing where it is already there. @throws Refusal `demo.not_empty`, `demo.real_exits`.
 */
export async function fillDemo(app: MailApp): Promise<void> {
  const { config, database } = app;
  if (config.smarthost.kind !== "outbox" || config.sms.kind !== "outbox" || !config.isLocal)
    throw new Refusal("conflict", "demo.real_exits");
  const found = await database.organisationOf.domain(practice.domain);
  if (found) return;
  if ((await database.organisations()).length > 0) throw new Refusal("conflict", "demo.not_empty");
  const now = app.clock.now();
  const clock = standingClock(momentOf(now, { daysAgo: 30, hour: 9 }));
  const past = { ...app, clock };
  const organisationId = await setUp(past);
  for (const story of stories) {
    clock.set(momentOf(now, story));
    await tell(past, clock, organisationId, story);
  }
  clock.set(now);
  await furnishDesks(past);
}

/** What is printed: with whom one can log in. */
export const demoLines = (): string[] => [
  `Demonstration: ${practice.organisation}. Log in with any of these, password "${practice.password}";`,
  "the second factor is set up at the first log-in.",
  ...members.map(({ email, name, task }) => `  ${email}  (${name}, ${task})`),
];
