import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { agreementsQuery } from "../mail/noticed/file-queries.ts";
import "./agreements.css";

/** The version that somebody puts off in this tab. */
const place = "zegel.agreements-later";

/** Agreements in force that one has not agreed to: above every page but their own, until they are read or put off. */
export function UnreadAgreements(): JSX.Element | null {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { data } = useQuery(agreementsQuery);
  const [later, setLater] = useState(() => Number(sessionStorage.getItem(place) ?? 0));
  if (!data || data.version === 0 || data.agreedAt !== null || data.version === later) return null;
  if (pathname.startsWith("/agreements")) return null;
  const putOff = (): void => {
    sessionStorage.setItem(place, String(data.version));
    setLater(data.version);
  };
  return (
    <aside className="unread-agreements" aria-label={t("app.place.agreements")}>
      <span>{t("agreements.unread")}</span>
      <Link to="/agreements" className="button-link">
        {t("agreements.unread_read")}
      </Link>
      <Button size="compact-sm" variant="subtle" onClick={putOff}>
        {t("agreements.unread_later")}
      </Button>
    </aside>
  );
}
