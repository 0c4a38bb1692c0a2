import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { readersQuery } from "./agreements-queries.ts";

/** Who has read and agreed, those behind first. */
export function Readers(): JSX.Element {
  const { t, i18n } = useTranslation();
  const readers = useQuery(readersQuery);
  const members = readers.data?.members ?? [];
  const agreed = members.filter(({ version }) => version === readers.data?.version).length;
  return (
    <section className="stack no-print">
      <h2>{t("agreements.readers")}</h2>
      <ProblemNote error={readers.error} />
      <p>{t("agreements.readers_count", { agreed, all: members.length })}</p>
      <progress value={agreed} max={Math.max(1, members.length)} aria-label={t("agreements.readers")} />
      <ul className="rows">
        {members.map(({ memberId, name, email, version, at }) => (
          <li key={memberId} className="row">
            <span className="row-main">
              <strong>{name}</strong>
              <span className="soft">{email}</span>
            </span>
            <span>
              {version === null
                ? t("agreements.not_yet")
                : version === readers.data?.version
                  ? moment(at ?? "", i18n.language)
                  : t("agreements.older", { version })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
