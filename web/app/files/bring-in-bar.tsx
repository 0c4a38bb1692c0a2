import { Button, Progress } from "@mantine/core";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { type BroughtIn, bringIn } from "./bring-in.ts";
import type { ChosenFile } from "./dropped.ts";
import { filesChanged } from "./files-queries.ts";

interface Bringing {
  readonly how: BroughtIn | undefined;
  readonly error: unknown;
  readonly running: boolean;
  start(files: Iterable<ChosenFile> | AsyncIterable<ChosenFile>): void;
  stop(): void;
  close(): void;
}

/** Bringing files into a folder: one run at a time, with what it has come to. */
export function useBringIn(folderId: string): Bringing {
  const [how, setHow] = useState<BroughtIn>();
  const [error, setError] = useState<unknown>();
  const stopper = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  // Leaving the page would end it: the browser asks first.
  useEffect(() => {
    if (!running) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [running]);
  const run = async (files: Iterable<ChosenFile> | AsyncIterable<ChosenFile>): Promise<void> => {
    const abort = new AbortController();
    stopper.current = abort;
    setError(undefined);
    setRunning(true);
    try {
      await bringIn(folderId, await Array.fromAsync(files), { signal: abort.signal, onProgress: setHow });
    } catch (failed) {
      if (!abort.signal.aborted) setError(failed);
    } finally {
      // Said to be done when it can be seen.
      await filesChanged();
      setRunning(false);
    }
  };
  return {
    how,
    error,
    running,
    start: (files) => void run(files),
    stop: () => stopper.current?.abort(),
    close: () => setHow(undefined),
  };
}

export function BringInBar({ bringing }: { bringing: Bringing }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { how, error, running } = bringing;
  if (!how) return error === undefined ? null : <ProblemNote error={error} />;
  const share = how.bytes === 0 ? how.doneFiles / Math.max(1, how.files) : how.doneBytes / how.bytes;
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <section className="card stack" aria-live="polite">
      <Progress value={share * 100} aria-label={t("files.bringing")} />
      <p>
        {t(running ? "files.brought_so_far" : "files.brought", {
          done: number.format(how.doneFiles - how.refused.length),
          all: number.format(how.files),
          size: fileSize(how.doneBytes, i18n.language),
        })}
      </p>
      <ProblemNote error={error} />
      {how.refused.length > 0 && (
        <details>
          <summary>{t("files.not_brought", { count: how.refused.length })}</summary>
          <ul>
            {how.refused.slice(0, 200).map(({ name, why }) => (
              <li key={name}>
                <strong>{name}</strong> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="form-actions">
        {running ? (
          <Button variant="default" onClick={bringing.stop}>
            {t("files.stop")}
          </Button>
        ) : (
          <Button variant="default" onClick={bringing.close}>
            {t("common.close")}
          </Button>
        )}
      </div>
    </section>
  );
}
