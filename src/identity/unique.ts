import { Refusal } from "#/kernel/index.ts";

const uniqueViolation = "23505";
const codes: Readonly<Record<string, string>> = {
  identity_organisation_domain_key: "identity.domain_taken",
  identity_member_email: "identity.email_taken",
  identity_group_organisation_id_name_key: "identity.group_name_taken",
  identity_app_password_user: "identity.user_name_taken",
};

/** A row that the database refused because another has the same, as what it means; anything else is thrown on. */
export function meaningOfConflict(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === uniqueViolation && "constraint" in error) {
    const code = codes[String(error.constraint)];
    if (code) throw new Refusal("conflict", code);
  }
  throw error;
}
