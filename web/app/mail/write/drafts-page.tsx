import { IconPaperclip } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatchRoute } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { shortMoment } from "../../../parts/format.ts";
import { EmptyState } from "../../pieces/empty-state.tsx";
import { useTabTitle } from "../../pieces/page-heading.tsx";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { isThrown } from "./throwing.ts";
import { type DraftEntry, draftsQuery } from "./writing-queries.ts";
import "../mail.css";

export const peopleLine = (people: DraftEntry["to"]): string =>
  people.map(({ name, email }) => name ?? email).join(", ");

function DraftRow({ draft }: { draft: DraftEntry }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { draftId, to, subject, preview, attachmentCount, updatedAt } = draft;
  return (
    <li>
      <Link
        to="/mail/drafts/$draftId"
        params={{ draftId }}
        className="mail-row"
        activeProps={{ className: "mail-row-here" }}
      >
        <span className="mail-row-top">
          <span className="mail-row-who">{to.length === 0 ? t("write.nobody_yet") : peopleLine(to)}</span>
          <time dateTime={updatedAt}>{shortMoment(updatedAt, i18n.language)}</time>
        </span>
        <span className="mail-row-subject">{subject === "" ? t("common.no_subject") : subject}</span>
        <span className="mail-row-bottom">
          <span className="mail-row-preview">{preview}</span>
          {attachmentCount > 0 && (
            <span className="mail-row-mark">
              <IconPaperclip size={16} stroke={1.75} aria-hidden="true" />
              <span aria-hidden="true">{attachmentCount}</span>
              <span className="unseen">{t("common.attachments", { count: attachmentCount })}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

/** What is not finished, newest first. */
export function DraftsPage(): JSX.Element {
  const { t } = useTranslation();
  const matches = useMatchRoute();
  const listOnly = matches({ to: "/mail/drafts" }) !== false;
  const list = useQuery(draftsQuery);
  useTabTitle(t("app.place.drafts"));
  const drafts = list.data?.drafts.filter(({ draftId }) => !isThrown(draftId)) ?? [];
  return (
    <div className={listOnly ? "mail mail-list-only" : "mail"}>
      <section className="list" aria-labelledby="list-title">
        <header className="list-head">
          <h1 id="list-title">{t("app.place.drafts")}</h1>
        </header>
        {list.error && <ProblemNote error={list.error} />}
        {list.data && drafts.length === 0 && (
          <EmptyState picture="reading" title={t("write.no_drafts")} lead={t("write.no_drafts_lead")}>
            <Link to="/mail/$folder/new" params={{ folder: "inbox" }} className="button-link button-link-filled">
              {t("app.new_message")}
            </Link>
          </EmptyState>
        )}
        <ul className="list-rows">
          {drafts.map((draft) => (
            <DraftRow key={draft.draftId} draft={draft} />
          ))}
        </ul>
      </section>
      <div className="mail-pane">
        <Outlet />
      </div>
    </div>
  );
}
