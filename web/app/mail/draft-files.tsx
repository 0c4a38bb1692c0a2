import { ActionIcon, Progress } from "@mantine/core";
import { IconFile, IconPhoto, IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../parts/format.ts";
import { plainLine } from "../../parts/plain-line.ts";
import { changeDraft, type Draft, type DraftAttachment, ownAttachments } from "./draft.ts";
import { type UploadItem, useUploads } from "./upload-queue.ts";
import { progressOf, uploadsOf } from "./write/uploads.ts";

const idOf = ({ uploadId, attachmentId }: DraftAttachment): string => uploadId ?? attachmentId ?? "";

function Arriving({ item, draftKey }: { item: UploadItem; draftKey: string }): JSX.Element {
  const { t, i18n } = useTranslation();
  const queue = uploadsOf(draftKey);
  const { id, file, phase, sentBytes, problem } = item;
  const share = file.size === 0 ? 1 : sentBytes / file.size;
  const runs = phase === "sending" || phase === "waiting" || phase === "interrupted";
  return (
    <li className="row">
      <IconFile size={20} stroke={1.75} aria-hidden="true" />
      <span className="row-main">
        <strong>{plainLine(file.name)}</strong>
        <span className={phase === "failed" ? "file-problem" : "soft"}>
          {phase === "failed" && problem?.title
            ? problem.title
            : t(`write.file.${phase}`, {
                sent: fileSize(sentBytes, i18n.language),
                size: fileSize(file.size, i18n.language),
                percent: Math.floor(share * 100),
              })}
        </span>
        <Progress value={share * 100} size="sm" aria-label={t("write.file.progress", { name: file.name })} />
      </span>
      {runs ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("write.file.pause", { name: file.name })}
          onClick={() => queue.pause(id)}
        >
          <IconPlayerPause size={20} />
        </ActionIcon>
      ) : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t(phase === "failed" ? "write.file.again" : "write.file.resume", { name: file.name })}
          onClick={() => queue.resume(id)}
        >
          {phase === "failed" ? <IconRefresh size={20} /> : <IconPlayerPlay size={20} />}
        </ActionIcon>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("common.remove_file", { name: file.name })}
        onClick={() => queue.remove(id)}
      >
        <IconX size={20} />
      </ActionIcon>
    </li>
  );
}

/** How far several files are, taken together: in one line, over the list. */
function Together({ draftKey }: { draftKey: string }): JSX.Element | null {
  const { t } = useTranslation();
  const { arrived, files, share } = progressOf(draftKey);
  if (files < 2) return null;
  const said = t("write.file.together", { arrived, files, percent: Math.floor(share * 100) });
  return (
    <div className="files-together">
      <span className="soft">{said}</span>
      <Progress value={share * 100} size="sm" aria-label={said} />
    </div>
  );
}

/** What goes along: what is there already, and what is on its way; each can be taken off again. */
export function DraftFiles({ draft }: { draft: Draft }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const arriving = useUploads(uploadsOf(draft.key));
  const attachments = ownAttachments(draft);
  const count = attachments.length + arriving.length;
  if (count === 0) return null;
  const remove = (gone: DraftAttachment): void =>
    changeDraft(draft.key, (now) => ({ attachments: now.attachments.filter((each) => idOf(each) !== idOf(gone)) }));
  return (
    <>
      {arriving.length > 0 && <Together draftKey={draft.key} />}
      <ul className="rows" aria-label={t("common.attachments", { count })}>
        {attachments.map((attachment) => (
          <li key={idOf(attachment)} className="row">
            {attachment.contentId === undefined ? (
              <IconFile size={20} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconPhoto size={20} stroke={1.75} aria-hidden="true" />
            )}
            <span className="row-main">
              <strong>{attachment.name}</strong>
              <span className="soft">
                {fileSize(attachment.sizeBytes, i18n.language)}
                {attachment.contentId !== undefined && ` · ${t("write.file.inline")}`}
              </span>
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("common.remove_file", { name: attachment.name })}
              onClick={() => remove(attachment)}
            >
              <IconX size={20} />
            </ActionIcon>
          </li>
        ))}
        {arriving.map((item) => (
          <Arriving key={item.id} item={item} draftKey={draft.key} />
        ))}
      </ul>
    </>
  );
}
