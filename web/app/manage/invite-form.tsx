import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { isPageLanguage, languages } from "../../parts/languages.ts";
import { CopyField } from "../pieces/copy-field.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { spokenLanguage } from "../words.ts";
import { membersQuery, type Role } from "./member-queries.ts";
import { RoleChoices, withMember } from "./role-choices.tsx";

/** Invites a colleague; afterwards shows the link, for when the mail doesn't arrive. */
export function InviteForm({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [language, setLanguage] = useState(spokenLanguage());
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const invite = useMutation({
    mutationFn: () => call("inviteMember", { body: { name, email: email.trim(), language, roles: withMember(roles) } }),
    onSuccess: () => queryClient.invalidateQueries(membersQuery),
  });
  if (invite.data)
    return (
      <div className="stack">
        <p>{t("members.invited", { name, email })}</p>
        <CopyField label={t("members.invitation_link")} value={invite.data.invitationUrl} />
        <p className="soft">{t("members.invited_link")}</p>
        <Button data-autofocus onClick={onClose}>
          {t("common.close")}
        </Button>
      </div>
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <TextInput
        label={t("members.name")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t("login.email")}
        type="email"
        autoComplete="off"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("app.language")}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(event) => {
          if (isPageLanguage(event.currentTarget.value)) setLanguage(event.currentTarget.value);
        }}
      />
      <RoleChoices value={roles} onChange={setRoles} />
      <ProblemNote error={invite.error} />
      <div className="form-actions">
        <Button type="submit" loading={invite.isPending}>
          {t("members.invite_act")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
