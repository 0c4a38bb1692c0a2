import { queryOptions, useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { longMoment } from "../../parts/format.ts";
import { call } from "../session.ts";

const auditLogQuery = queryOptions({
  queryKey: ["audit-log"],
  queryFn: () => call("auditLog"),
  refetchInterval: 60_000,
});

/** Up to when the log is signed, and what that is good for. */
export function AuditSignature(): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(auditLogQuery);
  if (!data) return null;
  const { checkpoint, coversUntil, doubtful, key } = data;
  const until = coversUntil ?? checkpoint?.at;
  return (
    <section className="audit-signature" role={doubtful ? "alert" : undefined}>
      <p>
        {doubtful
          ? t("audit.doubtful")
          : until
            ? t("audit.complete", { at: longMoment(until, i18n.language) })
            : t("audit.waiting")}
      </p>
      <details>
        <summary>{t("audit.what_title")}</summary>
        <p>{t("audit.what_text")}</p>
        <p>
          <a href="/help/audit-log" target="_blank" rel="noopener">
            {t("audit.guide")}
          </a>
        </p>
        {checkpoint && <pre>{checkpoint.note}</pre>}
        <p className="soft">{t("audit.key")}</p>
        <pre>{key}</pre>
      </details>
    </section>
  );
}
