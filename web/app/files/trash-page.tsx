import { Button } from "@mantine/core";
import { IconFile, IconFolder } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { filesChanged, fileTrashQuery } from "./files-queries.ts";
import "../manage/manage.css";
import "./files.css";

/** What was thrown away from folders, for 30 days. */
export function FileTrashPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const list = useQuery(fileTrashQuery);
  const restore = useMutation({
    mutationFn: (entryId: string) => call("restoreEntries", { body: { entryIds: [entryId] } }),
    onSuccess: filesChanged,
  });
  const erase = useMutation({
    mutationFn: (entryId: string) => call("eraseEntries", { body: { entryIds: [entryId] } }),
    onSuccess: filesChanged,
  });
  return (
    <main className="page">
      <nav aria-label={t("files.path")} className="file-path">
        <ol>
          <li>
            <Link to="/files">{t("app.place.files")}</Link>
          </li>
        </ol>
      </nav>
      <PageHeading title={t("files.trash")} lead={t("files.trash_lead")} />
      <ProblemNote error={list.error ?? restore.error ?? erase.error} />
      {list.data?.entries.length === 0 && <p className="soft">{t("files.trash_empty")}</p>}
      <ul className="rows">
        {list.data?.entries.map((entry) => {
          const Icon = entry.kind === "folder" ? IconFolder : IconFile;
          return (
            <li className="row" key={entry.entryId}>
              <Icon size={24} stroke={1.75} aria-hidden="true" />
              <span className="row-main">
                <strong>{entry.name}</strong>
                <span className="soft">
                  {entry.folderName} · {entry.trashedAt === null ? "" : moment(entry.trashedAt, i18n.language)}
                </span>
              </span>
              <span className="row-actions">
                <Button size="sm" variant="default" onClick={() => restore.mutate(entry.entryId)}>
                  {t("files.put_back")}
                </Button>
                <Button size="sm" variant="subtle" onClick={() => erase.mutate(entry.entryId)}>
                  {t("files.erase")}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </main>
  );
}
