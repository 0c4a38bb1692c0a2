import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { SmtpAddress } from "./app-password-queries.ts";

/** What to fill in in Outlook, Thunderbird, Apple Mail: the outgoing server. */
export function MailProgramSettings({ smtp, userName }: { smtp: SmtpAddress; userName: string }): JSX.Element {
  const { t } = useTranslation();
  const rows = [
    [t("app_passwords.server"), smtp.host],
    [t("app_passwords.port"), t("app_passwords.port_starttls", { port: smtp.startTlsPort })],
    [t("app_passwords.port_second"), t("app_passwords.port_tls", { port: smtp.tlsPort })],
    [t("app_passwords.user"), userName],
    [t("app_passwords.password"), t("app_passwords.password_is")],
  ] as const;
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
