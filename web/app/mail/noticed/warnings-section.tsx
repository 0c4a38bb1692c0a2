import { Button, Progress } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { noteWarning, warningsQuery } from "./use-suspected.ts";

/** How often each warning about recipients was of use, and which went by themselves. */
export function WarningsSection(): JSX.Element | null {
  const { t } = useTranslation();
  const { data } = useQuery(warningsQuery);
  if (!data) return null;
  return (
    <section className="stack" aria-labelledby="warnings-title">
      <h2 id="warnings-title">{t("write.warnings.title")}</h2>
      <p className="soft">{t(data.warnings.length === 0 ? "write.warnings.none" : "write.warnings.lead")}</p>
      <ul className="rows">
        {data.warnings.map(({ signal, shown, heeded, precision, isRetired }) => {
          const name = t(`said.signal.${signal.replaceAll("-", "_")}`);
          return (
            <li key={signal} className="row">
              <span className="row-main">
                <strong>{name}</strong>
                <span className="soft">
                  {t("write.warnings.counts", { shown, heeded })}
                  {isRetired && ` ${t("write.warnings.retired")}`}
                </span>
                <Progress value={precision * 100} aria-label={name} />
              </span>
              {isRetired && (
                <span className="row-actions">
                  <Button size="sm" variant="default" onClick={() => void noteWarning(signal, "renew")}>
                    {t("mail.suspect.again")}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
