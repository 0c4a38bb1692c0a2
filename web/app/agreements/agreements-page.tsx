import { Button } from "@mantine/core";
import { IconCheck, IconFileText, IconListCheck, IconPrinter, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { EmptyState } from "../pieces/empty-state.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { addressOf, call, meQuery } from "../session.ts";
import { currentQuery, readableQuery, refreshAgreements } from "./agreements-queries.ts";
import { ReadableText } from "./readable-text.tsx";
import { Readers } from "./readers.tsx";
import { Versions } from "./versions.tsx";
import "../manage/manage.css";

/** "Read and agreed", once for each version. */
function Agreeing({ version, agreedAt }: { version: number; agreedAt: string | null }): JSX.Element {
  const { t, i18n } = useTranslation();
  const agree = useMutation({
    mutationFn: () => call("agreeToAgreements", { body: { version } }),
    onSettled: refreshAgreements,
  });
  return (
    <div className="card agree no-print">
      {agreedAt === null ? (
        <>
          <p>{t("agreements.please")}</p>
          <Button leftSection={<IconCheck size={20} />} loading={agree.isPending} onClick={() => agree.mutate()}>
            {t("agreements.agree")}
          </Button>
        </>
      ) : (
        <p>{t("agreements.agreed", { moment: moment(agreedAt, i18n.language) })}</p>
      )}
      <ProblemNote error={agree.error} />
    </div>
  );
}

function AdminActs({ isNew }: { isNew: boolean }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <span className="row-actions no-print">
      <Button
        variant={isNew ? "filled" : "default"}
        leftSection={<IconListCheck size={20} />}
        onClick={() => void navigate({ to: "/agreements/wizard" })}
      >
        {t(isNew ? "agreements.begin" : "agreements.wizard")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileText size={20} />}
        onClick={() => void navigate({ to: "/agreements/document" })}
      >
        {t("agreements.document")}
      </Button>
    </span>
  );
}

/** What was agreed on mail, for everybody of the firm; who looks after it finds the rest here too. */
export function AgreementsPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const current = useQuery(currentQuery);
  const version = current.data?.version ?? 0;
  const readable = useQuery({ ...readableQuery(version, i18n.language), enabled: version > 0 });
  const isAdmin = me.roles.includes("admin");
  const maySeeReaders = isAdmin || me.roles.includes("officer");
  return (
    <main className="page">
      <PageHeading title={t("app.place.agreements")} lead={t("agreements.lead")} />
      <ProblemNote error={current.error ?? readable.error} />
      {current.data && version === 0 && (
        <EmptyState
          picture="sent"
          title={t("agreements.none")}
          lead={t(isAdmin ? "agreements.none_admin" : "agreements.none_lead")}
        />
      )}
      {isAdmin && <AdminActs isNew={version === 0} />}
      {current.data && version > 0 && (
        <>
          <p className="soft">
            {t("agreements.since", {
              version,
              moment: moment(current.data.at ?? "", i18n.language),
              name: current.data.byName ?? "",
            })}
          </p>
          <Agreeing version={version} agreedAt={current.data.agreedAt} />
          {readable.data && (
            <div className="card">
              <ReadableText sections={readable.data.sections} />
            </div>
          )}
          <Button
            className="no-print"
            variant="default"
            leftSection={<IconPrinter size={20} />}
            onClick={() => globalThis.print()}
          >
            {t("agreements.print")}
          </Button>
          <Button
            className="no-print"
            variant="default"
            component="a"
            href={`${addressOf("agreementsPdf", {})}?language=${i18n.language.slice(0, 2)}`}
            download
            leftSection={<IconDownload size={20} />}
          >
            {t("agreements.pdf")}
          </Button>
          {maySeeReaders && <Readers />}
          {isAdmin && <Versions current={version} />}
        </>
      )}
    </main>
  );
}
