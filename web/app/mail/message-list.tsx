import { Button, CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../pieces/empty-state.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { MailboxSwitch } from "./find/mailbox-switch.tsx";
import { byConversation, type Folder, folderQuery, type ListEntry } from "./mail-queries.ts";
import { MessageRow } from "./message-row.tsx";

const matching = (entry: ListEntry, wanted: string): boolean =>
  [entry.subject, entry.preview, entry.from.name, entry.from.email, ...entry.to.flatMap((to) => [to.name, to.email])]
    .join("\n")
    .toLowerCase()
    .includes(wanted.toLowerCase());

export function MessageList({ folder }: { folder: Folder }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const [wanted, setWanted] = useState("");
  const searchField = useRef<HTMLInputElement>(null);
  const list = useInfiniteQuery(folderQuery(folder));
  useTabTitle(t(`app.place.${folder}`));

  const rows = byConversation(list.data?.pages.flatMap((page) => page.entries) ?? []);
  const shown = wanted === "" ? rows : rows.filter((entry) => matching(entry, wanted));
  const step = (by: number): void => {
    const at = shown.findIndex((entry) => entry.conversationId === conversationId);
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (next)
      void navigate({
        to: "/mail/$folder/$conversationId",
        params: { folder, conversationId: next.conversationId },
      });
  };
  useShortcuts({ "/": () => searchField.current?.focus(), j: () => step(1), k: () => step(-1) });

  return (
    <section className="list" aria-labelledby="list-title">
      <header className="list-head">
        <MailboxSwitch />
        <h1 id="list-title">{t(`app.place.${folder}`)}</h1>
        <TextInput
          ref={searchField}
          type="search"
          size="sm"
          autoComplete="off"
          aria-label={t("mail.search")}
          placeholder={t("mail.search")}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          rightSection={
            wanted !== "" && <CloseButton size="sm" aria-label={t("mail.search_clear")} onClick={() => setWanted("")} />
          }
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setWanted("");
          }}
        />
      </header>
      {list.error && (
        <div className="list-note">
          <ProblemNote error={list.error} />
        </div>
      )}
      {list.isPending && <ListWaiting />}
      {list.data && rows.length === 0 && (
        <EmptyState picture={folder} title={t(`mail.empty_${folder}`)} lead={t(`mail.empty_${folder}_lead`)}>
          <Link to="/mail/$folder/new" params={{ folder }} className="button-link button-link-filled">
            {t("app.new_message")}
          </Link>
        </EmptyState>
      )}
      {wanted !== "" && shown.length === 0 && rows.length > 0 && (
        <p className="list-note soft">{list.hasNextPage ? t("mail.search_none_loaded") : t("mail.search_none")}</p>
      )}
      <ul className="list-rows">
        {shown.map((entry) => (
          <MessageRow key={entry.conversationId} entry={entry} folder={folder} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("mail.older")}
        </Button>
      )}
    </section>
  );
}

function ListWaiting(): JSX.Element {
  const { t } = useTranslation();
  return (
    <output className="list-waiting">
      <span className="unseen">{t("common.loading")}</span>
      {[1, 2, 3, 4].map((row) => (
        <span key={row} className="ghost-row" />
      ))}
    </output>
  );
}
