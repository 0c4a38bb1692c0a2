import { languageSchema, roleSchema } from "#/contract/index.ts";
import { inviteMember } from "#/identity/index.ts";
import { queueInvitation } from "#/mail/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "member add",
  usage:
    "--email E --name NAME --admin-email A [--password-file F] [--role admin|officer|superuser|approver]… [--language nl|en|fr|de]",
  summary: "invites a member by mail; prints the link too",
  options: {
    email: text,
    name: text,
    "admin-email": text,
    "password-file": text,
    role: { type: "string", multiple: true },
    language: text,
  },
  run: async (context) => {
    const [email, name] = [context.required("email"), context.required("name")];
    const roles = roleSchema.array().safeParse(context.texts("role"));
    if (!roles.success) throw new UsageError(`--role takes one of ${roleSchema.options.join(", ")}`);
    const language = languageSchema.safeParse(context.text("language") ?? "nl");
    if (!language.success) throw new UsageError(`--language takes one of ${languageSchema.options.join(", ")}`);
    const adminEmail = context.required("admin-email");
    const app = await context.app();
    const admin = await memberAt(app, context, adminEmail);
    const deliver = queueInvitation(app);
    const input = { email, name, roles: roles.data, language: language.data, deliver };
    const { memberId, invitationUrl, expiresAt } = await inviteMember(app, admin, input);
    context.note(`${name} gets the link by mail. It works once, until ${expiresAt.toISOString()}.`);
    context.print({ memberId, email, invitationUrl, expiresAt: expiresAt.toISOString() }, [invitationUrl]);
  },
};
