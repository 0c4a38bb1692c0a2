/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { asProblem } from "../parts/call.ts";
import { fileSize } from "../parts/format.ts";
import { pastedFiles, takeDrops } from "../parts/take-files.ts";
import { call } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { ProblemNote } from "./notes.tsx";
import { useWords } from "./words.ts";

interface ReplyProps {
  readonly linkId: string;
  readonly to: string;
  readonly onStop: () => void;
  readonly onSent: () => Promise<void>;
}

/** A reply with attachments. What was written stays until the server has it. */
export function ReplyForm(props: ReplyProps): JSX.Element {
  const { t, language } = useWords();
  const [text, setText] = useState("");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [sentShare, setSentShare] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const field = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    return form.current ? takeDrops(form.current, (dropped) => setFiles((had) => [...had, ...dropped])) : undefined;
  }, []);

  const isUnsent = text.trim() !== "" || files.length > 0;
  // Before it is painted: who leaves at once is asked too.
  useLayoutEffect(() => {
    if (!isUnsent) return undefined;
    // Nothing that was written is kept in the browser, so leaving would lose it.
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isUnsent]);

  const add = (list: Iterable<File> | null | undefined): void => setFiles((had) => [...had, ...(list ?? [])]);
  const send = async (): Promise<void> => {
    setProblem(undefined);
    setSentShare(0);
    try {
      await call("guestReply", {
        params: { linkId: props.linkId },
        body: { text },
        files,
        onProgress: (sentBytes, totalBytes) => setSentShare(totalBytes > 0 ? sentBytes / totalBytes : 0),
      });
      await props.onSent();
    } catch (error) {
      setProblem(asProblem(error));
      setSentShare(undefined);
    }
  };
  const sending = sentShare !== undefined;

  return (
    <form
      ref={form}
      class="letter reply"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="field">
        <span>{t("guest.reply.label", { name: props.to })}</span>
        <textarea
          ref={field}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => add(pastedFiles(event.clipboardData))}
          rows={8}
          required
          maxLength={500_000}
          autocomplete="off"
          disabled={sending}
        />
      </label>
      {files.length > 1 && (
        <p class="soft">
          {t("guest.reply.files", {
            count: files.length,
            size: fileSize(
              files.reduce((sum, { size }) => sum + size, 0),
              language,
            ),
          })}
        </p>
      )}
      {files.length > 0 && (
        <ul class="files chosen">
          {files.map((file) => (
            <li key={`${file.name} ${file.lastModified} ${file.size}`}>
              <Icon name="file" />
              <span class="file-name">{file.name}</span>
              <span class="soft">{fileSize(file.size, language)}</span>
              <button
                class="plain-button"
                type="button"
                disabled={sending}
                aria-label={t("common.remove_file", { name: file.name })}
                onClick={() => setFiles(files.filter((other) => other !== file))}
              >
                <Icon name="close" /> {t("common.remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={problem} />
      {sending && (
        <output class="progress">
          <progress max={1} value={sentShare} aria-label={t("common.sending")} />
          <span>
            {sentShare >= 1
              ? t("guest.reply.sealing")
              : t("common.sending_percent", { percent: Math.floor(sentShare * 100) })}
          </span>
        </output>
      )}
      <div class="actions">
        <button class="primary" type="submit" disabled={sending}>
          <Icon name="send" /> {t("guest.reply.send")}
        </button>
        <label class={sending ? "button disabled" : "button"}>
          <Icon name="clip" /> {t("common.attach")}
          <input
            class="hidden-input"
            type="file"
            multiple
            disabled={sending}
            onChange={(event) => {
              add(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </label>
        <button class="button" type="button" disabled={sending} onClick={props.onStop}>
          {t("guest.reply.stop")}
        </button>
      </div>
      <p class="hint">{t("guest.reply.private")}</p>
      {isUnsent && <p class="hint">{t("guest.reply.not_kept")}</p>}
    </form>
  );
}
