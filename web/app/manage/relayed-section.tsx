import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";

type Relayed = Answer<MemberRoutes, "listRelayed">["mails"][number];

function RelayedRow({ mail }: { mail: Relayed }): JSX.Element {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const ways = mail.direct.map((way) => t(`relayed.by_${way.replace("-", "_")}`));
  return (
    <li className="row">
      <span className="row-main">
        <strong>{list.format(mail.recipients)}</strong>
        <span className="soft">{moment(mail.at, i18n.language)}</span>
        <span>{ways.length > 0 ? t("relayed.direct", { ways: ways.join(" / ") }) : t("relayed.ordinary")}</span>
        {mail.state === "queued" && <span>{t("relayed.waiting")}</span>}
        {mail.state === "failed" && <span>{t("relayed.failed")}</span>}
        {mail.answer !== null && mail.state !== "handed-over" && (
          <span className="soft" lang="en">
            {mail.answer}
          </span>
        )}
      </span>
    </li>
  );
}

/** Which way ordinary mail from one's mail programs went. */
export function RelayedSection(): JSX.Element {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ["mail", "relayed"], queryFn: () => call("listRelayed") });
  return (
    <section className="stack">
      <h2>{t("relayed.title")}</h2>
      <p className="soft">{t("relayed.lead")}</p>
      <ProblemNote error={error} />
      {data?.mails.length === 0 && <p className="soft">{t("relayed.none")}</p>}
      <ul className="rows">
        {data?.mails.map((mail) => (
          <RelayedRow key={mail.id} mail={mail} />
        ))}
      </ul>
    </section>
  );
}
