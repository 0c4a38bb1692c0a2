import { type Id, Refusal } from "#/kernel/index.ts";

/** Who looks into the log of an organisation: a member, or the operator in person. */
export type AuditReader =
  | { readonly kind: "member"; readonly organisationId: Id; readonly roles: readonly string[] }
  | { readonly kind: "operator"; readonly organisationId: Id };

/** Admins, officers and the operator. @throws Refusal `identity.role_missing` */
export function assertMayRead(reader: AuditReader): void {
  if (reader.kind === "member" && !reader.roles.some((role) => role === "admin" || role === "officer"))
    throw new Refusal("forbidden", "identity.role_missing", { role: "admin" });
}
