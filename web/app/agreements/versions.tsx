import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { readableQuery, refreshAgreements, versionsQuery } from "./agreements-queries.ts";

function Changes({ version }: { version: number }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(readableQuery(version, i18n.language));
  if (error) return <ProblemNote error={error} />;
  if (!data) return <p className="soft">{t("common.loading")}</p>;
  return (
    <ul className="changes">
      {data.changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  );
}

/** Every version with what it changed; an earlier one can be put in force again. */
export function Versions({ current }: { current: number }): JSX.Element {
  const { t, i18n } = useTranslation();
  const versions = useQuery(versionsQuery);
  const [open, setOpen] = useState<number>();
  const again = useMutation({
    mutationFn: async (version: number) => {
      const { text } = await call("readableAgreements", { query: { version } });
      return call("putAgreementsInForce", { body: { text, after: current } });
    },
    onSettled: refreshAgreements,
  });
  return (
    <section className="stack no-print">
      <h2>{t("agreements.versions")}</h2>
      <ProblemNote error={versions.error ?? again.error} />
      <ul className="rows">
        {versions.data?.versions.map(({ version, at, byName }) => (
          <li key={version} className="row held-row">
            <span className="row-main">
              <strong>{t("agreements.version", { version })}</strong>
              <span className="soft">{t("agreements.by", { name: byName, moment: moment(at, i18n.language) })}</span>
              {open === version && <Changes version={version} />}
            </span>
            <span className="row-actions">
              <Button
                size="sm"
                variant="default"
                aria-expanded={open === version}
                onClick={() => setOpen(open === version ? undefined : version)}
              >
                {t("agreements.changes")}
                <span className="unseen"> {t("agreements.version", { version })}</span>
              </Button>
              {version !== current && (
                <Button size="sm" variant="default" loading={again.isPending} onClick={() => again.mutate(version)}>
                  {t("agreements.again")}
                  <span className="unseen"> {t("agreements.version", { version })}</span>
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
