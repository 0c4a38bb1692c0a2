/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fileSize } from "../parts/format.ts";
import { type Conversation, copyAddress } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { StepHeading } from "./notes.tsx";
import { useWords } from "./words.ts";

/** Larger ones grow too heavy for the browser that opens them: `.eml` and zip have no such limit. */
const mostBytes = 50_000_000;
const shortestPassword = 10;

type Making =
  | { readonly kind: "asking"; readonly refused?: "differ" | "failed" }
  | { readonly kind: "making"; readonly share: number }
  | { readonly kind: "made"; readonly sizeBytes: number };

interface KeepProps {
  readonly conversation: Conversation;
  readonly linkId: string;
  /** The message that a mail program's copy is of. */
  readonly mainId: string;
  readonly onStop: () => void;
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The whole conversation with attachments in one file that opens without us, under a password that never leaves the browser. */
function LockedCopy(props: KeepProps): JSX.Element {
  const { conversation, linkId } = props;
  const { t, language } = useWords();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [making, setMaking] = useState<Making>({ kind: "asking" });
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const attached = conversation.messages.flatMap(({ attachments }) => attachments);
  const totalBytes = attached.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes > mostBytes)
    return <p class="hint">{t("guest.keep.too_large", { size: fileSize(mostBytes, language) })}</p>;

  const make = async (): Promise<void> => {
    if (password !== again) return setMaking({ kind: "asking", refused: "differ" });
    setMaking({ kind: "making", share: 0 });
    try {
      const { writeOfflineCopy } = await import("./offline/offline-copy.ts");
      const file = await writeOfflineCopy({
        conversation,
        linkId,
        password,
        language,
        t,
        signal: stop.current.signal,
        onProgress: (share) => setMaking({ kind: "making", share }),
      });
      const newest = conversation.messages.at(-1)!.sentAt.slice(0, 10);
      save(file, `${t("guest.keep.file_name")}-${newest}.html`);
      setPassword("");
      setAgain("");
      setMaking({ kind: "made", sizeBytes: file.size });
    } catch {
      if (!stop.current.signal.aborted) setMaking({ kind: "asking", refused: "failed" });
    }
  };
  const busy = making.kind === "making";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <label class="field">
        <span>{t("guest.keep.password")}</span>
        <input
          type="password"
          autocomplete="new-password"
          value={password}
          minLength={shortestPassword}
          maxLength={256}
          required
          disabled={busy}
          aria-describedby="keep-hint"
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <small id="keep-hint">{t("guest.keep.password_hint", { count: shortestPassword })}</small>
      </label>
      <label class="field">
        <span>{t("guest.keep.password_again")}</span>
        <input
          type="password"
          autocomplete="new-password"
          value={again}
          maxLength={256}
          required
          disabled={busy}
          onInput={(event) => setAgain(event.currentTarget.value)}
        />
      </label>
      {making.kind === "asking" && making.refused && (
        <p class="note" role="alert">
          {t(making.refused === "differ" ? "guest.keep.differ" : "guest.keep.failed")}
        </p>
      )}
      {making.kind === "making" && (
        <output class="progress">
          <progress max={1} value={making.share} aria-label={t("guest.keep.making")} />
          <span>{t("guest.keep.making")}</span>
        </output>
      )}
      {making.kind === "made" && (
        <output class="done">
          <Icon name="check" /> {t("guest.keep.made", { size: fileSize(making.sizeBytes, language) })}
        </output>
      )}
      <button class="primary" type="submit" disabled={busy}>
        <Icon name="lock" /> {t("guest.keep.make")}
      </button>
    </form>
  );
}

/** Two ways to keep it: for a mail program, or locked with a password of one's own. */
export function KeepForm(props: KeepProps): JSX.Element {
  const { t } = useWords();
  return (
    <section class="letter keep">
      <StepHeading small>{t("guest.keep.heading")}</StepHeading>
      <h2>{t("guest.keep.eml")}</h2>
      <p>{t("guest.keep.eml_lead")}</p>
      <div class="actions">
        <a class="button" href={copyAddress(props.linkId, props.mainId)} download>
          <Icon name="download" /> {t("guest.keep.eml_save")}
        </a>
      </div>
      <h2>{t("guest.keep.locked")}</h2>
      <p>{t("guest.keep.locked_lead")}</p>
      <LockedCopy {...props} />
      <div class="actions">
        <button class="button" type="button" onClick={props.onStop}>
          {t("common.close")}
        </button>
      </div>
    </section>
  );
}
