import { Button, FileInput, Progress, Radio, Select } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import {
  type Book,
  type Column,
  contactsChanged,
  type Imported,
  type ImportedRow,
  importsQuery,
} from "./contact-queries.ts";

const columns: readonly Column[] = [
  "email",
  "name",
  "first-name",
  "last-name",
  "phone",
  "password",
  "language",
  "verification",
  "ignore",
];

/** What is chosen for one column is taken from the other that had it. */
const withColumn = (holds: readonly Column[], at: number, chosen: Column): Column[] =>
  holds.map((had, place) => (place === at ? chosen : had === chosen ? "ignore" : had));

function Counts({ counts }: { counts: Imported["counts"] }): JSX.Element {
  const { t } = useTranslation();
  return (
    <ul className="import-counts">
      {(["new", "changed", "same", "problem"] as const).map((what) => (
        <li key={what}>
          <strong>{counts[what]}</strong> {t(`contacts.import.what.${what}`)}
        </li>
      ))}
    </ul>
  );
}

function Rows({ rows }: { rows: readonly ImportedRow[] }): JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="import-rows" aria-label={t("contacts.import.rows")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("contacts.import.line")}</th>
            <th scope="col">{t("contacts.email")}</th>
            <th scope="col">{t("contacts.name")}</th>
            <th scope="col">{t("contacts.import.happens")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line}>
              <td>{row.line}</td>
              <td>{row.email}</td>
              <td>{row.name}</td>
              <td>{row.explanation ?? t(`contacts.import.what.${row.what}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function EarlierImports(): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(importsQuery);
  const undo = useMutation({
    mutationFn: (importId: string) => call("undoImport", { params: { importId } }),
    onSuccess: contactsChanged,
  });
  if (!data || data.imports.length === 0) return null;
  return (
    <section className="stack">
      <h3>{t("contacts.import.earlier")}</h3>
      <ProblemNote error={undo.error} />
      <ul className="rows">
        {data.imports.map((each) => (
          <li key={each.importId} className="row">
            <span className="row-main">
              <span>{moment(each.at, i18n.language)}</span>
              <span className="soft">{t("contacts.import.did", { created: each.created, changed: each.changed })}</span>
            </span>
            {each.undoneAt === null ? (
              <Button size="sm" variant="default" loading={undo.isPending} onClick={() => undo.mutate(each.importId)}>
                {t("contacts.import.undo")}
              </Button>
            ) : (
              <span className="soft">{t("contacts.import.undone")}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A CSV file: choose it, see row by row what will happen, and only then import. */
export function ImportWindow({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [book, setBook] = useState<Book>("firm");
  const preview = useMutation({
    mutationFn: (given: { file: File; columns?: Column[]; book: Book }) =>
      call("previewImport", {
        body: { book: given.book, ...(given.columns && { columns: given.columns }) },
        files: [given.file],
      }),
  });
  const holds = preview.data?.columns.map((column) => column.holds);
  const take = useMutation({
    mutationFn: () => call("importContacts", { body: { book, ...(holds && { columns: holds }) }, files: [file!] }),
    onSuccess: contactsChanged,
  });
  const look = (given: File | null, more: { columns?: Column[]; book?: Book } = {}): void => {
    setFile(given);
    if (given) preview.mutate({ file: given, book: more.book ?? book, ...(more.columns && { columns: more.columns }) });
    else preview.reset();
  };
  if (take.data)
    return (
      <div className="stack">
        <output>{t("contacts.import.done")}</output>
        <Counts counts={take.data.counts} />
        {take.data.counts.problem > 0 && <Rows rows={take.data.rows.filter(({ what }) => what === "problem")} />}
        <EarlierImports />
        <Button data-autofocus onClick={onClose}>
          {t("common.close")}
        </Button>
      </div>
    );
  const writes = (preview.data?.counts.new ?? 0) + (preview.data?.counts.changed ?? 0);
  return (
    <div className="stack">
      <p>{t("contacts.import.lead")}</p>
      <FileInput
        label={t("contacts.import.file")}
        placeholder={t("contacts.import.choose")}
        accept=".csv,text/csv,text/plain"
        clearable
        clearButtonProps={{ "aria-label": t("common.remove_file", { name: file?.name ?? "" }) }}
        value={file}
        onChange={(given) => look(given)}
      />
      <Radio.Group
        label={t("contacts.for")}
        value={book}
        onChange={(value) => {
          const chosen = value === "mine" ? "mine" : "firm";
          setBook(chosen);
          look(file, { book: chosen, ...(holds && { columns: holds }) });
        }}
      >
        <div className="choices">
          <Radio value="firm" label={t("contacts.book.firm")} />
          <Radio value="mine" label={t("contacts.book.mine")} />
        </div>
      </Radio.Group>
      <ProblemNote error={preview.error ?? take.error} />
      {preview.isPending && <Progress value={100} animated aria-label={t("contacts.import.reading")} />}
      {preview.data && (
        <>
          <fieldset className="import-columns">
            <legend>{t("contacts.import.columns")}</legend>
            {preview.data.columns.map((column, at) => (
              <Select
                // oxlint-disable-next-line react/no-array-index-key -- a column is its place in the file
                key={`${at}-${column.title}`}
                label={column.title === "" ? t("contacts.import.column", { number: at + 1 }) : column.title}
                description={column.sample}
                data={columns.map((value) => ({ value, label: t(`contacts.import.holds.${value}`) }))}
                value={column.holds}
                allowDeselect={false}
                onChange={(value) => look(file, { columns: withColumn(holds!, at, value as Column) })}
              />
            ))}
          </fieldset>
          {holds!.includes("email") ? (
            <>
              <Counts counts={preview.data.counts} />
              <Rows rows={preview.data.rows} />
            </>
          ) : (
            <p role="alert">{t("contacts.import.no_email")}</p>
          )}
        </>
      )}
      {take.isPending && <Progress value={100} animated aria-label={t("contacts.import.busy")} />}
      <div className="form-actions">
        <Button disabled={writes === 0 || preview.isPending} loading={take.isPending} onClick={() => take.mutate()}>
          {t("contacts.import.act", { count: writes })}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
      <EarlierImports />
    </div>
  );
}
