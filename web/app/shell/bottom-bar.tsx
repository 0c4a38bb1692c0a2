import { IconDots, IconInbox, IconPencilPlus, IconSend2 } from "@tabler/icons-react";
import { Link, useMatchRoute } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { useUnreadCount } from "./unread.ts";

/** On phones: four places within reach of the thumb, the rest behind "More". */
export function BottomBar(): JSX.Element {
  const { t } = useTranslation();
  const unread = useUnreadCount();
  const matches = useMatchRoute();
  const composing = matches({ to: "/mail/$folder/new" }) !== false;
  const active = { className: "bottom-place place-here" };
  return (
    <nav className="bottom-bar" aria-label={t("app.navigation")}>
      <Link
        to="/mail/$folder"
        params={{ folder: "inbox" }}
        className="bottom-place"
        activeProps={composing ? {} : active}
      >
        <IconInbox size={22} stroke={1.75} aria-hidden="true" />
        <span>{t("app.place.inbox")}</span>
        {unread > 0 && (
          <span className="count">
            {unread}
            <span className="unseen"> {t("app.unread")}</span>
          </span>
        )}
      </Link>
      <Link to="/mail/$folder" params={{ folder: "sent" }} className="bottom-place" activeProps={active}>
        <IconSend2 size={22} stroke={1.75} aria-hidden="true" />
        <span>{t("app.place.sent")}</span>
      </Link>
      <Link to="/mail/$folder/new" params={{ folder: "inbox" }} className="bottom-place" activeProps={active}>
        <IconPencilPlus size={22} stroke={1.75} aria-hidden="true" />
        <span>{t("app.new")}</span>
      </Link>
      <Link to="/more" className="bottom-place" activeProps={active}>
        <IconDots size={22} stroke={1.75} aria-hidden="true" />
        <span>{t("app.more")}</span>
      </Link>
    </nav>
  );
}
