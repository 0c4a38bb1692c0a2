import { Button, Textarea } from "@mantine/core";
import { IconShieldPause } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { LetterFrame } from "../pieces/letter-frame.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { type HeldEntry, heldQuery } from "./approval-queries.ts";
import { RuleLines } from "./rule-lines.tsx";

type Decision = "release" | "return" | "refuse";

/** The message itself, for as long as it is shown; each look is on record. */
function HeldContent({ messageId }: { messageId: string }): JSX.Element {
  const { t } = useTranslation();
  const held = useQuery({
    queryKey: ["held", messageId],
    queryFn: () => call("readHeld", { params: { messageId } }),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (held.error) return <ProblemNote error={held.error} />;
  const content = held.data?.content;
  if (!content) return <p className="soft">{t(held.data ? "hold.unreadable" : "common.loading")}</p>;
  return (
    <div className="held-content">
      <p>
        <strong>{content.subject === "" ? t("common.no_subject") : content.subject}</strong>
      </p>
      <LetterFrame html={content.html} text={content.text} isFolded />
      {content.attachments.length > 0 && (
        <p className="soft">
          {t("write.with_files", { names: content.attachments.map(({ name }) => name).join(", ") })}
        </p>
      )}
    </div>
  );
}

/** Why, and then the decision; giving back and refusing ask for a word to the sender. */
function Deciding({ entry }: { entry: HeldEntry }): JSX.Element {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Exclude<Decision, "release">>();
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      call("decideHeld", { params: { messageId: entry.messageId }, body: { decision, note } }),
    onSettled: () => queryClient.invalidateQueries(heldQuery),
  });
  if (!asking)
    return (
      <span className="row-actions">
        <Button size="sm" loading={decide.isPending} onClick={() => decide.mutate("release")}>
          {t("hold.release")}
        </Button>
        <Button size="sm" variant="default" onClick={() => setAsking("return")}>
          {t("hold.return")}
        </Button>
        <Button size="sm" variant="default" onClick={() => setAsking("refuse")}>
          {t("hold.refuse")}
        </Button>
        <ProblemNote error={decide.error} />
      </span>
    );
  return (
    <form
      className="held-content"
      onSubmit={(event) => {
        event.preventDefault();
        decide.mutate(asking);
      }}
    >
      <Textarea
        label={t(`hold.note_${asking}`)}
        description={t("hold.note_lead")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={2}
        required
        data-autofocus
      />
      <ProblemNote error={decide.error} />
      <span className="row-actions">
        <Button size="sm" type="submit" loading={decide.isPending} disabled={note.trim() === ""}>
          {t(`hold.${asking}`)}
        </Button>
        <Button size="sm" variant="default" onClick={() => setAsking(undefined)}>
          {t("common.cancel")}
        </Button>
      </span>
    </form>
  );
}

/** One held message: from whom, to whom, why, until when. */
export function HeldRow({ entry }: { entry: HeldEntry }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [reading, setReading] = useState(false);
  const to = entry.recipients.map(({ email }) => email).join(", ");
  const said = (at: string): string => moment(at, i18n.language);
  return (
    <li className="row held-row">
      <IconShieldPause size={22} stroke={1.75} aria-hidden="true" />
      <span className="row-main">
        <strong>{t("hold.from_to", { from: entry.sender.name, to })}</strong>
        <span className="soft">
          {entry.state === "held"
            ? t("hold.since", { since: said(entry.heldAt), until: said(entry.deadlineAt) })
            : t(`hold.was_${entry.state}`, {
                name: entry.decidedBy ?? "",
                moment: said(entry.decidedAt ?? entry.heldAt),
              })}
        </span>
        {entry.isTold ? <RuleLines rules={entry.rules} /> : <span>{t("hold.not_told")}</span>}
        {entry.unread > 0 && <span className="soft">{t("hold.unread", { count: entry.unread })}</span>}
      </span>
      {entry.mayRead && (
        <Button size="sm" variant="default" aria-expanded={reading} onClick={() => setReading(!reading)}>
          {t(reading ? "write.read_close" : "hold.read")}
        </Button>
      )}
      {reading && <HeldContent messageId={entry.messageId} />}
      {entry.state === "held" && <Deciding entry={entry} />}
    </li>
  );
}
