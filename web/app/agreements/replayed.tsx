import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { type Replayed as Answered, replayQuery } from "./agreements-queries.ts";

const routes = ["plain", "secure", "hold", "refuse"] as const;
type Counts = Answered["happened"];

function Bar({ counts, all }: { counts: Counts; all: number }): JSX.Element {
  return (
    <div className="replay-bar" aria-hidden="true">
      {routes.map((route) => (
        <span key={route} className={`replay-${route}`} style={{ width: `${(100 * counts[route]) / all}%` }} />
      ))}
    </div>
  );
}

function Table({ happened, proposed, all }: { happened: Counts; proposed: Counts; all: number }): JSX.Element {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <table className="replay">
      <caption className="unseen">{t("agreements.replay.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("agreements.replay.way")}</th>
          <th scope="col">
            {t("agreements.replay.happened")}
            <Bar counts={happened} all={all} />
          </th>
          <th scope="col">
            {t("agreements.replay.proposed")}
            <Bar counts={proposed} all={all} />
          </th>
        </tr>
      </thead>
      <tbody>
        {routes
          .filter((route) => happened[route] + proposed[route] > 0)
          .map((route) => (
            <tr key={route}>
              <th scope="row">
                <span className={`replay-key replay-${route}`} aria-hidden="true" />
                {t(`agreements.replay.route_${route}`)}
              </th>
              <td>{number.format(happened[route])}</td>
              <td>{number.format(proposed[route])}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** What a document would have done with the mail of the last 30 days: numbers that the server counts. */
export function Replayed({ text }: { text: string }): JSX.Element {
  const { t } = useTranslation();
  const { data, error } = useQuery(replayQuery(text));
  return (
    <section className="stack" aria-live="polite">
      <h2>{t("agreements.replay.title")}</h2>
      <ProblemNote error={error} />
      {!data && !error && <p className="soft">{t("agreements.replay.counting")}</p>}
      {data && data.replayed === 0 && <p className="soft">{t("agreements.replay.none")}</p>}
      {data && data.replayed > 0 && (
        <>
          <Table happened={data.happened} proposed={data.proposed} all={data.replayed} />
          <ul className="changes">
            {data.triggers.map(({ name, mails }) => (
              <li key={name}>{t("agreements.replay.trigger", { name, count: mails })}</li>
            ))}
          </ul>
          {data.untold.length > 0 && (
            <p className="soft">{t("agreements.replay.untold", { names: data.untold.join(", ") })}</p>
          )}
          {data.mails > data.replayed && (
            <p className="soft">{t("agreements.replay.newest", { count: data.replayed, all: data.mails })}</p>
          )}
        </>
      )}
      <p className="soft">{t("agreements.replay.lead")}</p>
    </section>
  );
}
