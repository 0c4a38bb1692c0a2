import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { checkQuery, currentQuery, refreshAgreements } from "./agreements-queries.ts";
import { ReadableText } from "./readable-text.tsx";
import { Replayed } from "./replayed.tsx";

/** What a document would mean, what it would change, and the button that puts it in force; or what is wrong, by line. */
export function InForce({ text }: { text: string }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = useQuery(currentQuery);
  const check = useQuery(checkQuery(text));
  const put = useMutation({
    mutationFn: () => call("putAgreementsInForce", { body: { text, after: current.data?.version ?? 0 } }),
    onSuccess: async () => {
      await refreshAgreements();
      await navigate({ to: "/agreements" });
    },
  });
  const { problems = [], changes = [], readable = [] } = check.data ?? {};
  if (check.error) return <ProblemNote error={check.error} />;
  if (problems.length > 0)
    return (
      <div className="note" role="alert">
        <ul className="changes">
          {problems.map(({ line, column, message }) => (
            <li key={`${line}:${column}:${message}`}>{message}</li>
          ))}
        </ul>
      </div>
    );
  return (
    <div className="stack">
      {(current.data?.version ?? 0) > 0 && (
        <section>
          <h2>{t("agreements.will_change")}</h2>
          {changes.length === 0 ? (
            <p>{t("agreements.no_change")}</p>
          ) : (
            <ul className="changes">
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          )}
        </section>
      )}
      <ProblemNote error={put.error} />
      <Button disabled={!check.data || !current.data} loading={put.isPending} onClick={() => put.mutate()}>
        {t("agreements.put")}
      </Button>
      <p className="soft">{t("agreements.put_lead")}</p>
      {check.data && <Replayed text={text} />}
      <div className="card">
        <ReadableText sections={readable} />
      </div>
    </div>
  );
}
