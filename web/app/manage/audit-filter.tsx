import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "./member-queries.ts";

/** What is chosen on the page; empty is everything. */
export interface Filter {
  readonly memberId: string;
  readonly act: string;
  /** Days of the reader's calendar, `2026-05-03`. */
  readonly from: string;
  readonly until: string;
  readonly words: string;
}

export const noFilter: Filter = { memberId: "", act: "", from: "", until: "", words: "" };

const startOf = (day: string, later = 0): string => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
};

/** As the server is asked. */
export const queryOf = ({ memberId, act, from, until, words }: Filter): Record<string, string> => ({
  ...(memberId !== "" && { memberId }),
  ...(act !== "" && { act }),
  ...(from !== "" && { from: startOf(from) }),
  ...(until !== "" && { until: startOf(until, 1) }),
  ...(words.trim() !== "" && { words: words.trim() }),
});

/** All names of acts at once. */
const actsKey = "audit.act";
const actPattern = /^([a-z]+)_(.+)$/;
const actOf = (key: string): string => {
  const [, room = "", rest = ""] = actPattern.exec(key) ?? [];
  return `${room}.${rest.replaceAll("_", "-")}`;
};

/** Who, what and when, and words in between; and the same entries to take along. */
export function AuditFilter({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }): JSX.Element {
  const { t } = useTranslation();
  const { data } = useQuery(membersQuery);
  const members = (data?.members ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  const acts = Object.entries(t(actsKey, { returnObjects: true }) as unknown as Record<string, string>)
    .map(([key, label]) => ({ value: actOf(key), label }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const search = useDebouncedCallback((words: string) => onChange({ ...filter, words }), 300);
  const { words: _words, ...provable } = filter;
  const address = (name: string, chosen: Filter): string =>
    `/api/audit/export.${name}?${new URLSearchParams(queryOf(chosen))}`;
  return (
    <div className="audit-filter">
      <NativeSelect
        label={t("audit.filter_who")}
        value={filter.memberId}
        onChange={(event) => onChange({ ...filter, memberId: event.currentTarget.value })}
        data={[
          { value: "", label: t("audit.anyone") },
          ...members.map(({ memberId, name }) => ({ value: memberId, label: name })),
        ]}
      />
      <NativeSelect
        label={t("audit.filter_what")}
        value={filter.act}
        onChange={(event) => onChange({ ...filter, act: event.currentTarget.value })}
        data={[{ value: "", label: t("audit.anything") }, ...acts]}
      />
      <TextInput
        type="date"
        label={t("audit.filter_from")}
        value={filter.from}
        onChange={(event) => onChange({ ...filter, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("audit.filter_until")}
        value={filter.until}
        onChange={(event) => onChange({ ...filter, until: event.currentTarget.value })}
      />
      <TextInput
        type="search"
        label={t("audit.search")}
        defaultValue={filter.words}
        maxLength={100}
        onChange={(event) => search(event.currentTarget.value)}
      />
      <p className="audit-take">
        <a href={address("csv", filter)} download>
          {t("audit.table")}
        </a>
        <a href={address("jsonl", { ...provable, words: "" })} download>
          {t("audit.proofs")}
        </a>
      </p>
    </div>
  );
}
