import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconClock,
  IconDownload,
  IconHourglass,
  IconMailCheck,
  IconMailOpened,
  IconMessageReply,
  IconSend2,
} from "@tabler/icons-react";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Recipient } from "./mail-queries.ts";

type State = Recipient["state"];

const icons = {
  waiting: IconHourglass,
  queued: IconClock,
  "handed-over": IconSend2,
  delivered: IconMailCheck,
  bounced: IconAlertTriangle,
  opened: IconMailOpened,
  downloaded: IconDownload,
  replied: IconMessageReply,
  recalled: IconArrowBackUp,
} as const;

const needsCare = new Set<State>(["waiting", "bounced"]);

/** How far it is for a recipient, as an icon and a word. */
export function StateWord({ state }: { state: State }): JSX.Element {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={needsCare.has(state) ? "state-word state-care" : "state-word"}>
      <Icon size={16} stroke={1.75} aria-hidden="true" /> {t(`mail.state.${state}`)}
    </span>
  );
}
