import { IconTags } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLabels } from "./finding-queries.ts";
import { LabelsWindow } from "./labels-window.tsx";

/** The mailbox's labels among the places, and where they are made. */
export function LabelPlaces(): JSX.Element {
  const { t } = useTranslation();
  const labels = useLabels();
  const [managing, setManaging] = useState(false);
  return (
    <>
      {labels.map(({ labelId, name, colour }) => (
        <li key={labelId}>
          <Link
            to="/mail/$folder"
            params={{ folder: `label-${labelId}` }}
            className="place"
            activeProps={{ className: "place place-here" }}
          >
            <span className="label-dot label-dot-place" data-colour={colour} aria-hidden="true" />
            <span className="place-name">{name}</span>
          </Link>
        </li>
      ))}
      <li>
        <button type="button" className="place place-button" onClick={() => setManaging(true)}>
          <IconTags size={20} stroke={1.75} aria-hidden="true" />
          <span>{t("find.labels")}</span>
        </button>
        <LabelsWindow opened={managing} onClose={() => setManaging(false)} />
      </li>
    </>
  );
}
