/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fileSize } from "../parts/format.ts";
import { type PdfState, pdfSandbox, previewKind, showPdf } from "../parts/preview.ts";
import { attachmentAddress, type GuestMessage, pictureAddress, zipAddress } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { useWords } from "./words.ts";

type Attachment = GuestMessage["attachments"][number];

function Picture(props: { address: string; name: string }): JSX.Element {
  const { t } = useWords();
  const [failed, setFailed] = useState(false);
  if (failed) return <p class="hint">{t("common.preview_failed")}</p>;
  return <img class="preview-picture" src={props.address} alt={props.name} onError={() => setFailed(true)} />;
}

function PdfPages(props: { address: string; name: string }): JSX.Element {
  const { t, language } = useWords();
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<PdfState>({ kind: "loading" });
  const { address } = props;
  useEffect(
    () => (frame.current ? showPdf(frame.current, { address, language }, setState) : undefined),
    [address, language],
  );
  return (
    <>
      <output class="hint">
        {state.kind === "loading" && t("common.preview_loading")}
        {state.kind === "failed" && state.why === "locked" && t("common.preview_locked")}
        {state.kind === "failed" && state.why !== "locked" && t("common.preview_failed")}
        {state.kind === "shown" && state.left > 0 && t("common.preview_left", { count: state.left })}
      </output>
      <iframe
        ref={frame}
        class={state.kind === "failed" ? "preview-pdf preview-none" : "preview-pdf"}
        sandbox={pdfSandbox}
        title={props.name}
      />
    </>
  );
}

function AttachmentRow(props: { attachment: Attachment; linkId: string }): JSX.Element {
  const { t, language } = useWords();
  const { attachment, linkId } = props;
  const { attachmentId, name, sizeBytes } = attachment;
  const [shown, setShown] = useState(false);
  const kind = previewKind(attachment);
  const previewId = `preview-${attachmentId}`;
  return (
    <li>
      <div class="file">
        <Icon name="file" />
        <span class="file-name">{name}</span>
        <span class="soft">{fileSize(sizeBytes, language)}</span>
        <span class="file-acts">
          {kind && (
            <button
              class="file-act"
              type="button"
              aria-expanded={shown}
              aria-controls={previewId}
              aria-label={t(shown ? "common.hide_file" : "common.show_file", { name })}
              onClick={() => setShown(!shown)}
            >
              <Icon name={shown ? "close" : "eye"} /> {shown ? t("common.hide") : t("common.show")}
            </button>
          )}
          <a
            class="file-act"
            href={attachmentAddress(linkId, attachmentId)}
            download={name}
            aria-label={t("common.download_file", { name })}
          >
            <Icon name="download" /> {t("common.download")}
          </a>
        </span>
      </div>
      {kind && (
        <div id={previewId} class="preview" hidden={!shown}>
          {shown && kind === "picture" && <Picture address={pictureAddress(linkId, attachmentId)} name={name} />}
          {shown && kind === "pdf" && <PdfPages address={attachmentAddress(linkId, attachmentId)} name={name} />}
        </div>
      )}
    </li>
  );
}

/** Attachments of a message: each to look at where that is safe, each to download, and all together. */
export function AttachmentRows(props: { message: GuestMessage; linkId: string }): JSX.Element | null {
  const { t } = useWords();
  const { attachments, messageId } = props.message;
  if (attachments.length === 0) return null;
  return (
    <div class="attachments">
      <ul class="files" aria-label={t("common.attachments", { count: attachments.length })}>
        {attachments.map((attachment) => (
          <AttachmentRow key={attachment.attachmentId} attachment={attachment} linkId={props.linkId} />
        ))}
      </ul>
      {attachments.length > 1 && (
        <a class="plain-button" href={zipAddress(props.linkId, messageId)} download>
          <Icon name="download" /> {t("common.download_all", { count: attachments.length })}
        </a>
      )}
    </div>
  );
}
