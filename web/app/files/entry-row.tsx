import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDots,
  IconFile,
  IconFileZip,
  IconFolder,
  IconFolderShare,
  IconHistory,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { fileSize, moment } from "../../parts/format.ts";
import { addressOf } from "../session.ts";
import type { FileEntry } from "./files-queries.ts";

interface EntryRowProps {
  readonly entry: FileEntry;
  readonly mayWrite: boolean;
  readonly onRename: () => void;
  readonly onVersions: () => void;
  readonly onTrash: () => void;
}

export function EntryRow({ entry, mayWrite, onRename, onVersions, onTrash }: EntryRowProps): JSX.Element {
  const { t, i18n } = useTranslation();
  const isFolder = entry.kind === "folder";
  const Icon = isFolder ? (entry.mountSpaceId === null ? IconFolder : IconFolderShare) : IconFile;
  const when = moment(entry.modifiedAt, i18n.language);
  return (
    <li className="row">
      <Icon size={24} stroke={1.75} aria-hidden="true" className={isFolder ? "entry-folder" : "entry-file"} />
      {isFolder ? (
        <Link
          to="/files/$folderId"
          params={{ folderId: entry.mountSpaceId ?? entry.entryId }}
          className="row-main row-link"
        >
          <strong>{entry.name}</strong>
          {entry.mountSpaceId !== null && <span className="soft">{t("files.own_rights")}</span>}
        </Link>
      ) : (
        <a href={addressOf("fileContent", { itemId: entry.entryId })} download className="row-main row-link">
          <strong>{entry.name}</strong>
          <span className="soft">
            {fileSize(entry.sizeBytes, i18n.language)} · {when}
          </span>
        </a>
      )}
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" size="lg" aria-label={t("files.more_of", { name: entry.name })}>
            <IconDots size={20} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isFolder && (
            <Menu.Item leftSection={<IconHistory size={18} />} onClick={onVersions}>
              {t("files.versions")}
            </Menu.Item>
          )}
          {isFolder && (
            <Menu.Item
              component="a"
              leftSection={<IconFileZip size={18} />}
              href={addressOf("folderZip", { folderId: entry.mountSpaceId ?? entry.entryId })}
              download
            >
              {t("files.as_zip")}
            </Menu.Item>
          )}
          {mayWrite && (
            <Menu.Item leftSection={<IconPencil size={18} />} onClick={onRename}>
              {t("files.rename")}
            </Menu.Item>
          )}
          {mayWrite && (
            <Menu.Item leftSection={<IconTrash size={18} />} onClick={onTrash}>
              {t("files.throw_away")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
