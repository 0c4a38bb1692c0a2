import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { type Member, membersQuery } from "./member-queries.ts";
import { RoleChoices, withMember } from "./role-choices.tsx";

export function RolesForm({ member, onDone }: { member: Member; onDone: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [roles, setRoles] = useState(member.roles);
  const save = useMutation({
    mutationFn: () =>
      call("setMemberRoles", { params: { memberId: member.memberId }, body: { roles: withMember(roles) } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(membersQuery);
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <RoleChoices value={roles} onChange={setRoles} />
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
