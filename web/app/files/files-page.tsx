import { Button } from "@mantine/core";
import {
  IconBuilding,
  IconDeviceDesktop,
  IconFolderPlus,
  IconFolderShare,
  IconHome,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { ConnectWindow } from "./connect-window.tsx";
import { filesChanged, type TopFolder, topFoldersQuery } from "./files-queries.ts";
import { NameWindow } from "./name-window.tsx";
import "../manage/manage.css";
import "./files.css";

const icons = { own: IconHome, general: IconBuilding, shared: IconFolderShare } as const;

function TopRow({ folder }: { folder: TopFolder }): JSX.Element {
  const { t } = useTranslation();
  const Icon = icons[folder.kind];
  return (
    <li className="row">
      <Icon size={24} stroke={1.75} aria-hidden="true" />
      <Link to="/files/$folderId" params={{ folderId: folder.folderId }} className="row-main row-link">
        <strong>{folder.kind === "shared" ? folder.name : t(`files.top.${folder.kind}`)}</strong>
        <span className="soft">
          {folder.kind === "shared" ? t(`files.role_is.${folder.role}`) : t(`files.top_hint.${folder.kind}`)}
        </span>
      </Link>
    </li>
  );
}

/** Where folders begin: one's own, everybody's, and those that are shared. */
export function FilesPage(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useQuery(topFoldersQuery);
  const [open, setOpen] = useState<"new" | "connect">();
  const close = (): void => setOpen(undefined);
  return (
    <main className="page">
      <PageHeading title={t("app.place.files")} lead={t("files.lead")}>
        <Button leftSection={<IconFolderPlus size={20} stroke={1.75} />} onClick={() => setOpen("new")}>
          {t("files.new_shared")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDeviceDesktop size={20} stroke={1.75} />}
          onClick={() => setOpen("connect")}
        >
          {t("files.connect")}
        </Button>
      </PageHeading>
      <ProblemNote error={list.error} />
      <ul className="rows">
        {list.data?.folders.map((folder) => (
          <TopRow key={folder.folderId} folder={folder} />
        ))}
      </ul>
      {list.data !== undefined && list.data.waiting > 0 && (
        <p className="soft">{t("files.waiting", { count: list.data.waiting })}</p>
      )}
      <p>
        <Link to="/files/trash" className="with-icon">
          <IconTrash size={20} stroke={1.75} aria-hidden="true" /> {t("files.trash")}
        </Link>
      </p>
      {open === "new" && (
        <NameWindow
          title={t("files.new_shared")}
          act={t("files.make")}
          onClose={close}
          save={async (name) => {
            const { folderId } = await call("makeSharedFolder", { body: { name, rights: [] } });
            await filesChanged();
            await navigate({ to: "/files/$folderId", params: { folderId }, search: { rights: true } });
          }}
        />
      )}
      {open === "connect" && <ConnectWindow onClose={close} />}
    </main>
  );
}
