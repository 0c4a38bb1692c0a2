import type { App } from "#/app.ts";
import { type OperatorIn, openMember, type MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import type { CommandContext } from "./command.ts";

async function chosenOrganisation(app: App, context: CommandContext): Promise<Id> {
  const domain = context.text("organisation");
  if (domain !== undefined) {
    const found = await app.database.organisationOf.domain(domain);
    if (!found) throw new Refusal("absent", "identity.domain_unknown", { domain });
    return found;
  }
  const [only, ...others] = await app.database.organisations();
  if (!only) throw new Refusal("absent", "identity.nothing_set_up");
  if (others.length > 0) throw new Refusal("invalid", "identity.organisation_needed");
  return only;
}

/** The operator, in the organisation named by `--organisation DOMAIN`, or in the only one there is. */
export async function operatorIn(app: App, context: CommandContext): Promise<OperatorIn> {
  return { kind: "operator", organisationId: await chosenOrganisation(app, context) };
}

/** The operator, in the organisation of a member who is named by e-mail address; and that member's id. */
export async function operatorFor(app: App, email: string): Promise<OperatorIn> {
  const organisationId = await app.database.organisationOf.member(email);
  if (!organisationId) throw new Refusal("absent", "identity.member_absent");
  return { kind: "operator", organisationId };
}

/** A member whose key the command needs; asks for the password, or takes `--password-file`. */
export async function memberAt(app: App, context: CommandContext, email: string): Promise<MemberActor> {
  const password = await context.password("password-file", `Password of ${email}`);
  return openMember(app, { kind: "operator" }, { email, password });
}
