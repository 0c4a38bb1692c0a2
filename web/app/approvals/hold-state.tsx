import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import type { ScheduledEntry } from "../mail/write/writing-queries.ts";
import { RuleLines } from "./rule-lines.tsx";
import "./approvals.css";

type OwnHold = NonNullable<ScheduledEntry["hold"]>;

/** What a sender sees of a message that waits for an approver, or came back. */
export function HoldState({ hold }: { hold: OwnHold }): JSX.Element {
  const { t, i18n } = useTranslation();
  const when = moment(hold.deadlineAt, i18n.language);
  return (
    <span className="hold-state">
      <span>
        {hold.state === "held" || hold.state === "expired"
          ? t(`hold.mine_${hold.state}`, { moment: when })
          : t(`hold.mine_${hold.state}`, { name: hold.decidedBy ?? "" })}
      </span>
      {hold.note !== "" && <q className="hold-note">{hold.note}</q>}
      <RuleLines rules={hold.rules} />
    </span>
  );
}
