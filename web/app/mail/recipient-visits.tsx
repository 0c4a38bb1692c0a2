import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "../../parts/format.ts";
import type { FollowedRecipient } from "./follow-up-queries.ts";
import type { Message } from "./mail-queries.ts";

type Visit = FollowedRecipient["visits"][number];

/** How somebody showed who they are, and from where: "met een code op het nummer …78, Safari, iPhone". */
function VisitRow({ visit }: { visit: Visit }): JSX.Element {
  const { t, i18n } = useTranslation();
  const check = t(`mail.follow.by.${visit.verification}`, { phone: visit.phoneHint ?? "" });
  return (
    <li>
      {moment(visit.at, i18n.language)}: {[check, visit.browser].filter((part) => part !== "").join(", ")}
    </li>
  );
}

/** Who opened when, by which check, and what was handed out: behind one address there may be several people. */
export function RecipientVisits({
  followed,
  message,
  recalled,
}: {
  followed: FollowedRecipient;
  message: Message;
  recalled: readonly { readonly attachmentId: string; readonly name: string }[];
}): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { visits, handedOut } = followed;
  if (visits.length === 0 && handedOut.length === 0) return null;
  const names = new Map([...message.attachments, ...recalled].map((each) => [each.attachmentId, each.name]));
  return (
    <details className="visits">
      <summary>{t("mail.follow.who_opened", { count: visits.length })}</summary>
      {visits.length > 0 && (
        <ul>
          {visits.map((visit) => (
            <VisitRow key={visit.at} visit={visit} />
          ))}
        </ul>
      )}
      {handedOut.length > 0 && (
        <>
          <p>{t("mail.follow.got")}</p>
          <ul>
            {handedOut.map(({ attachmentId, what, at }) => (
              <li key={`${attachmentId}${what}`}>
                {moment(at, i18n.language)}:{" "}
                {attachmentId === null ? t("mail.follow.whole_copy") : (names.get(attachmentId) ?? "")}
              </li>
            ))}
          </ul>
        </>
      )}
      {visits.length > 1 && <p className="soft">{t("mail.follow.several")}</p>}
    </details>
  );
}
