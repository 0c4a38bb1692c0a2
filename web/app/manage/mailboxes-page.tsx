import { Button, Modal } from "@mantine/core";
import { IconPencil, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { meQuery } from "../session.ts";
import { MailboxClosing } from "./mailbox-closing.tsx";
import { MailboxForm } from "./mailboxes-form.tsx";
import { type SharedMailbox, sharedMailboxesQuery } from "./mailboxes-queries.ts";
import "./manage.css";

/** Mailboxes of several members, and who is in them (admins). */
export function MailboxesPage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = useQuery(sharedMailboxesQuery);
  const [changing, setChanging] = useState<SharedMailbox | "new">();
  const close = (): void => setChanging(undefined);
  return (
    <main className="page">
      <PageHeading title={t("app.place.mailboxes")} lead={t("mailboxes.lead", { domain: me.organisation.domain })}>
        <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setChanging("new")}>
          {t("mailboxes.make")}
        </Button>
      </PageHeading>
      <ProblemNote error={list.error} />
      {list.data?.mailboxes.length === 0 && <p className="soft">{t("mailboxes.none")}</p>}
      <ul className="rows">
        {list.data?.mailboxes.map((mailbox) => (
          <MailboxRow key={mailbox.mailboxId} mailbox={mailbox} onChange={() => setChanging(mailbox)} />
        ))}
      </ul>
      <Modal
        opened={changing !== undefined}
        onClose={close}
        title={changing === "new" ? t("mailboxes.make") : t("mailboxes.change", { name: changing?.name ?? "" })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {changing && <MailboxForm mailbox={changing === "new" ? undefined : changing} onClose={close} />}
        {changing && changing !== "new" && <MailboxClosing mailbox={changing} onClose={close} />}
      </Modal>
    </main>
  );
}

function MailboxRow({ mailbox, onChange }: { mailbox: SharedMailbox; onChange: () => void }): JSX.Element {
  const { t } = useTranslation();
  return (
    <li className="row">
      <IconUsersGroup size={22} stroke={1.75} aria-hidden="true" />
      <span className="row-main">
        <strong>{mailbox.name}</strong>
        <span className="soft">{mailbox.email}</span>
        <span className="tags">
          {mailbox.closedAt !== null && <span className="tag tag-care">{t("mailboxes.closed")}</span>}
          {mailbox.members.map(({ memberId, name, state }) => (
            <span key={memberId} className={state === "waiting" ? "tag tag-care" : "tag"}>
              {state === "waiting" ? t("mailboxes.waits", { name }) : name}
            </span>
          ))}
        </span>
      </span>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPencil size={18} />}
        aria-label={t("mailboxes.change", { name: mailbox.name })}
        onClick={onChange}
      >
        {t("mailboxes.change_act")}
      </Button>
    </li>
  );
}
