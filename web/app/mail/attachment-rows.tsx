import { IconDownload, IconEye, IconFile, IconX } from "@tabler/icons-react";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../parts/format.ts";
import { type PdfState, pdfSandbox, previewKind, showPdf } from "../../parts/preview.ts";
import { addressOf } from "../session.ts";
import type { Message } from "./mail-queries.ts";

type Attachment = Message["attachments"][number];

function Picture({ address, name }: { address: string; name: string }): JSX.Element {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  if (failed) return <p className="soft">{t("common.preview_failed")}</p>;
  return <img className="preview-picture" src={address} alt={name} onError={() => setFailed(true)} />;
}

function PdfPages({ address, name }: { address: string; name: string }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<PdfState>({ kind: "loading" });
  useEffect(
    () => (frame.current ? showPdf(frame.current, { address, language }, setState) : undefined),
    [address, language],
  );
  return (
    <>
      <output className="soft">
        {state.kind === "loading" && t("common.preview_loading")}
        {state.kind === "failed" && t(state.why === "locked" ? "common.preview_locked" : "common.preview_failed")}
        {state.kind === "shown" && state.left > 0 && t("common.preview_left", { count: state.left })}
      </output>
      <iframe ref={frame} className="preview-pdf" hidden={state.kind === "failed"} sandbox={pdfSandbox} title={name} />
    </>
  );
}

function AttachmentRow({ attachment }: { attachment: Attachment }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { attachmentId, name, sizeBytes } = attachment;
  const [shown, setShown] = useState(false);
  const kind = previewKind(attachment);
  return (
    <li>
      <div className="row">
        <IconFile size={20} stroke={1.75} aria-hidden="true" />
        <span className="row-main">
          <strong>{name}</strong>
          <span className="soft">{fileSize(sizeBytes, i18n.language)}</span>
        </span>
        {kind && (
          <button
            className="row-act row-do"
            type="button"
            aria-expanded={shown}
            aria-label={t(shown ? "common.hide_file" : "common.show_file", { name })}
            onClick={() => setShown(!shown)}
          >
            {shown ? (
              <IconX size={18} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconEye size={18} stroke={1.75} aria-hidden="true" />
            )}
            {shown ? t("common.hide") : t("common.show")}
          </button>
        )}
        <a
          className="row-act row-do"
          href={addressOf("attachment", { attachmentId })}
          download={name}
          aria-label={t("common.download_file", { name })}
        >
          <IconDownload size={18} stroke={1.75} aria-hidden="true" /> {t("common.download")}
        </a>
      </div>
      {shown && kind === "picture" && (
        <Picture address={addressOf("attachmentPicture", { attachmentId })} name={name} />
      )}
      {shown && kind === "pdf" && <PdfPages address={addressOf("attachment", { attachmentId })} name={name} />}
    </li>
  );
}

/** Attachments of a message: each to look at where that is safe, each to download, and all together. */
export function AttachmentRows({
  attachments,
  messageId,
}: Pick<Message, "attachments" | "messageId">): JSX.Element | null {
  const { t } = useTranslation();
  if (attachments.length === 0) return null;
  return (
    <>
      <ul className="rows" aria-label={t("common.attachments", { count: attachments.length })}>
        {attachments.map((attachment) => (
          <AttachmentRow key={attachment.attachmentId} attachment={attachment} />
        ))}
      </ul>
      {attachments.length > 1 && (
        <a className="row-act row-do" href={addressOf("messageZip", { messageId })} download>
          <IconDownload size={18} stroke={1.75} aria-hidden="true" />
          {t("common.download_all", { count: attachments.length })}
        </a>
      )}
    </>
  );
}
