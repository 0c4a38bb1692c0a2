import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../pieces/empty-state.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { heldQuery } from "./approval-queries.ts";
import { HeldRow } from "./held-row.tsx";
import "../manage/manage.css";
import "../mail/write/write.css";
import "./approvals.css";

/** What waits for an approver, the oldest first; below it what was decided lately. */
export function ApprovalsPage(): JSX.Element {
  const { t } = useTranslation();
  const list = useQuery(heldQuery);
  const entries = list.data?.entries ?? [];
  const waiting = entries.filter(({ state }) => state === "held");
  const decided = entries.filter(({ state }) => state !== "held");
  return (
    <main className="page">
      <PageHeading title={t("app.place.approvals")} lead={t("hold.lead")} />
      <ProblemNote error={list.error} />
      {list.data && waiting.length === 0 && (
        <EmptyState
          picture="sent"
          title={t(list.data.isApprover ? "hold.none" : "hold.no_approver")}
          lead={t(list.data.isApprover ? "hold.none_lead" : "hold.no_approver_lead")}
        />
      )}
      <ul className="rows">
        {waiting.map((entry) => (
          <HeldRow key={entry.messageId} entry={entry} />
        ))}
      </ul>
      {decided.length > 0 && (
        <>
          <h2>{t("hold.decided")}</h2>
          <ul className="rows">
            {decided.map((entry) => (
              <HeldRow key={entry.messageId} entry={entry} />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}
