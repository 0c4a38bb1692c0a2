import { Button, Modal } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { meQuery } from "../session.ts";
import { InviteForm } from "./invite-form.tsx";
import { membersQuery } from "./member-queries.ts";
import { MemberRow } from "./member-row.tsx";
import "./manage.css";

/** Who works here. Admins invite, change roles, lock and remove; everybody else sees who their colleagues are. */
export function MembersPage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  const isAdmin = me.roles.includes("admin");
  const members = (list.data?.members ?? [])
    .filter((member) => member.state !== "removed")
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <main className="page">
      <PageHeading title={t("members.title")} lead={t("members.lead", { organisation: me.organisation.name })}>
        {isAdmin && (
          <Button leftSection={<IconUserPlus size={20} stroke={1.75} />} onClick={() => setInviting(true)}>
            {t("members.invite")}
          </Button>
        )}
      </PageHeading>
      <ProblemNote error={list.error} />
      <ul className="rows">
        {members.map((member) => (
          <MemberRow key={member.memberId} member={member} me={me} />
        ))}
      </ul>
      <Modal
        opened={inviting}
        onClose={() => setInviting(false)}
        title={t("members.invite_title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <InviteForm onClose={() => setInviting(false)} />
      </Modal>
    </main>
  );
}
