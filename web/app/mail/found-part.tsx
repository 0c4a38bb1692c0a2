import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "./mail-queries.ts";

/** Everybody's mail has these: not worth a word by themselves. */
const ordinary: ReadonlySet<string> = new Set(["name", "email", "phone"]);
const sureEnough = 0.6;

/** Which personal data is in a message, folded away; nothing where there is none to speak of. */
export function FoundPart({ message }: { message: Message }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { found } = message;
  const counts = new Map<string, number>();
  for (const { kind, count, confidence } of found?.counts ?? [])
    if (confidence >= sureEnough) counts.set(kind, (counts.get(kind) ?? 0) + count);
  if (!found || ![...counts.keys()].some((kind) => !ordinary.has(kind))) return null;
  const said = [...counts].map(([kind, times]) =>
    t("said.found", { kind: t(`said.kind.${kind.replaceAll("-", "_")}`), times }),
  );
  return (
    <details className="found">
      <summary>{t("mail.found.title")}</summary>
      <p>{new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(said)}.</p>
      {found.unread > 0 && <p>{t("hold.unread", { count: found.unread })}</p>}
      <p className="soft">{t("mail.found.lead")}</p>
    </details>
  );
}
