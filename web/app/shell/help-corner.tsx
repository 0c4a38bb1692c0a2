import { Button, Popover } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "../manage/member-queries.ts";
import type { Me } from "../session.ts";
import { PeopleOutside } from "../support/people-outside.tsx";

/** Who to ask, on every screen: superusers, or else the admins. */
export function HelpCorner({
  me,
  onShortcuts,
  onAsk,
}: {
  me: Me;
  onShortcuts: () => void;
  onAsk: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const members = useQuery({ ...membersQuery, enabled: open });
  const active = (members.data?.members ?? []).filter((member) => member.state === "active");
  const superusers = active.filter((member) => member.roles.includes("superuser"));
  const people = superusers.length > 0 ? superusers : active.filter((member) => member.roles.includes("admin"));
  return (
    <div className="help-corner">
      <Popover
        opened={open}
        onChange={setOpen}
        position="top-start"
        width={300}
        trapFocus
        returnFocus
        withinPortal={false}
      >
        <Popover.Target>
          <button type="button" className="help-button" onClick={() => setOpen((was) => !was)}>
            <IconHelpCircle size={20} stroke={1.75} aria-hidden="true" /> {t("app.help")}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <h2>{t("app.help_who")}</h2>
          <ul className="help-people">
            {people.map((person) => (
              <li key={person.memberId}>
                <strong>
                  {person.memberId === me.memberId ? t("app.help_you", { name: person.name }) : person.name}
                </strong>
                <a href={`mailto:${person.email}`}>{person.email}</a>
              </li>
            ))}
          </ul>
          {open && <PeopleOutside />}
          <Button
            size="sm"
            onClick={() => {
              setOpen(false);
              onAsk();
            }}
          >
            {t("support.title")}
          </Button>
          <a className="button-link" href="/help" target="_blank" rel="noreferrer">
            {t("app.help_guides")}
          </a>
          <button
            type="button"
            className="link-button"
            onClick={() => {
              setOpen(false);
              onShortcuts();
            }}
          >
            {t("app.shortcuts")}
          </button>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
