import { Button, Menu } from "@mantine/core";
import { IconChevronUp, IconLogout, IconPencilPlus } from "@tabler/icons-react";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { languages, type PageLanguage } from "../../parts/languages.ts";
import { LabelPlaces } from "../mail/find/label-places.tsx";
import { useApprovals } from "../approvals/approval-queries.ts";
import { Seal } from "../pieces/seal.tsx";
import type { Me } from "../session.ts";
import { speakLanguage } from "../words.ts";
import { useLogOut } from "./log-out.tsx";
import { approvalsPlace, mailPlaces, otherPlaces, type Place, placesFor } from "./places.ts";
import { useSetLanguage } from "./set-language.ts";
import { useUnreadCount } from "./unread.ts";

function PlaceLink({ place, count }: { place: Place; count?: number }): JSX.Element {
  const { t } = useTranslation();
  const Icon = place.icon;
  return (
    <li>
      <Link to={place.to} className="place" activeProps={{ className: "place place-here" }}>
        <Icon size={20} stroke={1.75} aria-hidden="true" />
        <span>{t(`app.place.${place.key}`)}</span>
        {count !== undefined && count > 0 && (
          <span className="count">
            {count}
            <span className="unseen"> {t(place.key === "approvals" ? "app.waiting" : "app.unread")}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

export function Rail({ me }: { me: Me }): JSX.Element {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { folder = "inbox" } = useParams({ strict: false });
  const unread = useUnreadCount();
  const approvals = useApprovals();
  const setLanguage = useSetLanguage();
  const leaving = useLogOut();
  return (
    <div className="rail">
      <div className="rail-firm">
        <Seal sizePx={36} />
        <span>{me.organisation.name}</span>
      </div>
      <Button
        fullWidth
        leftSection={<IconPencilPlus size={20} stroke={1.75} />}
        onClick={() => void navigate({ to: "/mail/$folder/new", params: { folder } })}
      >
        {t("app.new_message")}
      </Button>
      <nav aria-label={t("app.navigation")}>
        <ul>
          {mailPlaces.map((place) => (
            <PlaceLink key={place.key} place={place} {...(place.key === "inbox" && { count: unread })} />
          ))}
          {approvals.isApprover && <PlaceLink place={approvalsPlace} count={approvals.waiting} />}
          <LabelPlaces />
        </ul>
        <ul>
          {placesFor(me, otherPlaces).map((place) => (
            <PlaceLink key={place.key} place={place} />
          ))}
        </ul>
      </nav>
      <Menu position="top-start" width={220} withinPortal={false}>
        <Menu.Target>
          <button type="button" className="who">
            <span className="who-name">{me.name}</span>
            <span className="who-email">{me.email}</span>
            <IconChevronUp size={18} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(languages).map(([tag, name]) => (
            <Menu.Item
              key={tag}
              lang={tag}
              {...(tag === i18n.language && { "aria-current": "true" as const })}
              onClick={() => {
                void speakLanguage(tag as PageLanguage);
                setLanguage(tag as PageLanguage);
              }}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={leaving.ask}>
            {t("app.log_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {leaving.window}
    </div>
  );
}
