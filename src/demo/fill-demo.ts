import { readFile } from "node:fs/promises";
import { join as joinPath } from "node:path";
import {
  acceptInvitation,
  inviteMember,
  type MemberActor,
  openMember,
  saveLogo,
  saveLook,
  saveOrganisation,
  setUpOrganisation,
} from "#/identity/index.ts";
import { type Clock, dayMs, Refusal } from "#/kernel/index.ts";
import { createSharedMailbox, type MailApp } from "#/mail/index.ts";
import { readCurrent } from "#/agreements/index.ts";
import { furnishAgreements } from "./agree.ts";
import { furnishDesks, writeContacts } from "./desk.ts";
import { type DemoFirm, type DemoMember, demoPassword, type DemoStory } from "./firm.ts";
import { furnishFolders } from "./folders.ts";
import { office } from "./office.ts";
import { practice } from "./practice.ts";
import { markBegun, markFilled } from "./renew-demo.ts";
import { type Told, tellStory } from "./tell-story.ts";

/** In the order in which they are set up: the first is the one that the guides show. */
const firms: readonly DemoFirm[] = [practice, office];

/** A clock that stands still until it is set: every verb of the past month happens at its own hour. */
export interface StandingClock extends Clock {
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

async function setUp(app: MailApp, firm: DemoFirm): Promise<Pick<Told, "organisationId" | "people">> {
  const { organisation, domain, phone, website } = firm;
  const admin = firm.members.find((member) => member.isAdmin)!;
  const { organisationId } = await setUpOrganisation(app, operator, {
    organisation,
    domain,
    adminName: admin.name,
    adminEmail: admin.email,
    password: demoPassword,
    language: "nl",
    shares: 1,
    threshold: 1,
  });
  const actor = await openMember(app, operator, { email: admin.email, password: demoPassword });
  const settings = { name: organisation, phone, website, subjectTag: "[veilig]", linkDays: 30, trustedDeviceDays: 14 };
  await saveOrganisation(app, actor, settings);
  await saveLook(app, actor, firm.look);
  await saveLogo(app, actor, await readFile(joinPath(import.meta.dirname, "logos", firm.logo)));
  // As the first page does: from now on agreements can be tried on the mail that was.
  await readCurrent(app, actor);
  const people = new Map([[admin.key, actor]]);
  for (const member of firm.members.filter((each) => !each.isAdmin))
    people.set(member.key, await join(app, actor, member));
  for (const { key: _, members, ...mailbox } of firm.mailboxes)
    await createSharedMailbox(app, actor, { ...mailbox, memberIds: members.map((key) => people.get(key)!.memberId) });
  await writeContacts(app, actor, firm);
  return { organisationId, people };
}

async function join(app: MailApp, admin: MemberActor, { name, email }: DemoMember): Promise<MemberActor> {
  const { invitationId, invitationUrl } = await inviteMember(app, admin, {
    email,
    name,
    roles: ["member"],
    language: "nl",
  });
  const secret = new URL(invitationUrl).hash.slice(1);
  await acceptInvitation(app, { invitationId, secret, name, password: demoPassword, userAgent: "" });
  return openMember(app, operator, { email, password: demoPassword });
}

async function live(app: MailApp, clock: StandingClock, firm: DemoFirm, now: Date): Promise<void> {
  clock.set(momentOf(now, { daysAgo: 30, hour: 9 }));
  const { organisationId, people } = await setUp(app, firm);
  for (const story of firm.stories) {
    clock.set(momentOf(now, story));
    await tellStory(app, clock, { organisationId, firm, people, story });
  }
  clock.set(now);
  await furnishDesks(app, firm, people);
  await furnishFolders(app, clock, firm, people, now);
  await furnishAgreements(app, clock, firm, people, now);
}

/**
 * Fills an empty installation with the fictional firms and their month, by the verbs and in the order in which it would
 * have happened. Does nothing where it is already there. @throws Refusal `demo.not_empty`, `demo.real_exits`.
 */
export async function fillDemo(app: MailApp): Promise<void> {
  const { config, database } = app;
  if (config.smarthost.kind !== "outbox" || config.sms.kind !== "outbox" || !config.isLocal)
    throw new Refusal("conflict", "demo.real_exits");
  const found = await database.organisationOf.domain(firms.at(-1)!.domain);
  if (found) return;
  if ((await database.organisations()).length > 0) throw new Refusal("conflict", "demo.not_empty");
  const now = app.clock.now();
  app.log.info(
    { firms: firms.map(({ domain }) => domain) },
    "the demonstration is being filled, which takes some seconds",
  );
  const clock = standingClock(now);
  const isEmbedded = config.database.kind === "embedded";
  if (isEmbedded) markBegun(config.dataDirectory, app.clock);
  for (const firm of firms) await live({ ...app, clock }, clock, firm, now);
  if (isEmbedded) markFilled(config.dataDirectory);
}

/** What is printed: with whom one can log in. */
export const demoLines = (): string[] => [
  `Demonstration: two invented firms. Log in with any of these, password "${demoPassword}";`,
  "the second factor is set up at the first log-in.",
  ...firms.flatMap(({ organisation, members }) => [
    `${organisation}:`,
    ...members.map(({ email, name, task }) => `  ${email}  (${name}, ${task})`),
  ]),
];
