import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, meQuery, queryClient } from "../session.ts";
import { type AppPassword, appPasswordsQuery } from "./app-password-queries.ts";
import { MailProgramSettings } from "./mail-program-settings.tsx";
import { RelayedSection } from "./relayed-section.tsx";
import { NewAppPassword } from "./new-app-password.tsx";
import "./manage.css";

function AppPasswordRow({ appPassword }: { appPassword: AppPassword }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => call("revokeAppPassword", { params: { appPasswordId: appPassword.appPasswordId } }),
    onSuccess: () => queryClient.invalidateQueries(appPasswordsQuery),
  });
  return (
    <li className="row">
      <span className="row-main">
        <strong>{appPassword.label}</strong>
        <span className="soft">
          {t(`app_passwords.door.${appPassword.door}`)}
          {" · "}
          {appPassword.lastUsedAt === null
            ? t("app_passwords.never_used")
            : t("app_passwords.last_used", { moment: moment(appPassword.lastUsedAt, i18n.language) })}
        </span>
        <span className="soft">{appPassword.userName}</span>
        {appPassword.anyFrom && <span className="soft">{t("app_passwords.any_from")}</span>}
      </span>
      <Button
        variant="default"
        size="sm"
        aria-label={t("app_passwords.revoke_of", { label: appPassword.label })}
        onClick={() => setAsking(true)}
      >
        {t("app_passwords.revoke")}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("app_passwords.revoke_title", { label: appPassword.label })}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <div className="stack">
          <p>{t("app_passwords.revoke_means")}</p>
          <ProblemNote error={revoke.error} />
          <div className="form-actions">
            <Button data-autofocus loading={revoke.isPending} onClick={() => revoke.mutate()}>
              {t("app_passwords.revoke_act")}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </Button>
          </div>
        </div>
      </Modal>
    </li>
  );
}

/** Passwords for mail programs and applications; each is shown once and can be revoked alone. */
export function AppPasswordsPage(): JSX.Element {
  const { t } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const list = useQuery(appPasswordsQuery);
  const [making, setMaking] = useState(false);
  return (
    <main className="page">
      <PageHeading title={t("app.place.app_passwords")} lead={t("app_passwords.lead")}>
        <Button leftSection={<IconPlus size={20} stroke={1.75} />} onClick={() => setMaking(true)}>
          {t("app_passwords.make")}
        </Button>
      </PageHeading>
      <ProblemNote error={list.error} />
      {list.data?.appPasswords.length === 0 && <p className="soft">{t("app_passwords.none")}</p>}
      <ul className="rows">
        {list.data?.appPasswords.map((appPassword) => (
          <AppPasswordRow key={appPassword.appPasswordId} appPassword={appPassword} />
        ))}
      </ul>
      {list.data && (
        <section className="card">
          <h2>{t("app_passwords.settings")}</h2>
          <p className="soft">{t("app_passwords.settings_lead")}</p>
          <MailProgramSettings smtp={list.data.smtp} userName={t("app_passwords.user_is")} />
        </section>
      )}
      <RelayedSection />
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t("app_passwords.make")}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        {list.data && (
          <NewAppPassword smtp={list.data.smtp} isAdmin={me.roles.includes("admin")} onClose={() => setMaking(false)} />
        )}
      </Modal>
    </main>
  );
}
