import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconInbox, IconUserShare, IconUsersGroup } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { day, justBefore } from "../../../parts/format.ts";
import { chooseMailbox, chosenMailbox } from "../../chosen-mailbox.ts";
import { goToMailbox, type Mailbox, useMailbox } from "./mailbox-queries.ts";

const icons = { own: IconInbox, shared: IconUsersGroup, "stand-in": IconUserShare } as const;

function MailboxWords({ mailbox }: { mailbox: Mailbox }): JSX.Element {
  const { t, i18n } = useTranslation();
  const { kind, name, email, until, state, closedAt } = mailbox;
  return (
    <span className="mailbox-words">
      <span className="mailbox-name">{kind === "own" ? t("find.own_mailbox") : name}</span>
      <span className="mailbox-about">
        {state === "waiting"
          ? t("find.mailbox_waiting")
          : kind === "stand-in" && until
            ? t("find.standing_in_until", { day: day(justBefore(until), i18n.language) })
            : closedAt === null
              ? email
              : t("find.mailbox_closed", { day: day(closedAt, i18n.language) })}
      </span>
    </span>
  );
}

/** Which mailbox one works in: shown as soon as there is more than one's own. */
export function MailboxSwitch(): JSX.Element | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { mailboxes, current } = useMailbox();
  const gone = mailboxes.length > 0 && current === undefined;
  useEffect(() => {
    // It was taken away, or standing in is over.
    if (gone && chosenMailbox() !== undefined) chooseMailbox(undefined);
  }, [gone]);
  if (mailboxes.length < 2 || !current) return null;
  const Icon = icons[current.kind];
  const go = async (mailbox: Mailbox): Promise<void> => {
    await navigate({ to: "/mail/$folder", params: { folder: "inbox" } });
    await goToMailbox(mailbox);
  };
  return (
    <Menu position="bottom-start" width="target" withinPortal={false}>
      <Menu.Target>
        <button type="button" className={current.kind === "own" ? "mailbox-switch" : "mailbox-switch mailbox-others"}>
          <Icon size={20} stroke={1.75} aria-hidden="true" />
          <span className="unseen">{t("find.switch")} </span>
          <MailboxWords mailbox={current} />
          <IconChevronDown size={18} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {mailboxes.map((mailbox) => {
          const Mark = icons[mailbox.kind];
          const isHere = mailbox.mailboxId === current.mailboxId;
          return (
            <Menu.Item
              key={mailbox.mailboxId}
              disabled={mailbox.state === "waiting"}
              leftSection={<Mark size={20} stroke={1.75} aria-hidden="true" />}
              rightSection={
                isHere ? (
                  <IconCheck size={18} aria-hidden="true" />
                ) : (
                  mailbox.unread > 0 && (
                    <span className="count">
                      {mailbox.unread}
                      <span className="unseen"> {t("app.unread")}</span>
                    </span>
                  )
                )
              }
              {...(isHere && { "aria-current": "true" as const })}
              onClick={() => void go(mailbox)}
            >
              <MailboxWords mailbox={mailbox} />
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
