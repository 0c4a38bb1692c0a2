import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { FollowUpForm } from "./follow-up-form.tsx";
import { LookForm } from "./look-form.tsx";
import "./manage.css";

type Organisation = Answer<MemberRoutes, "organisation">;

export const organisationQuery = queryOptions({ queryKey: ["organisation"], queryFn: () => call("organisation") });

function SettingsForm({ organisation }: { organisation: Organisation }): JSX.Element {
  const { t } = useTranslation();
  const [form, setForm] = useState(organisation);
  const save = useMutation({
    mutationFn: () => {
      const { domain: _, ...body } = form;
      return call("saveOrganisation", { body });
    },
    onSuccess: () =>
      Promise.all([queryClient.invalidateQueries(organisationQuery), queryClient.invalidateQueries(meQuery)]),
  });
  const change = (part: Partial<Organisation>): void => {
    save.reset();
    setForm((had) => ({ ...had, ...part }));
  };
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t("setup.organisation")}
        description={t("setup.organisation_hint")}
        required
        withAsterisk={false}
        maxLength={200}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("settings.phone")}
        description={t("settings.phone_hint")}
        type="tel"
        maxLength={40}
        value={form.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
      />
      <TextInput
        label={t("settings.website")}
        description={t("settings.website_hint")}
        maxLength={200}
        value={form.website}
        onChange={(event) => change({ website: event.currentTarget.value })}
      />
      <TextInput
        label={t("settings.tag")}
        description={t("settings.tag_hint")}
        maxLength={40}
        value={form.subjectTag}
        onChange={(event) => change({ subjectTag: event.currentTarget.value })}
      />
      <NumberInput
        label={t("settings.days")}
        description={t("settings.days_hint")}
        min={1}
        max={365}
        allowDecimal={false}
        hideControls
        required
        withAsterisk={false}
        value={form.linkDays}
        onChange={(value) => change({ linkDays: Number(value) })}
      />
      <NumberInput
        label={t("settings.trust_days")}
        description={t("settings.trust_days_hint")}
        min={0}
        max={90}
        allowDecimal={false}
        hideControls
        required
        withAsterisk={false}
        value={form.trustedDeviceDays}
        onChange={(value) => change({ trustedDeviceDays: Number(value) })}
      />
      <Checkbox
        label={t("settings.trust_password")}
        description={t("settings.trust_password_hint")}
        disabled={form.trustedDeviceDays === 0}
        checked={form.trustedDevicePassword}
        onChange={(event) => change({ trustedDevicePassword: event.currentTarget.checked })}
      />
      <NumberInput
        label={t("settings.idle")}
        description={t("settings.idle_hint")}
        min={0}
        max={480}
        allowDecimal={false}
        hideControls
        required
        withAsterisk={false}
        value={form.idleMinutes}
        onChange={(value) => change({ idleMinutes: Number(value) })}
      />
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
        <output>{save.isSuccess && t("common.saved")}</output>
      </div>
    </form>
  );
}

/** What guests see of the firm, and how long links work. */
export function SettingsPage(): JSX.Element {
  const { t } = useTranslation();
  const organisation = useQuery(organisationQuery);
  return (
    <main className="page page-narrow">
      <PageHeading title={t("app.place.settings")} lead={t("settings.lead")} />
      <ProblemNote error={organisation.error} />
      {organisation.data && <SettingsForm organisation={organisation.data} />}
      {organisation.data && <LookForm name={organisation.data.name} />}
      <FollowUpForm />
    </main>
  );
}
