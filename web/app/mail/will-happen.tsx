import { IconArrowRight, IconHourglass } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { Seal } from "../pieces/seal.tsx";
import { meQuery } from "../session.ts";
import { chosenVerification, type Draft, type DraftRecipient, lacking } from "./draft.ts";
import { NoticedPart } from "./noticed/noticed-part.tsx";
import { useNoticed } from "./noticed/use-noticed.ts";
import { useSuspected } from "./noticed/use-suspected.ts";

const nameOf = (recipient: DraftRecipient): string => recipient.name ?? recipient.known?.name ?? recipient.email;

/** What sending will do, in sentences, before one sends; advice stands here and never in a dialog. */
export function WillHappen({ draft }: { draft: Draft }): JSX.Element | null {
  const { t, i18n } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const { suspected } = useSuspected(draft);
  const { noticed, unread, whyOf } = useNoticed(draft, me.email, suspected);
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const namesOf = (recipients: readonly DraftRecipient[]): string => list.format(recipients.map(nameOf));

  const members = draft.recipients.filter((each) => each.known?.route === "member");
  const guests = draft.recipients.filter((each) => each.known?.route === "guest");
  const waiting = guests.filter((guest) => lacking(guest) !== undefined);
  const ready = guests.filter((guest) => lacking(guest) === undefined);
  const by = (verification: string): DraftRecipient[] =>
    ready.filter((guest) => chosenVerification(guest) === verification);
  const ways = (["sms", "password", "none"] as const).map((way) => ({ way, people: by(way) }));
  if (members.length + guests.length === 0) return null;
  return (
    <section className="will-happen" aria-labelledby="will-happen">
      <Seal sizePx={36} />
      <div>
        <h2 id="will-happen">{t("mail.will.title")}</h2>
        <ul>
          {ways
            .filter(({ people }) => people.length > 0)
            .map(({ way, people }) => (
              <li key={way}>
                <IconArrowRight size={18} aria-hidden="true" />
                <span>{t(`mail.will.${way}`, { names: namesOf(people), domain: me.organisation.domain })}</span>
              </li>
            ))}
          {members.length > 0 && (
            <li>
              <IconArrowRight size={18} aria-hidden="true" />
              <span>{t("mail.will.members", { names: namesOf(members) })}</span>
            </li>
          )}
          {waiting.map((guest) => (
            <li key={guest.email} className="will-wait">
              <IconHourglass size={18} aria-hidden="true" />
              <span>
                {t(`mail.will.wait_${lacking(guest) ?? "phone"}`, { name: nameOf(guest) })}
                {draft.recipients.length > waiting.length && ` ${t("mail.will.others")}`}
              </span>
            </li>
          ))}
          <li>
            <IconArrowRight size={18} aria-hidden="true" />
            <span>{t("mail.will.recall")}</span>
          </li>
        </ul>
        {noticed && <NoticedPart draft={draft} noticed={noticed} unread={unread} whyOf={whyOf} />}
      </div>
    </section>
  );
}
