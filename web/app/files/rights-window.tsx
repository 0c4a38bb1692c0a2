import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RightRequest } from "#/contract/index.ts";
import { day } from "../../parts/format.ts";
import { membersQuery } from "../manage/member-queries.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery } from "../session.ts";
import { filesChanged, type FolderRights, groupsQuery, rightsQuery } from "./files-queries.ts";

type Given = FolderRights["rights"][number];
const roles = ["reader", "editor", "owner"] as const;
type Role = (typeof roles)[number];

const keyOf = ({ subjectKind, subjectId }: Pick<Given, "subjectKind" | "subjectId">): string =>
  `${subjectKind}:${subjectId}`;

const asRequest = ({ subjectKind, subjectId, role, until }: Given): RightRequest => ({
  subjectKind,
  subjectId,
  role: role as Role,
  until,
});

/** Everybody, groups and members who have no right here yet, as choices. */
function useSubjects(taken: ReadonlySet<string>) {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const members = useQuery(membersQuery);
  const groups = useQuery(groupsQuery);
  const all = [
    { value: `everybody:${me.organisation.organisationId}`, label: t("files.everybody") },
    ...(groups.data?.groups ?? []).map(({ groupId, name }) => ({
      value: `group:${groupId}`,
      label: t("files.group_named", { name }),
    })),
    ...(members.data?.members ?? [])
      .filter(({ state }) => state === "active")
      .map(({ memberId, name }) => ({ value: `member:${memberId}`, label: name })),
  ];
  return all.filter(({ value }) => !taken.has(value));
}

function AddRight({ taken, onAdd }: { taken: ReadonlySet<string>; onAdd: (right: Given) => void }): JSX.Element {
  const { t } = useTranslation();
  const subjects = useSubjects(taken);
  const [chosen, setChosen] = useState("");
  const [role, setRole] = useState<Role>("reader");
  const [until, setUntil] = useState("");
  const subject = subjects.find(({ value }) => value === chosen);
  const add = (): void => {
    if (!subject) return;
    const [kind, id] = chosen.split(":") as [Given["subjectKind"], string];
    // The day itself counts, to its end where the person is.
    const end = until === "" ? null : new Date(`${until}T23:59:59`).toISOString();
    onAdd({ subjectKind: kind, subjectId: id, name: subject.label, role, until: end });
    setChosen("");
    setUntil("");
  };
  return (
    <fieldset className="add-right">
      <legend>{t("files.let_in")}</legend>
      <NativeSelect
        label={t("files.whom")}
        data={[{ value: "", label: t("files.choose") }, ...subjects]}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("files.may")}
        data={roles.map((each) => ({ value: each, label: t(`files.role.${each}`) }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      />
      <TextInput
        type="date"
        label={t("files.until")}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!subject} onClick={add}>
        {t("files.add_right")}
      </Button>
    </fieldset>
  );
}

interface EditorProps {
  readonly folderId: string;
  readonly given: FolderRights;
  /** It has none of its own yet: saving gives it some. */
  readonly isShared: boolean;
  readonly onClose: () => void;
}

function RightsEditor({ folderId, given, isShared, onClose }: EditorProps): JSX.Element {
  const { t, i18n } = useTranslation();
  const [rights, setRights] = useState<readonly Given[]>(given.rights);
  const save = useMutation({
    mutationFn: async () => {
      const body = { rights: rights.map(asRequest) };
      if (isShared) await call("giveOwnRights", { params: { folderId }, body });
      else await call("setFolderRights", { params: { folderId }, body });
    },
    onSuccess: async () => {
      await filesChanged();
      onClose();
    },
  });
  return (
    <div className="stack">
      <ul className="rows">
        {rights.map((right) => (
          <li className="row" key={keyOf(right)}>
            <span className="row-main">
              <strong>{right.subjectKind === "everybody" ? t("files.everybody") : right.name}</strong>
              <span className="soft">
                {t(`files.role.${right.role}`)}
                {right.until === null ? "" : ` · ${t("files.until_day", { day: day(right.until, i18n.language) })}`}
              </span>
            </span>
            <Button
              size="sm"
              variant="subtle"
              aria-label={t("files.take_right_of", { name: right.name || t("files.everybody") })}
              onClick={() => setRights(rights.filter((each) => each !== right))}
            >
              {t("files.take_right")}
            </Button>
          </li>
        ))}
      </ul>
      <AddRight taken={new Set(rights.map(keyOf))} onAdd={(right) => setRights([...rights, right])} />
      <p className="soft">{t("files.taking_means")}</p>
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t("files.save_rights")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}

/** Who can see a folder, in words; owners change it here. */
export function RightsWindow({ folderId, onClose }: { folderId: string; onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { data, error } = useQuery(rightsQuery(folderId));
  const [own, setOwn] = useState(false);
  const isShared = data !== undefined && data.spaceId !== folderId;
  const isOwner = data?.role === "owner" && !data.isOwn;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("files.who_sees")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className="stack">
        <ProblemNote error={error} />
        {data?.isOwn === true && <p>{t("files.only_you")}</p>}
        {data && !data.isOwn && (
          <>
            <p>{t(isShared ? "files.as_above" : "files.sees_lead", { count: data.people.length })}</p>
            <ul className="people-list">
              {data.people.map(({ memberId, name, role }) => (
                <li key={memberId}>
                  {name} <span className="soft">{t(`files.role.${role}`)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        {data && isOwner && isShared && !own && (
          <Button variant="default" onClick={() => setOwn(true)}>
            {t("files.give_own")}
          </Button>
        )}
        {data && isOwner && (!isShared || own) && (
          <RightsEditor folderId={folderId} given={data} isShared={isShared} onClose={onClose} />
        )}
      </div>
    </Modal>
  );
}
