import { Button } from "@mantine/core";
import { IconFolderPlus, IconHistory, IconUpload, IconUsers } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { offerUndo } from "../mail/undo.ts";
import { EmptyState } from "../pieces/empty-state.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { BringInBar, useBringIn } from "./bring-in-bar.tsx";
import { chosenFiles, droppedFiles } from "./dropped.ts";
import { EntryRow } from "./entry-row.tsx";
import { type FileEntry, filesChanged, folderQuery, type FolderPageAnswer, topFoldersQuery } from "./files-queries.ts";
import { NameWindow } from "./name-window.tsx";
import { RewindWindow } from "./rewind-window.tsx";
import { RightsWindow } from "./rights-window.tsx";
import { VersionsWindow } from "./versions-window.tsx";
import "../manage/manage.css";
import "./files.css";

type Open =
  | { readonly what: "new" | "rights" | "rewind" }
  | { readonly what: "rename" | "versions"; readonly entry: FileEntry };

const shownAtOnce = 500;

/** Folders first, then by name as people count: 2 before 10. */
function sorted(entries: readonly FileEntry[], language: string): FileEntry[] {
  const names = new Intl.Collator(language, { numeric: true });
  return entries.toSorted(
    (one, other) =>
      Number(other.kind === "folder") - Number(one.kind === "folder") || names.compare(one.name, other.name),
  );
}

/** Files and folders dropped anywhere on the page. */
function useDrops(take: ((transfer: DataTransfer) => void) | undefined) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || !take) return undefined;
    const stop = new AbortController();
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      element.dataset["drop"] = "";
    };
    const leave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget)))
        delete element.dataset["drop"];
    };
    const drop = (event: DragEvent): void => {
      delete element.dataset["drop"];
      if (!event.dataTransfer) return;
      event.preventDefault();
      take(event.dataTransfer);
    };
    element.addEventListener("dragover", over, { signal: stop.signal });
    element.addEventListener("dragleave", leave, { signal: stop.signal });
    element.addEventListener("drop", drop, { signal: stop.signal });
    return () => stop.abort();
  });
  return place;
}

function Path({ page }: { page: FolderPageAnswer }): JSX.Element {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("files.path")} className="file-path">
      <ol>
        <li>
          <Link to="/files">{t("app.place.files")}</Link>
        </li>
        {page.path.slice(0, -1).map(({ folderId, name }) => (
          <li key={folderId}>
            <Link to="/files/$folderId" params={{ folderId }}>
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** One folder: what lies in it, what can be done with it, and files on their way in. */
export function FolderPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const { folderId } = useParams({ from: "/member/files/$folderId" });
  const { rights } = useSearch({ from: "/member/files/$folderId" });
  const list = useQuery(folderQuery(folderId));
  const tops = useQuery(topFoldersQuery);
  const [open, setOpen] = useState<Open | undefined>(rights ? { what: "rights" } : undefined);
  const [shown, setShown] = useState(shownAtOnce);
  const bringing = useBringIn(folderId);
  const picker = useRef<HTMLInputElement>(null);
  const page = list.data;
  const mayWrite = page !== undefined && (page.role === "editor" || page.role === "owner");
  const place = useDrops(
    mayWrite && !bringing.running ? (dropped) => bringing.start(droppedFiles(dropped)) : undefined,
  );
  const trash = useMutation({
    mutationFn: (entry: FileEntry) => call("trashEntries", { body: { entryIds: [entry.entryId] } }),
    onSuccess: async (_, { entryId, name }) => {
      await filesChanged();
      offerUndo({
        said: t("files.thrown_away", { name }),
        undo: () => {
          void call("restoreEntries", { body: { entryIds: [entryId] } }).then(filesChanged);
          return undefined;
        },
        finish: () => undefined,
      });
    },
  });
  const close = (): void => setOpen(undefined);
  const top = tops.data?.folders.find((each) => each.folderId === folderId);
  const title = top && top.kind !== "shared" ? t(`files.top.${top.kind}`) : (page?.path.at(-1)?.name ?? "…");
  const entries = sorted(page?.entries ?? [], i18n.language);
  return (
    <main className="page folder-page" ref={place}>
      {page && <Path page={page} />}
      <PageHeading title={title} key={folderId}>
        {mayWrite && (
          <Button
            leftSection={<IconUpload size={20} stroke={1.75} />}
            disabled={bringing.running}
            onClick={() => picker.current?.click()}
          >
            {t("files.add")}
          </Button>
        )}
        {mayWrite && (
          <Button
            variant="default"
            leftSection={<IconFolderPlus size={20} stroke={1.75} />}
            onClick={() => setOpen({ what: "new" })}
          >
            {t("files.new_folder")}
          </Button>
        )}
        {page && (
          <Button
            variant="default"
            leftSection={<IconUsers size={20} stroke={1.75} />}
            onClick={() => setOpen({ what: "rights" })}
          >
            {t("files.who_sees")}
          </Button>
        )}
        {mayWrite && (
          <Button
            variant="default"
            leftSection={<IconHistory size={20} stroke={1.75} />}
            onClick={() => setOpen({ what: "rewind" })}
          >
            {t("files.rewind.open")}
          </Button>
        )}
      </PageHeading>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t("files.add")}
        onChange={({ currentTarget }) => {
          if (currentTarget.files?.length) bringing.start(chosenFiles(currentTarget.files));
          currentTarget.value = "";
        }}
      />
      <ProblemNote error={list.error ?? trash.error} />
      <BringInBar bringing={bringing} />
      {page?.entries.length === 0 && !bringing.running && (
        <EmptyState
          picture="folder"
          title={t("files.empty")}
          lead={t(mayWrite ? "files.empty_lead" : "files.empty_reader")}
        />
      )}
      <ul className="rows">
        {entries.slice(0, shown).map((entry) => (
          <EntryRow
            key={entry.entryId}
            entry={entry}
            mayWrite={mayWrite}
            onRename={() => setOpen({ what: "rename", entry })}
            onVersions={() => setOpen({ what: "versions", entry })}
            onTrash={() => trash.mutate(entry)}
          />
        ))}
      </ul>
      {entries.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + shownAtOnce)}>
          {t("files.show_more", { count: entries.length - shown })}
        </Button>
      )}
      {open?.what === "new" && (
        <NameWindow
          title={t("files.new_folder")}
          act={t("files.make")}
          onClose={close}
          save={async (name) => {
            await call("makeFolder", { params: { folderId }, body: { name } });
            await filesChanged();
          }}
        />
      )}
      {open?.what === "rename" && (
        <NameWindow
          title={t("files.rename")}
          name={open.entry.name}
          act={t("files.save_name")}
          onClose={close}
          save={async (name) => {
            await call("changeEntry", { params: { itemId: open.entry.entryId }, body: { name } });
            await filesChanged();
          }}
        />
      )}
      {open?.what === "versions" && <VersionsWindow entry={open.entry} mayWrite={mayWrite} onClose={close} />}
      {open?.what === "rewind" && <RewindWindow folderId={folderId} onClose={close} />}
      {open?.what === "rights" && <RightsWindow folderId={folderId} onClose={close} />}
    </main>
  );
}
