import "../manage/manage.css";
import "./contacts.css";
import { Button, Modal, TextInput } from "@mantine/core";
import { IconFileImport, IconPlus, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type JSX, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../pieces/empty-state.tsx";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { ContactForm } from "./contact-form.tsx";
import { contactsQuery } from "./contact-queries.ts";
import { ContactRow } from "./contact-row.tsx";
import { ImportWindow } from "./import-window.tsx";

/** People outside the firm, and how each proves to be the one. */
export function ContactsPage(): JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [open, setOpen] = useState<"new" | "import">();
  const wanted = useDeferredValue(text.trim());
  const list = useInfiniteQuery({ ...contactsQuery(wanted), placeholderData: keepPreviousData });
  const contacts = list.data?.pages.flatMap((page) => page.contacts) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const close = (): void => setOpen(undefined);
  return (
    <main className="page">
      <PageHeading title={t("app.place.contacts")} lead={t("contacts.lead")}>
        <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setOpen("new")}>
          {t("contacts.new")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileImport size={20} stroke={1.75} />}
          onClick={() => setOpen("import")}
        >
          {t("contacts.import.open")}
        </Button>
      </PageHeading>
      <TextInput
        type="search"
        autoComplete="off"
        aria-label={t("contacts.search")}
        placeholder={t("contacts.search")}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNote error={list.error} />
      <output className="soft">
        {list.data && total > 0 ? t("contacts.count", { count: total }) : ""}
        {list.data && total === 0 && wanted !== "" ? t("contacts.nobody_found") : ""}
      </output>
      {list.data && total === 0 && wanted === "" && (
        <EmptyState picture="reading" title={t("contacts.empty")} lead={t("contacts.empty_lead")}>
          <Button onClick={() => setOpen("import")}>{t("contacts.import.open")}</Button>
        </EmptyState>
      )}
      <ul className="rows">
        {contacts.map((contact) => (
          <ContactRow key={contact.contactId} contact={contact} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("contacts.more")}
        </Button>
      )}
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={t(open === "import" ? "contacts.import.title" : "contacts.new")}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        {open === "new" && <ContactForm onClose={close} />}
        {open === "import" && <ImportWindow onClose={close} />}
      </Modal>
    </main>
  );
}
