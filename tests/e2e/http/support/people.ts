import { identityRoutes } from "#/contract/index.ts";
import { setUpOrganisation } from "#/identity/index.ts";
import { codeOf, type TestApp, testPassword } from "../../../support/identity.ts";
import { BrowserClient } from "./client.ts";
import type { TestDoor } from "./door.ts";

export interface Person {
  readonly email: string;
  readonly memberId: string;
  readonly browser: BrowserClient;
  /** Of the authenticator. */
  readonly secret: string;
}

export const organisationRequest = (domain: string) => ({
  organisation: `Firma ${domain}`,
  domain,
  adminName: "Ada Beheer",
  adminEmail: `admin@${domain}`,
  password: testPassword,
  language: "nl" as const,
  shares: 1,
  threshold: 1,
});

/** Finishes a log-in whose second factor is still to be set up. */
async function enrol(app: TestApp, browser: BrowserClient): Promise<string> {
  const { secret } = await browser.call<{ secret: string }>(identityRoutes.enrolStart);
  await browser.call(identityRoutes.enrolFinish, { body: { code: await codeOf(secret, app.clock.now()) } });
  return secret;
}

async function personOf(app: TestApp, browser: BrowserClient, email: string): Promise<Person> {
  const secret = await enrol(app, browser);
  const { memberId } = await browser.call<{ memberId: string }>(identityRoutes.me);
  return { email, memberId, browser, secret };
}

/** The first log-in of somebody in a new browser. */
export async function firstLogIn({ app, base }: TestDoor, email: string): Promise<Person> {
  const browser = new BrowserClient(base);
  await browser.call(identityRoutes.login, { body: { email, password: testPassword } });
  return personOf(app, browser, email);
}

/** Logs in once more, in another browser. */
export async function logInAgain({ app, base }: TestDoor, person: Person): Promise<BrowserClient> {
  app.clock.advance(60_000);
  const browser = new BrowserClient(base);
  await browser.call(identityRoutes.login, { body: { email: person.email, password: testPassword } });
  await browser.call(identityRoutes.loginCode, { body: { code: await codeOf(person.secret, app.clock.now()) } });
  return browser;
}

/** An organisation with its admin signed in: by the operator, so that there can be more than one. */
export async function addOrganisation(door: TestDoor, domain: string): Promise<Person> {
  await setUpOrganisation(door.app, { kind: "operator" }, organisationRequest(domain));
  return firstLogIn(door, `admin@${domain}`);
}

/** A colleague who was invited and came. */
export async function addColleague(door: TestDoor, admin: Person, email: string, name: string): Promise<Person> {
  const { invitationUrl } = await admin.browser.call<{ invitationUrl: string }>(identityRoutes.inviteMember, {
    body: { email, name, roles: ["member"], language: "nl" },
  });
  const url = new URL(invitationUrl);
  const browser = new BrowserClient(door.base);
  await browser.call(identityRoutes.acceptInvitation, {
    params: { invitationId: url.pathname.split("/").at(-1)! },
    body: { secret: url.hash.slice(1), name, password: testPassword },
  });
  return personOf(door.app, browser, email);
}
