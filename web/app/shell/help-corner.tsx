import { Popover } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "../manage/member-queries.ts";
import type { Me } from "../session.ts";

/** What is left below where the corner covers nothing. */
const freeBelowPx = 64;

/** True while somebody scrolls on through a page: then the corner makes room for what lies under it. */
function useScrolledOn(): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const places = new WeakMap<Element, number>();
    const look = ({ target }: Event): void => {
      if (!(target instanceof Element) || target.closest(".help-corner")) return;
      const { scrollTop, scrollHeight, clientHeight } = target;
      const before = places.get(target) ?? 0;
      places.set(target, scrollTop);
      if (Math.abs(scrollTop - before) < 4) return;
      setAway(scrollTop > before && scrollHeight - clientHeight - scrollTop > freeBelowPx);
    };
    addEventListener("scroll", look, { capture: true, passive: true });
    return () => removeEventListener("scroll", look, { capture: true });
  }, []);
  return isAway;
}

/** Who to ask, on every screen: superusers, or else the admins. */
export function HelpCorner({ me, onShortcuts }: { me: Me; onShortcuts: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const isAway = useScrolledOn();
  const members = useQuery({ ...membersQuery, enabled: open });
  const active = (members.data?.members ?? []).filter((member) => member.state === "active");
  const superusers = active.filter((member) => member.roles.includes("superuser"));
  const people = superusers.length > 0 ? superusers : active.filter((member) => member.roles.includes("admin"));
  return (
    <div className="help-corner" {...(isAway && !open && { "data-away": "" })}>
      <Popover
        opened={open}
        onChange={setOpen}
        position="top-end"
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
