import { Button } from "@mantine/core";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { factsOf, isOrdinarySend } from "./audit-facts.ts";
import { AuditFilter, type Filter, noFilter, queryOf } from "./audit-filter.tsx";
import { AuditSignature } from "./audit-signature.tsx";
import "./manage.css";

type Entry = Answer<MemberRoutes, "listAudit">["entries"][number];

const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) =>
      call("listAudit", { query: { ...queryOf(filter), ...(pageParam !== null && { before: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Facts beside an act, as far as they are words, times or numbers; ids and what is not so go without saying. */
function useFacts(): (entry: Entry) => string {
  const { t, i18n } = useTranslation();
  const nameOf = (name: string): string => (i18n.exists(`audit.fact.${name}`) ? t(`audit.fact.${name}`) : name);
  const shown = (value: unknown): string => {
    if (typeof value !== "string") return String(value);
    if (instant.test(value)) return moment(value, i18n.language);
    const key = `audit.value.${value.replaceAll("-", "_")}`;
    return /^[a-z-]+$/.test(value) && i18n.exists(key) ? t(key) : value;
  };
  return (entry) =>
    factsOf(entry)
      .map(([name, value]) => (value === true ? nameOf(name) : `${nameOf(name)}: ${shown(value)}`))
      .join(" · ");
}

function EntryRow({ entry }: { entry: Entry }): JSX.Element {
  const { t, i18n } = useTranslation();
  const factsSaid = useFacts();
  const key = `audit.act.${entry.act.replaceAll(/[.-]/g, "_")}`;
  const who =
    entry.actorName ??
    (i18n.exists(`audit.actor.${entry.actorKind}`) ? t(`audit.actor.${entry.actorKind}`) : entry.actorKind);
  const act = i18n.exists(key) ? t(key) : entry.act;
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{moment(entry.at, i18n.language)}</time>
      </td>
      <td>{who}</td>
      <td>
        <span>{isOrdinarySend(entry) ? t("audit.sent") : act}</span>
        <span className="soft audit-facts">{factsSaid(entry)}</span>
      </td>
    </tr>
  );
}

/** Who did what, newest first. Nobody can change it, also not from here. */
export function AuditPage(): JSX.Element {
  const { t } = useTranslation();
  const [filter, setFilter] = useState(noFilter);
  const list = useInfiniteQuery(auditQuery(filter));
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <main className="page">
      <PageHeading title={t("app.place.audit")} lead={t("audit.lead")} />
      <AuditSignature />
      <AuditFilter filter={filter} onChange={setFilter} />
      <ProblemNote error={list.error} />
      <table className="audit">
        <thead>
          <tr>
            <th scope="col">{t("audit.when")}</th>
            <th scope="col">{t("audit.who")}</th>
            <th scope="col">{t("audit.what")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.entryId} entry={entry} />
          ))}
        </tbody>
      </table>
      {list.isSuccess && entries.length === 0 && <p className="soft">{t("audit.none")}</p>}
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t(filter.words === "" ? "audit.older" : "audit.further")}
        </Button>
      )}
    </main>
  );
}
