import { IconKey, IconLockOpen, IconMailForward, IconMessage2Code, IconUser } from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Verification } from "#/contract/index.ts";

type Route = "member" | "guest" | "relay";

const icons = {
  member: IconUser,
  relay: IconMailForward,
  none: IconLockOpen,
  sms: IconMessage2Code,
  password: IconKey,
} as const;

/** How a recipient is reached, as an icon and a word. */
export function RouteWord({ route, verification }: { route: Route; verification: Verification | null }): JSX.Element {
  const { t } = useTranslation();
  const kind = route === "guest" ? (verification ?? "none") : route;
  const Icon = icons[kind];
  return (
    <span className="route-word">
      <Icon size={16} stroke={1.75} aria-hidden="true" /> {t(`mail.route.${kind}`)}
    </span>
  );
}
