import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { IconPencil, IconPlus, IconUsers } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { filesChanged, groupsQuery } from "../files/files-queries.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { membersQuery } from "./member-queries.ts";
import "./manage.css";

type Group = Answer<MemberRoutes, "listGroups">["groups"][number];

async function changed(): Promise<void> {
  await queryClient.invalidateQueries(groupsQuery);
  await filesChanged();
}

function GroupForm({ group, onClose }: { group: Group | undefined; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const members = useQuery(membersQuery);
  const [name, setName] = useState(group?.name ?? "");
  const [chosen, setChosen] = useState<readonly string[]>(group?.members.map(({ memberId }) => memberId) ?? []);
  const done = async (): Promise<void> => {
    await changed();
    onClose();
  };
  const save = useMutation({
    mutationFn: async () => {
      const body = { name, memberIds: [...chosen] };
      if (group) await call("changeGroup", { params: { groupId: group.groupId }, body });
      else await call("makeGroup", { body });
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: () => call("removeGroup", { params: { groupId: group!.groupId } }),
    onSuccess: done,
  });
  const here = (members.data?.members ?? []).filter(({ state }) => state === "active" || state === "locked");
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t("groups.name")}
        description={t("groups.name_hint")}
        data-autofocus
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t("groups.members")} value={[...chosen]} onChange={setChosen}>
        <div className="choices">
          {here.map(({ memberId, name: label, email }) => (
            <Checkbox key={memberId} value={memberId} label={label} description={email} />
          ))}
        </div>
      </Checkbox.Group>
      <p className="soft">{t("groups.follows")}</p>
      <ProblemNote error={save.error ?? remove.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("groups.save")}
        </Button>
        {group && (
          <Button variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t("groups.remove")}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

/** Groups of members: folders are given to them, and follow who is in them (admins). */
export function GroupsPage(): JSX.Element {
  const { t } = useTranslation();
  const list = useQuery(groupsQuery);
  const [changing, setChanging] = useState<Group | "new">();
  const close = (): void => setChanging(undefined);
  return (
    <main className="page">
      <PageHeading title={t("app.place.groups")} lead={t("groups.lead")}>
        <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setChanging("new")}>
          {t("groups.make")}
        </Button>
      </PageHeading>
      <ProblemNote error={list.error} />
      {list.data?.groups.length === 0 && <p className="soft">{t("groups.none")}</p>}
      <ul className="rows">
        {list.data?.groups.map((group) => (
          <li className="row" key={group.groupId}>
            <IconUsers size={22} stroke={1.75} aria-hidden="true" />
            <span className="row-main">
              <strong>{group.name}</strong>
              <span className="tags">
                {group.members.map(({ memberId, name }) => (
                  <span key={memberId} className="tag">
                    {name}
                  </span>
                ))}
              </span>
            </span>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconPencil size={18} />}
              aria-label={t("groups.change", { name: group.name })}
              onClick={() => setChanging(group)}
            >
              {t("groups.change_act")}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        opened={changing !== undefined}
        onClose={close}
        title={changing === "new" ? t("groups.make") : t("groups.change", { name: changing?.name ?? "" })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {changing && <GroupForm group={changing === "new" ? undefined : changing} onClose={close} />}
      </Modal>
    </main>
  );
}
