import { Checkbox } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "./member-queries.ts";

const choosable: readonly Role[] = ["admin", "officer", "superuser", "approver"];

/** Roles with what they may do, in words. */
export function RoleChoices({
  value,
  onChange,
}: {
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <Checkbox.Group value={[...value]} onChange={(roles) => onChange(roles as Role[])} label={t("members.roles_label")}>
      <div className="choices">
        {choosable.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`members.role.${role}`)}
            description={t(`members.role_means.${role}`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** Everybody is a member; the rest is chosen. */
export const withMember = (roles: readonly Role[]): Role[] => [...new Set<Role>(["member", ...roles])];
