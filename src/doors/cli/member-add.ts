import { languageSchema, roleSchema } from "#/contract/index.ts";
import { inviteMember } from "#/identity/index.ts";
import { type Command, UsageError } from "./command.ts";
import { memberAt } from "./organisation-option.ts";

const text = { type: "string" } as const;

export const command: Command = {
  name: "member add",
  usage:
    "--email E --name NAME --admin-email A [--password-file F] [--role admin|officer|superuser|approver]… [--language nl|en|fr|de]",
  summary: "invites a member; prints the link to hand over",
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
    const invited = await inviteMember(app, admin, { email, name, roles: roles.data, language: language.data });
    const { memberId, invitationUrl, expiresAt } = invited;
    context.note(
      `Hand this link to ${name} in a way that nobody else reads. It works once, until ${expiresAt.toISOString()}.`,
    );
    context.print({ memberId, email, invitationUrl, expiresAt: expiresAt.toISOString() }, [invitationUrl]);
  },
};
