import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { standInsQuery } from "./mailboxes-queries.ts";
import { membersQuery } from "./member-queries.ts";

/** A day as a field of type `date` has it, where the reader is. */
function dayIn(days: number): string {
  const at = new Date();
  at.setDate(at.getDate() + days);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The first moment of a day, or of the one after it. */
function startOf(day: string, later = 0): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Date(year, month - 1, date + later).toISOString();
}

export function StandInForm({ onClose }: { onClose: () => void }): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const members = useQuery(membersQuery);
  const [memberId, setMemberId] = useState("");
  const [from, setFrom] = useState(dayIn(0));
  const [until, setUntil] = useState(dayIn(14));
  const others = (members.data?.members ?? []).filter(
    (member) => member.state === "active" && member.memberId !== me.memberId,
  );
  const save = useMutation({
    mutationFn: () => call("nameStandIn", { body: { memberId, from: startOf(from), until: startOf(until, 1) } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(standInsQuery);
      onClose();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p>{t("stand_in.means")}</p>
      <NativeSelect
        label={t("stand_in.colleague")}
        data-autofocus
        required
        withAsterisk={false}
        data={[
          { value: "", label: t("stand_in.choose") },
          ...others.map(({ memberId: value, name, email }) => ({ value, label: `${name} (${email})` })),
        ]}
        value={memberId}
        onChange={(event) => setMemberId(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("stand_in.from")}
        required
        withAsterisk={false}
        min={dayIn(0)}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("stand_in.until")}
        description={t("stand_in.until_hint")}
        required
        withAsterisk={false}
        min={from}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <ProblemNote error={save.error ?? members.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("stand_in.name_act")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
