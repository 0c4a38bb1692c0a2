import { Button, Menu, Modal } from "@mantine/core";
import {
  IconDeviceMobileOff,
  IconDots,
  IconLifebuoy,
  IconLock,
  IconLockOpen,
  IconUserCog,
  IconUserMinus,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccessBackForm, SecondFactorForm } from "../account/colleague-forms.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, type Me, queryClient } from "../session.ts";
import { type Member, membersQuery } from "./member-queries.ts";
import { RolesForm } from "./roles-form.tsx";

type Act = "locked" | "removed" | "roles" | "second_factor" | "access_back";

/** A sentence of what locking or removing means, and one button that does it. */
function StateForm({ member, state, onDone }: { member: Member; state: "locked" | "removed"; onDone: () => void }) {
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: () => call("setMemberState", { params: { memberId: member.memberId }, body: { state } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(membersQuery);
      onDone();
    },
  });
  return (
    <div className="stack">
      <p>{t(`members.${state}_means`, { name: member.name })}</p>
      <ProblemNote error={change.error} />
      <div className="form-actions">
        <Button data-autofocus loading={change.isPending} onClick={() => change.mutate()}>
          {t(`members.${state}_act`)}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}

export function MemberRow({ member, me }: { member: Member; me: Me }): JSX.Element {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act>();
  const close = (): void => setAct(undefined);
  const isAdmin = me.roles.includes("admin");
  const unlock = useMutation({
    mutationFn: () => call("setMemberState", { params: { memberId: member.memberId }, body: { state: "active" } }),
    onSuccess: () => queryClient.invalidateQueries(membersQuery),
  });
  const roles = member.roles.filter((role) => role !== "member");
  return (
    <li className="row">
      <span className="row-main">
        <strong>{member.memberId === me.memberId ? t("members.you", { name: member.name }) : member.name}</strong>
        <span className="soft">{member.email}</span>
        <ProblemNote error={unlock.error} />
      </span>
      <span className="tags">
        {roles.map((role) => (
          <span key={role} className="tag">
            {t(`members.role.${role}`)}
          </span>
        ))}
        {member.state !== "active" && <span className="tag tag-care">{t(`members.state.${member.state}`)}</span>}
      </span>
      {isAdmin && member.memberId !== me.memberId && (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconDots size={18} />}
              aria-label={t("members.acts_for", { name: member.name })}
            >
              {t("members.acts")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUserCog size={18} />} onClick={() => setAct("roles")}>
              {t("members.roles")}
            </Menu.Item>
            {member.state === "locked" ? (
              <Menu.Item leftSection={<IconLockOpen size={18} />} onClick={() => unlock.mutate()}>
                {t("members.unlock")}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconLock size={18} />} onClick={() => setAct("locked")}>
                {t("members.lock")}
              </Menu.Item>
            )}
            {member.state !== "invited" && (
              <Menu.Item leftSection={<IconDeviceMobileOff size={18} />} onClick={() => setAct("second_factor")}>
                {t("members.second_factor")}
              </Menu.Item>
            )}
            {member.state === "active" && (
              <Menu.Item leftSection={<IconLifebuoy size={18} />} onClick={() => setAct("access_back")}>
                {t("members.access_back")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconUserMinus size={18} />} onClick={() => setAct("removed")}>
              {t("members.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={act !== undefined}
        onClose={close}
        title={t(`members.title_${act ?? "roles"}`, { name: member.name })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {act === "second_factor" && <SecondFactorForm member={member} onDone={close} />}
        {act === "access_back" && <AccessBackForm member={member} onDone={close} />}
        {act === "roles" && <RolesForm member={member} onDone={close} />}
        {(act === "locked" || act === "removed") && <StateForm member={member} state={act} onDone={close} />}
      </Modal>
    </li>
  );
}
