import { Button, Modal } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { localeOf } from "../../parts/languages.ts";
import { PageHeading } from "../pieces/page-heading.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { meQuery } from "../session.ts";
import "../manage/manage.css";
import { accountQuery } from "./account-queries.ts";
import { BackupCodes } from "./backup-codes.tsx";
import { PasswordForm } from "./password-form.tsx";
import { RecoveryCode } from "./recovery-code.tsx";
import { SessionList } from "./session-list.tsx";
import { WithPassword } from "./with-password.tsx";

type Act = "recovery" | "backup" | "password";

function Section({ title, text, children }: { title: string; text: string; children?: ReactNode }): JSX.Element {
  return (
    <section className="card stack">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}

/** My account: how I get back in, my password, and where I am logged in. */
export function AccountPage(): JSX.Element {
  const { t, i18n } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const account = useQuery(accountQuery);
  const [act, setAct] = useState<Act>();
  const close = (): void => setAct(undefined);
  const day = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: "long" });
  const found = account.data;
  const madeAt = found?.recoveryCodeMadeAt;
  return (
    <main className="page">
      <PageHeading title={t("account.title")} lead={`${me.name} · ${me.email}`} />
      <ProblemNote error={account.error} />
      {found && (
        <>
          <Section
            title={t("account.recovery_code")}
            text={
              madeAt ? t("account.recovery_made", { when: day.format(new Date(madeAt)) }) : t("account.recovery_none")
            }
          >
            <div className="form-actions">
              <Button variant={madeAt ? "default" : "filled"} onClick={() => setAct("recovery")}>
                {t(madeAt ? "account.recovery_renew" : "account.recovery_make")}
              </Button>
            </div>
          </Section>
          <Section title={t("account.backup_codes")} text={t("account.backup_left", { count: found.backupCodesLeft })}>
            <div className="form-actions">
              <Button variant="default" onClick={() => setAct("backup")}>
                {t("account.backup_make")}
              </Button>
            </div>
          </Section>
          <Section title={t("login.password")} text={t("account.password_text")}>
            <div className="form-actions">
              <Button variant="default" onClick={() => setAct("password")}>
                {t("account.password_act")}
              </Button>
            </div>
          </Section>
          <Section title={t("account.sessions")} text={t("account.sessions_text")}>
            <SessionList sessions={found.sessions} />
          </Section>
        </>
      )}
      <Modal
        opened={act !== undefined}
        onClose={close}
        title={t(`account.${act ?? "recovery"}_title`)}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {act === "password" && <PasswordForm me={me} onDone={close} />}
        {act === "recovery" && (
          <WithPassword>{(password) => <RecoveryCode password={password} onDone={close} />}</WithPassword>
        )}
        {act === "backup" && (
          <WithPassword>{(password) => <BackupCodes password={password} onDone={close} />}</WithPassword>
        )}
      </Modal>
    </main>
  );
}
