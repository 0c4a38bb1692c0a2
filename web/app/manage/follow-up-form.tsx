import { Button, NumberInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";

type Settings = Answer<MemberRoutes, "readFollowUpSettings">;

const settingsQuery = queryOptions({
  queryKey: ["follow-up-settings"],
  queryFn: () => call("readFollowUpSettings"),
});

function Fields({ settings }: { settings: Settings }): JSX.Element {
  const { t } = useTranslation();
  const [form, setForm] = useState(settings);
  const save = useMutation({
    mutationFn: () => call("saveFollowUpSettings", { body: form }),
    onSuccess: () => queryClient.invalidateQueries(settingsQuery),
  });
  const change = (part: Partial<Settings>): void => {
    save.reset();
    setForm((had) => ({ ...had, ...part }));
  };
  const field = { min: 0, allowDecimal: false, hideControls: true, required: true, withAsterisk: false } as const;
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t("settings.follow_up")}</h2>
      <NumberInput
        {...field}
        max={60}
        label={t("settings.remind_days")}
        description={t("settings.remind_days_hint")}
        value={form.remindAfterDays}
        onChange={(value) => change({ remindAfterDays: Number(value) })}
      />
      <NumberInput
        {...field}
        max={30}
        label={t("settings.expiry_days")}
        description={t("settings.expiry_days_hint")}
        value={form.expiryNoticeDays}
        onChange={(value) => change({ expiryNoticeDays: Number(value) })}
      />
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("settings.follow_up_save")}
        </Button>
        <output>{save.isSuccess && t("common.saved")}</output>
      </div>
    </form>
  );
}

/** When guests who do not open are written to once more, for all messages. */
export function FollowUpForm(): JSX.Element {
  const settings = useQuery(settingsQuery);
  return (
    <>
      <ProblemNote error={settings.error} />
      {settings.data && <Fields settings={settings.data} />}
    </>
  );
}
