import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { generate } from "otplib";
import { openBlobDirectory } from "#/blobs/index.ts";
import { loadConfig } from "#/config.ts";
import {
  acceptInvitation,
  confirmSecondFactor,
  enrolSecondFactor,
  type IdentityApp,
  type Invited,
  inviteMember,
  type LoggedIn,
  logIn,
  type MemberActor,
  memberOfSession,
  type PendingActor,
  readerOf,
  setUpOrganisation,
} from "#/identity/index.ts";
import { type Id, secondMs, silentLog } from "#/kernel/index.ts";
import { openSecrets } from "#/secrets/index.ts";
import { openSpace, spaceOfKind } from "#/spaces/index.ts";
import { openTestDatabase, type TestDatabase, type TestDatabaseOptions } from "./database.ts";

/** A clock that stands still until it is moved. */
export interface TestClock {
  now(): Date;
  advance(ms: number): void;
}

export interface TestApp extends IdentityApp {
  readonly clock: TestClock;
  readonly testDatabase: TestDatabase;
  readonly dataDirectory: string;
  close(): Promise<void>;
}

function testClock(start: Date): TestClock {
  let nowMs = start.getTime();
  return { now: () => new Date(nowMs), advance: (ms) => void (nowMs += ms) };
}

/** The application's parts on a database, a secrets directory and a blob directory of their own. */
export async function openTestApp(
  options: TestDatabaseOptions & { environment?: NodeJS.ProcessEnv } = {},
): Promise<TestApp> {
  const dataDirectory = mkdtempSync(joinPath(tmpdir(), "zegel-app-"));
  const config = loadConfig({ ZEGEL_DATA: dataDirectory, ...options.environment });
  const clock = testClock(new Date());
  const secrets = await openSecrets(config.secretsDirectory, clock.now());
  const testDatabase = await openTestDatabase({ ...options, auditKey: secrets.auditKey });
  const blobs = await openBlobDirectory(config.blobs.path);
  return {
    config,
    clock,
    log: options.log ?? silentLog,
    database: testDatabase.database,
    blobs,
    secrets,
    testDatabase,
    dataDirectory,
    close: async () => {
      await testDatabase.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

export const testPassword = "blauwe tulpen in mei";

export interface TestOrganisation {
  readonly organisationId: Id;
  readonly domain: string;
  readonly kitTexts: readonly string[];
  /** Signed in. */
  readonly admin: MemberActor;
  readonly adminEmail: string;
}

/** The code that an authenticator shows. */
export const codeOf = (secret: string, at: Date): Promise<string> =>
  generate({ secret, epoch: Math.floor(at.getTime() / secondMs) });

export async function pendingActorOf(app: TestApp, sessionToken: string): Promise<PendingActor> {
  const actor = await memberOfSession(app, sessionToken);
  if (actor?.kind !== "pending") throw new Error("the session is not between password and code");
  return actor;
}

export interface SignedIn {
  readonly actor: MemberActor;
  readonly sessionToken: string;
  readonly csrfToken: string;
  /** Of the authenticator. */
  readonly secret: string;
}

/** Sets the second factor up in a session that waits for it, as somebody does on the first day. */
export async function enrol(app: TestApp, sessionToken: string): Promise<SignedIn> {
  const pending = await pendingActorOf(app, sessionToken);
  const { secret } = await enrolSecondFactor(app, pending);
  const code = await codeOf(secret, app.clock.now());
  const entered = await confirmSecondFactor(app, pending, { code, userAgent: "test" });
  const { actor, csrfToken } = entered;
  return { actor, sessionToken: entered.sessionToken, csrfToken, secret };
}

/** The first log-in of somebody, the second factor included. */
export async function firstLogIn(app: TestApp, email: string, password = testPassword): Promise<SignedIn> {
  const { sessionToken } = await logIn(app, { email, password, userAgent: "test", address: "192.0.2.1" });
  return enrol(app, sessionToken);
}

/** A set-up organisation with an admin who is signed in. */
export async function setUpTestOrganisation(
  app: TestApp,
  { domain = "tulp.example", shares = 1, threshold = 1 } = {},
): Promise<TestOrganisation> {
  const adminEmail = `admin@${domain}`;
  const { organisationId, kit } = await setUpOrganisation(
    app,
    { kind: "operator" },
    {
      organisation: `Firma ${domain}`,
      domain,
      adminName: "Ada Beheer",
      adminEmail,
      password: testPassword,
      language: "nl",
      shares,
      threshold,
    },
  );
  const { actor: admin } = await firstLogIn(app, adminEmail);
  return { organisationId, domain, kitTexts: kit.map((file) => file.text), admin, adminEmail };
}

type Extra = readonly ("admin" | "officer" | "superuser" | "approver")[];

/** Id and secret of an invitation's address. */
export function linkOf(url: string): { invitationId: Id; secret: string } {
  const { pathname, hash } = new URL(url);
  return { invitationId: pathname.split("/").at(-1)!, secret: hash };
}

/** Invites name@domain of the admin. */
export const invite = (app: TestApp, admin: MemberActor, name: string, roles: Extra = []): Promise<Invited> =>
  inviteMember(app, admin, { email: `${name}@${admin.email.split("@")[1]}`, name, roles, language: "nl" });

export const accept = (app: TestApp, url: string, name: string): Promise<LoggedIn> =>
  acceptInvitation(app, { ...linkOf(url), name, password: testPassword, userAgent: "test" });

/** A new colleague, invited by the admin and signed in. */
export async function join(app: TestApp, admin: MemberActor, name: string, roles: Extra = []): Promise<SignedIn> {
  const { invitationUrl } = await invite(app, admin, name, roles);
  const { sessionToken } = await accept(app, invitationUrl, name);
  return enrol(app, sessionToken);
}

/** How many epochs of the contacts somebody can open. */
export const contactsOf = (app: TestApp, actor: Parameters<typeof readerOf>[0]): Promise<number> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const spaceId = await spaceOfKind(tx, "contacts");
    return (await openSpace(app, tx, readerOf(actor), spaceId!)).length;
  });
