import { Button, Modal } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../../parts/format.ts";
import { EmptyState } from "../../pieces/empty-state.tsx";
import { PageHeading } from "../../pieces/page-heading.tsx";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call, queryClient } from "../../session.ts";
import { offerUndo } from "../undo.ts";
import { peopleLine } from "./drafts-page.tsx";
import { draftsKey } from "./saving.ts";
import { HoldState } from "../../approvals/hold-state.tsx";
import { PlannedText } from "./planned-text.tsx";
import { ChooseTime } from "./send-button.tsx";
import { type ScheduledEntry, scheduledQuery } from "./writing-queries.ts";
import "../../manage/manage.css";
import "./write.css";

/** Longer than the offer to undo stands. */
const momentMs = 12_000;

const refresh = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(scheduledQuery),
    queryClient.invalidateQueries({ queryKey: draftsKey }),
    queryClient.invalidateQueries({ queryKey: ["mail"] }),
  ]);

function Planned({ entry }: { entry: ScheduledEntry }): JSX.Element {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const [reading, setReading] = useState(false);
  const params = { messageId: entry.messageId };
  const change = useMutation({
    mutationFn: (sendAt: string) => call("reschedule", { params, body: { sendAt } }),
    onSettled: refresh,
  });
  const cancel = useMutation({
    mutationFn: () => call("cancelSending", { params }),
    onSettled: refresh,
    onSuccess: async ({ draftId }) => {
      if (draftId) await navigate({ to: "/mail/drafts/$draftId", params: { draftId } });
    },
  });
  /** In a moment, so that it can be taken back; what had stopped, or was due, goes back to being a draft then. */
  const sendNow = (): void => {
    const back = (): undefined => {
      if (entry.stopped || Date.parse(entry.releaseAt) < Date.now()) cancel.mutate();
      else change.mutate(entry.releaseAt);
    };
    change.mutate(new Date(Date.now() + momentMs).toISOString(), {
      onSuccess: () => offerUndo({ said: t("write.leaves_soon"), undo: back, finish: () => undefined }),
    });
  };
  return (
    <li className="row">
      <IconClock size={22} stroke={1.75} aria-hidden="true" />
      <span className="row-main">
        <strong>{entry.subject === "" ? t("common.no_subject") : entry.subject}</strong>
        <span className="soft">{peopleLine(entry.to)}</span>
        {entry.hold ? (
          <HoldState hold={entry.hold} />
        ) : (
          <span>
            {entry.stopped ? t("write.stopped") : t("write.leaves", { moment: moment(entry.releaseAt, i18n.language) })}
          </span>
        )}
      </span>
      <span className="row-actions">
        {entry.draftId && (
          <Button size="sm" variant="default" aria-expanded={reading} onClick={() => setReading(!reading)}>
            {t(reading ? "write.read_close" : "write.read")}
            <span className="unseen"> {entry.subject === "" ? t("common.no_subject") : entry.subject}</span>
          </Button>
        )}
        {!entry.hold && (
          <>
            <Button size="sm" variant="default" onClick={() => setChoosing(true)}>
              {t("write.later.other_time")}
            </Button>
            <Button size="sm" variant="default" loading={change.isPending} onClick={sendNow}>
              {t("mail.outgoing.now")}
            </Button>
          </>
        )}
        <Button size="sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t(entry.hold ? (entry.draftId ? "hold.change" : "hold.remove") : "write.cancel")}
        </Button>
      </span>
      {reading && entry.draftId && <PlannedText draftId={entry.draftId} />}
      <ProblemNote error={change.error ?? cancel.error} />
      <Modal
        opened={choosing}
        onClose={() => setChoosing(false)}
        title={t("write.later.other_time")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <ChooseTime
          act={t("write.later.plan")}
          onChosen={(at) => {
            setChoosing(false);
            change.mutate(at);
          }}
        />
      </Modal>
    </li>
  );
}

/** Messages that wait for their time; nobody but the sender sees them. */
export function ScheduledPage(): JSX.Element {
  const { t } = useTranslation();
  const list = useQuery(scheduledQuery);
  const entries = list.data?.entries ?? [];
  return (
    <main className="page">
      <PageHeading title={t("app.place.scheduled")} lead={t("write.scheduled_lead")} />
      <ProblemNote error={list.error} />
      {list.data && entries.length === 0 && (
        <EmptyState picture="sent" title={t("write.no_scheduled")} lead={t("write.no_scheduled_lead")} />
      )}
      <ul className="rows">
        {entries.map((entry) => (
          <Planned key={entry.messageId} entry={entry} />
        ))}
      </ul>
    </main>
  );
}
