import { Button, Modal } from "@mantine/core";
import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { fileSize, moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { addressOf, call, queryClient } from "../session.ts";
import { type FileEntry, type FileVersion, filesChanged, versionsQuery } from "./files-queries.ts";

interface VersionsWindowProps {
  readonly entry: FileEntry;
  readonly mayWrite: boolean;
  readonly onClose: () => void;
}

/** Every version of a file as a timeline: when, who, with what; each can be had back. */
export function VersionsWindow({ entry, mayWrite, onClose }: VersionsWindowProps): JSX.Element {
  const { t, i18n } = useTranslation();
  const itemId = entry.entryId;
  const list = useQuery(versionsQuery(itemId));
  const changed = async (): Promise<void> => {
    await queryClient.invalidateQueries(versionsQuery(itemId));
    await filesChanged();
  };
  const restore = useMutation({
    mutationFn: (version: number) => call("restoreVersion", { params: { itemId }, body: { version } }),
    onSuccess: changed,
  });
  const pin = useMutation({
    mutationFn: ({ version, isPinned }: FileVersion) =>
      call("markVersion", { params: { itemId }, body: { version, isPinned: !isPinned } }),
    onSuccess: changed,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("files.versions_of", { name: entry.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p className="soft">{t("files.versions_lead")}</p>
      <ProblemNote error={list.error ?? restore.error ?? pin.error} />
      <ol className="timeline">
        {list.data?.versions.map((each) => (
          <li key={each.version} className={each.isCurrent ? "timeline-now" : ""}>
            <span className="row-main">
              <strong>{moment(each.createdAt, i18n.language)}</strong>
              <span>
                {each.createdBy ?? t("files.by_guest")}
                {each.device === "" ? "" : ` · ${each.device}`}
              </span>
              <span className="soft">
                {fileSize(each.sizeBytes, i18n.language)}
                {each.isCurrent ? ` · ${t("files.current")}` : ""}
                {each.isPinned ? ` · ${t("files.pinned")}` : ""}
              </span>
            </span>
            <span className="row-actions">
              <Button
                component="a"
                size="sm"
                variant="default"
                href={`${addressOf("fileContent", { itemId })}?version=${each.version}`}
                download
              >
                {t("files.download")}
              </Button>
              {mayWrite && !each.isCurrent && (
                <Button
                  size="sm"
                  variant="default"
                  loading={restore.isPending && restore.variables === each.version}
                  onClick={() => restore.mutate(each.version)}
                >
                  {t("files.put_back")}
                </Button>
              )}
              {mayWrite && (
                <Button
                  size="sm"
                  variant="subtle"
                  leftSection={each.isPinned ? <IconPinnedOff size={18} /> : <IconPin size={18} />}
                  onClick={() => pin.mutate(each)}
                >
                  {t(each.isPinned ? "files.unpin" : "files.pin")}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
