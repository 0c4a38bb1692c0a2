import { Button } from "@mantine/core";
import { IconChevronRight, IconLogout, IconTags } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApprovals } from "../approvals/approval-queries.ts";
import { useLabels } from "../mail/find/finding-queries.ts";
import { LabelsWindow } from "../mail/find/labels-window.tsx";
import { LanguageSwitch } from "../pieces/language-switch.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { meQuery } from "../session.ts";
import { useLogOut } from "../shell/log-out.tsx";
import { approvalsPlace, mailPlaces, otherPlaces, placesFor } from "../shell/places.ts";
import { useSetLanguage } from "../shell/set-language.ts";
import "./manage.css";

/** On phones: what the rail shows on a desk. */
export function MorePage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const setLanguage = useSetLanguage();
  const leaving = useLogOut();
  const labels = useLabels();
  const [labelling, setLabelling] = useState(false);
  const { isApprover } = useApprovals();
  return (
    <main className="page">
      <PageHeading title={me.name} lead={me.email} />
      <ul className="rows">
        {placesFor(me, [...mailPlaces, ...(isApprover ? [approvalsPlace] : []), ...otherPlaces]).map((place) => (
          <li key={place.key}>
            <Link to={place.to} className="row row-link">
              <place.icon size={22} stroke={1.75} aria-hidden="true" />
              <span className="row-main">{t(`app.place.${place.key}`)}</span>
              <IconChevronRight size={18} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
      <section className="stack" aria-labelledby="more-labels">
        <h2 id="more-labels">{t("find.labels")}</h2>
        <ul className="rows">
          {labels.map(({ labelId, name, colour }) => (
            <li key={labelId}>
              <Link to="/mail/$folder" params={{ folder: `label-${labelId}` }} className="row row-link">
                <span className="label-dot label-dot-place" data-colour={colour} aria-hidden="true" />
                <span className="row-main">{name}</span>
                <IconChevronRight size={18} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </ul>
        <Button variant="default" leftSection={<IconTags size={20} />} onClick={() => setLabelling(true)}>
          {t("find.labels_manage")}
        </Button>
        <LabelsWindow opened={labelling} onClose={() => setLabelling(false)} />
      </section>
      <LanguageSwitch onChosen={setLanguage} />
      <Button variant="default" leftSection={<IconLogout size={20} />} onClick={leaving.ask}>
        {t("app.log_out")}
      </Button>
      {leaving.window}
    </main>
  );
}
