import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { day, fileSize, longMoment, moment } from "../../parts/format.ts";
import { localeOf } from "../../parts/languages.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { Light, type LightState } from "./light.tsx";
import { type HealthEntry, healthQuery } from "./operation-queries.ts";
import "./manage.css";
import "./operation.css";

const lights: Readonly<Record<HealthEntry["state"], LightState>> = {
  good: "good",
  attention: "care",
  bad: "bad",
  unknown: "unknown",
};

/** Numbers and moments as a person says them, under the names that the sentences use. */
function useSpoken(): (details: HealthEntry["details"]) => Record<string, string | number> {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const duration = (seconds: number): string => {
    const [unit, size] = seconds < 7200 ? (["minute", 60] as const) : (["hour", 3600] as const);
    const amount = Math.max(0, Math.floor(seconds / size));
    return new Intl.NumberFormat(localeOf(language), { style: "unit", unit, unitDisplay: "long" }).format(amount);
  };
  const spoken = (name: string, value: string | number): string | number => {
    if (name.endsWith("Bytes")) return fileSize(Number(value), language);
    if (name.endsWith("Seconds")) return duration(Number(value));
    if (name === "until") return day(String(value), language);
    return name === "since" || name.endsWith("At") ? longMoment(String(value), language) : value;
  };
  return (details) => Object.fromEntries(Object.entries(details).map(([name, value]) => [name, spoken(name, value)]));
}

function Matter({ entry }: { entry: HealthEntry }): JSX.Element {
  const { t, i18n } = useTranslation();
  const spoken = useSpoken();
  const { subject, state, finding, details, warnedSince } = entry;
  const again = useMutation({
    mutationFn: () => call("tryJobsAgain"),
    onSuccess: () => queryClient.invalidateQueries(healthQuery),
  });
  const sentence = `health.finding.${subject}_${finding}`;
  const advice = `health.advice.${subject}_${finding}`;
  const confirm = useMutation({
    mutationFn: () => call("confirmKitKept"),
    onSuccess: () => queryClient.invalidateQueries(healthQuery),
  });
  const count = [details["jobs"], details["members"]].find((value) => typeof value === "number");
  const values = { ...spoken(details), ...(count !== undefined && { count }) };
  const id = `matter-${subject}`;
  return (
    <section className="matter" aria-labelledby={id}>
      <div className="matter-head">
        <h2 id={id}>{t(`health.subject.${subject}`)}</h2>
        <Light state={lights[state]}>{t(`health.state.${state}`)}</Light>
      </div>
      <p>{t(sentence, values)}</p>
      {i18n.exists(advice) && <p>{t(advice, values)}</p>}
      {warnedSince !== null && (
        <p className="soft">{t("health.warned_since", { moment: moment(warnedSince, i18n.language) })}</p>
      )}
      {subject === "jobs" && state !== "good" && (
        <div className="form-actions">
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t("health.try_again")}
          </Button>
        </div>
      )}
      {subject === "kit" && state !== "good" && (
        <div className="form-actions">
          <Button variant="default" loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {t("health.kit_confirm")}
          </Button>
        </div>
      )}
      <ProblemNote error={again.error ?? confirm.error} />
    </section>
  );
}

/** How the installation is doing: by subject, with what to do. */
export function HealthPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const health = useQuery(healthQuery);
  const entries = health.data?.entries ?? [];
  const order: readonly HealthEntry["state"][] = ["bad", "attention", "unknown", "good"];
  const sorted = entries.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const open = entries.filter(({ state }) => state === "bad" || state === "attention").length;
  return (
    <main className="page">
      <PageHeading title={t("app.place.health")} lead={t("health.lead")}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={20} stroke={1.75} />}
          loading={health.isFetching}
          onClick={() => void health.refetch()}
        >
          {t("health.look_again")}
        </Button>
      </PageHeading>
      <ProblemNote error={health.error} />
      {health.data && (
        <output className="matter-sum">
          {open === 0 ? t("health.all_good") : t("health.open", { count: open })}{" "}
          <span className="soft">
            {t("health.looked_at", { moment: moment(health.data.at, i18n.language), version: health.data.version })}
          </span>
        </output>
      )}
      <div className="matters">
        {sorted.map((entry) => (
          <Matter key={entry.subject} entry={entry} />
        ))}
      </div>
    </main>
  );
}
