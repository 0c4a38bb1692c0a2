import { writeAudit } from "#/audit/index.ts";
import { assertRole, type MemberActor, type OperatorIn, organisationSettings } from "#/identity/index.ts";
import type { DkimKeyState } from "#/secrets/index.ts";
import type { MailApp } from "../types.ts";

export interface DkimRecord extends DkimKeyState {
  readonly domain: string;
  readonly name: string;
  /** Of the TXT record. */
  readonly value: string;
}

type Actor = MemberActor | OperatorIn;
type DkimApp = Pick<MailApp, "database" | "secrets" | "clock">;

async function domainFor(app: DkimApp, actor: Actor): Promise<string> {
  if (actor.kind === "member") assertRole(actor, "admin");
  return (await app.database.inOrganisation(actor.organisationId, organisationSettings)).domain;
}

async function note(app: DkimApp, actor: Actor, act: string, selectors: readonly string[]): Promise<void> {
  if (selectors.length === 0) return;
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    writeAudit(tx, {
      at: app.clock.now(),
      actor: actor.kind === "member" ? { kind: "member", id: actor.memberId } : { kind: "operator" },
      act,
      details: { selectors },
    }),
  );
}

/** The records to publish, oldest first: of the key in use, of one that waits, and of old ones as long as they count. */
export async function dkimRecords(app: DkimApp, actor: Actor): Promise<DkimRecord[]> {
  const domain = await domainFor(app, actor);
  await note(app, actor, "mail.dkim-key-destroyed", await app.secrets.dkim.tidy(domain, app.clock.now()));
  return (await app.secrets.dkim.list(domain, app.clock.now())).map((key) => ({
    ...key,
    domain,
    name: `${key.selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=rsa; p=${key.publicKey}`,
  }));
}

/** A further key; it signs when it is put to use, which wants its record to be in DNS by then. */
export async function addDkimKey(app: DkimApp, actor: Actor): Promise<DkimRecord[]> {
  const { selector } = await app.secrets.dkim.add(await domainFor(app, actor), app.clock.now());
  await note(app, actor, "mail.dkim-key-made", [selector]);
  return dkimRecords(app, actor);
}

/** Mail is signed with this key from now on; the old one's record stays published for two weeks. */
export async function useDkimKey(app: DkimApp, actor: Actor, selector: string): Promise<DkimRecord[]> {
  await app.secrets.dkim.use(await domainFor(app, actor), selector, app.clock.now());
  await note(app, actor, "mail.dkim-key-used", [selector]);
  return dkimRecords(app, actor);
}
