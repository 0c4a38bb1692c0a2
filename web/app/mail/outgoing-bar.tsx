import { Button, CloseButton, Progress } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type JSX, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { type Draft, lacking } from "./draft.ts";
import { useOnline } from "./online.ts";
import { dismiss, flush, type Outgoing, undo, useOutgoing } from "./outgoing.ts";
import { useReturnTo } from "./return-to.ts";

function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(1, Math.ceil((until - now) / 1000));
}

function Undoable({ until, draft }: { until: number; draft: Draft }): JSX.Element {
  const { t } = useTranslation();
  const mayLeave = draft.recipients.some((recipient) => lacking(recipient) === undefined);
  const seconds = useSecondsLeft(until);
  const returnTo = useReturnTo();
  const takeBack = (): void => void undo().then((back) => back && returnTo(back));
  useShortcuts({ z: takeBack });
  return (
    <>
      <span>{mayLeave ? t("mail.outgoing.in", { count: seconds }) : t("mail.outgoing.lacks")}</span>
      <Button size="sm" px="sm" variant="default" leftSection={<IconArrowBackUp size={18} />} onClick={takeBack}>
        {t("mail.outgoing.undo")}
      </Button>
      {mayLeave && (
        <Button size="sm" px="sm" variant="subtle" onClick={() => void flush()}>
          {t("mail.outgoing.now")}
        </Button>
      )}
    </>
  );
}

const readMs = 8000;

function SentNote({ outgoing }: { outgoing: Extract<Outgoing, { phase: "sent" }> }): JSX.Element {
  const { t } = useTranslation();
  const { recipients, conversationId, held } = outgoing.sent;
  const waiting = recipients.filter((recipient) => recipient.state === "waiting").length;
  useEffect(() => {
    if (waiting > 0) return undefined;
    const timer = setTimeout(dismiss, readMs);
    return () => clearTimeout(timer);
  }, [waiting]);
  if (held)
    return (
      <>
        <span>{t("mail.outgoing.held")}</span>
        <Link to="/mail/scheduled" className="button-link" onClick={dismiss}>
          {t("write.show_planned")}
        </Link>
        <CloseButton aria-label={t("common.close")} onClick={dismiss} />
      </>
    );
  return (
    <>
      <span>
        {waiting === 0
          ? t("mail.outgoing.sent")
          : waiting === recipients.length
            ? t("mail.outgoing.all_wait", { count: waiting })
            : t("mail.outgoing.some_wait", { count: waiting })}
      </span>
      <Link
        to="/mail/$folder/$conversationId"
        params={{ folder: "sent", conversationId }}
        className="button-link"
        onClick={dismiss}
      >
        {waiting === 0 ? t("mail.outgoing.show") : t("mail.outgoing.complete")}
      </Link>
      <CloseButton aria-label={t("common.close")} onClick={dismiss} />
    </>
  );
}

function PlannedNote({ at }: { at: string }): JSX.Element {
  const { t, i18n } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(dismiss, readMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <span>{t("write.planned", { moment: moment(at, i18n.language) })}</span>
      <Link to="/mail/scheduled" className="button-link" onClick={dismiss}>
        {t("write.show_planned")}
      </Link>
      <CloseButton aria-label={t("common.close")} onClick={dismiss} />
    </>
  );
}

/** What is leaving, above everything: undo, progress, done, or why not. */
export function OutgoingBar(): JSX.Element {
  const { t } = useTranslation();
  const outgoing = useOutgoing();
  const returnTo = useReturnTo();
  const isOnline = useOnline();
  return (
    <output className="outgoing" aria-live="polite" data-phase={outgoing.phase}>
      {outgoing.phase === "undoable" && <Undoable until={outgoing.until} draft={outgoing.draft} />}
      {outgoing.phase === "sending" && (
        <>
          <span>
            {!isOnline
              ? t("mail.outgoing.offline")
              : outgoing.share >= 1
                ? t("mail.outgoing.sealing")
                : t("common.sending_percent", { percent: Math.floor(outgoing.share * 100) })}
          </span>
          <Progress value={outgoing.share * 100} aria-label={t("common.sending")} className="outgoing-progress" />
        </>
      )}
      {outgoing.phase === "planned" && <PlannedNote at={outgoing.at} />}
      {outgoing.phase === "sent" && <SentNote outgoing={outgoing} />}
      {outgoing.phase === "failed" && (
        <ProblemNote error={outgoing.error}>
          <p>{t("mail.outgoing.kept")}</p>
          <Button
            size="sm"
            onClick={() => {
              dismiss();
              returnTo(outgoing.draft);
            }}
          >
            {t("mail.outgoing.return")}
          </Button>
        </ProblemNote>
      )}
    </output>
  );
}
