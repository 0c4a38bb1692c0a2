import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { DomainRecordCard } from "./domain-record.tsx";
import { domainCheckQuery, domainQuery } from "./operation-queries.ts";
import "./manage.css";
import "./operation.css";

/** What has to stand in the DNS of the firm's domain, and whether it does. */
export function DomainPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const wanted = useQuery(domainQuery);
  const check = useQuery(domainCheckQuery);
  const records = check.data?.records ?? wanted.data?.records ?? [];
  const open = check.data?.records.filter(({ state }) => state !== "right").length;
  return (
    <main className="page">
      <PageHeading
        title={t("app.place.domain")}
        lead={wanted.data ? t("domain.lead", { domain: wanted.data.domain }) : ""}
      >
        <Button
          leftSection={<IconRefresh size={20} stroke={1.75} />}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        >
          {t("domain.check")}
        </Button>
      </PageHeading>
      <ProblemNote error={wanted.error ?? check.error} />
      {check.data && (
        <output className="matter-sum">
          {open === 0 ? t("domain.all_right") : t("domain.open", { count: open ?? 0 })}{" "}
          <span className="soft">
            {t("domain.checked_at", { moment: moment(check.data.checkedAt, i18n.language) })}
          </span>
        </output>
      )}
      <div className="matters">
        {records.map((record) => (
          <DomainRecordCard
            key={record.kind}
            record={record}
            policyFile={record.kind === "mta-sts-host" ? (check.data?.mtaStsFile ?? null) : null}
          />
        ))}
      </div>
    </main>
  );
}
