import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../pieces/empty-state.tsx";
import { useTabTitle } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { BulkBar } from "./find/bulk-bar.tsx";
import { Edge } from "./find/edge.tsx";
import { EmptyTrash } from "./find/empty-trash.tsx";
import { useMailbox } from "./find/mailbox-queries.ts";
import { FiledBar } from "./find/filed-bar.tsx";
import { type Change, useFiling } from "./find/filing.ts";
import { searchQuery, useFolderName } from "./find/finding-queries.ts";
import { LabelsWindow } from "./find/labels-window.tsx";
import { MailboxSwitch } from "./find/mailbox-switch.tsx";
import { SearchField } from "./find/search-field.tsx";
import { useSelection } from "./find/selection.ts";
import { byConversation, type Folder, folderQuery, labelOf, type ListEntry } from "./mail-queries.ts";
import { MessageRow } from "./message-row.tsx";

export function MessageList({ folder }: { folder: Folder }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const [query, setQuery] = useState("");
  const [unread, setUnread] = useState(false);
  const [labelling, setLabelling] = useState(false);
  const [managing, setManaging] = useState(false);
  const searchField = useRef<HTMLInputElement>(null);
  const name = useFolderName(folder);
  // Titles go into the browser's history: a label's name tells what mail is about.
  useTabTitle(labelOf(folder) === undefined ? name : t("find.label"));

  const listed = useInfiniteQuery(folderQuery(folder, unread));
  const found = useInfiniteQuery(searchQuery(query));
  const isSearch = query !== "";
  const list = isSearch ? found : listed;
  const shown = byConversation(list.data?.pages.flatMap((page): readonly ListEntry[] => page.entries) ?? []);
  const selection = useSelection(shown);
  const filing = useFiling(selection.clear);

  const at = shown.findIndex((entry) => entry.conversationId === conversationId);
  const open = (entry: ListEntry | undefined): void =>
    void (entry
      ? navigate({ to: "/mail/$folder/$conversationId", params: { folder, conversationId: entry.conversationId } })
      : navigate({ to: "/mail/$folder", params: { folder } }));
  const step = (by: number): void => {
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (next) open(next);
  };
  const targets = selection.entries.length > 0 ? selection.entries : shown.slice(at, at + 1);
  const change = (wanted: Change): void => {
    filing.file(wanted, targets);
    // What is open and goes away makes room for what comes after it.
    const isGone = wanted.place !== undefined && targets.some((entry) => entry.conversationId === conversationId);
    if (isGone) open(shown.find((entry, index) => index > at && !targets.includes(entry)));
  };
  const choose = (range: boolean): void => {
    if (at >= 0) selection.toggle(shown[at]!, range);
  };
  useShortcuts({
    "/": () => searchField.current?.focus(),
    j: () => step(1),
    k: () => step(-1),
    x: () => choose(false),
    X: () => choose(true),
    e: () => change({ place: targets.every((entry) => entry.place === "archive") ? "folder" : "archive" }),
    u: () => change({ unread: !targets.some((entry) => entry.unread) }),
    l: () => {
      if (targets.length === 0) return;
      if (selection.entries.length === 0) selection.toggle(targets[0]!, false);
      setLabelling(true);
    },
    "#": () => change({ place: "trash" }),
  });

  return (
    <section className="list" aria-labelledby="list-title" aria-busy={list.isFetching}>
      <header className="list-head">
        <MailboxSwitch />
        <div className="list-title">
          <h1 id="list-title">{isSearch ? t("find.results") : name}</h1>
          {!isSearch && folder !== "sent" && (
            <Button
              variant={unread ? "filled" : "default"}
              size="compact-md"
              aria-pressed={unread}
              onClick={() => setUnread(!unread)}
            >
              {t("find.unread_only")}
            </Button>
          )}
        </div>
        {folder === "trash" && !isSearch && shown.length > 0 && <EmptyTrash />}
        <SearchField place={searchField} onSearch={setQuery} />
        {selection.entries.length > 0 && (
          <BulkBar
            entries={selection.entries}
            labelling={labelling}
            onLabelling={setLabelling}
            onChange={change}
            onManage={() => setManaging(true)}
            onAll={selection.all}
            onClear={selection.clear}
          />
        )}
      </header>
      <LabelsWindow opened={managing} onClose={() => setManaging(false)} />
      {(list.error ?? filing.error) && (
        <div className="list-note">
          <ProblemNote error={list.error ?? filing.error} />
        </div>
      )}
      {list.isPending && <ListWaiting />}
      {list.hasPreviousPage && (
        <Edge
          label={t("find.newer")}
          loading={list.isFetchingPreviousPage}
          onNear={() => void list.fetchPreviousPage()}
        />
      )}
      <ul className="list-rows">
        {shown.map((entry) => (
          <MessageRow
            key={entry.conversationId}
            entry={entry}
            folder={folder}
            chosen={selection.has(entry)}
            onChoose={(range) => selection.toggle(entry, range)}
          />
        ))}
      </ul>
      {list.data && shown.length === 0 && !list.hasNextPage && (
        <NothingHere folder={folder} isSearch={isSearch} unread={unread} onAll={() => setUnread(false)} />
      )}
      {list.hasNextPage && (
        <Edge
          label={t(isSearch ? "find.search_on" : "mail.older")}
          loading={list.isFetchingNextPage}
          onNear={() => void list.fetchNextPage()}
        />
      )}
      {filing.filed && (
        <FiledBar key={filing.filed.at} filed={filing.filed} onUndo={filing.undo} onDismiss={filing.dismiss} />
      )}
    </section>
  );
}

interface NothingHereProps {
  readonly folder: Folder;
  readonly isSearch: boolean;
  readonly unread: boolean;
  readonly onAll: () => void;
}

function NothingHere({ folder, isSearch, unread, onAll }: NothingHereProps): JSX.Element {
  const { t } = useTranslation();
  const isShared = useMailbox().current?.kind === "shared";
  if (isSearch) return <EmptyState picture="reading" title={t("find.none")} lead={t("find.none_lead")} />;
  if (unread)
    return (
      <EmptyState picture="inbox" title={t("find.all_read")} lead={t("find.all_read_lead")}>
        <Button variant="default" onClick={onAll}>
          {t("find.show_all")}
        </Button>
      </EmptyState>
    );
  const kind = labelOf(folder) === undefined ? (folder as "inbox" | "sent" | "archive" | "trash") : "label";
  const picture = kind === "sent" ? "sent" : kind === "inbox" ? "inbox" : "reading";
  const lead = kind === "inbox" && isShared ? t("mail.empty_shared_lead") : t(`mail.empty_${kind}_lead`);
  return (
    <EmptyState picture={picture} title={t(`mail.empty_${kind}`)} lead={lead}>
      {(kind === "inbox" || kind === "sent") && (
        <Link to="/mail/$folder/new" params={{ folder }} className="button-link button-link-filled">
          {t("app.new_message")}
        </Link>
      )}
    </EmptyState>
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
