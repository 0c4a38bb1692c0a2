import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { chosenVerification, type Draft } from "./draft.ts";
import { SuspectedPart } from "./noticed/suspected-part.tsx";
import { useHeeded, useSuspected } from "./noticed/use-suspected.ts";
import { PreviewNotice } from "./preview-notice.tsx";
import { RecipientField } from "./recipient-field.tsx";
import { changeRecipient } from "./recipients.ts";
import { VerificationFields } from "./verification-fields.tsx";

/** To, Cc and Bcc, and below them how each guest is checked. */
export function RecipientFields({ draft }: { draft: Draft }): JSX.Element {
  const { t } = useTranslation();
  const [copies, setCopies] = useState(() => draft.recipients.some((recipient) => recipient.role !== "to"));
  const asked = useSuspected(draft);
  useHeeded(asked);
  const { suspected } = asked;
  const guests = draft.recipients.filter((recipient) => recipient.known?.route === "guest");
  return (
    <div className="stack">
      <RecipientField draft={draft} as="to">
        {!copies && (
          <button type="button" className="link-button" onClick={() => setCopies(true)}>
            {t("mail.copies")}
          </button>
        )}
      </RecipientField>
      {copies && <RecipientField draft={draft} as="cc" />}
      {copies && <RecipientField draft={draft} as="bcc" />}
      {suspected && <SuspectedPart draft={draft} suspected={suspected} />}
      {guests.length > 0 && (
        <fieldset className="checks">
          <legend>{t("mail.verify.legend")}</legend>
          {guests.map((guest) => (
            <div key={guest.email} className="check">
              <p className="check-who">
                <span>{guest.name ?? guest.known?.name ?? guest.email}</span>
                <PreviewNotice
                  email={guest.email}
                  name={guest.name ?? guest.known?.name ?? guest.email}
                  verification={chosenVerification(guest)}
                />
              </p>
              <VerificationFields
                name={guest.name ?? guest.email}
                verification={chosenVerification(guest)}
                onVerification={(verification) => changeRecipient(draft.key, guest.email, () => ({ verification }))}
                phone={guest.phone}
                onPhone={(phone) => changeRecipient(draft.key, guest.email, () => ({ phone }))}
                password={guest.password}
                onPassword={(password) => changeRecipient(draft.key, guest.email, () => ({ password }))}
                phoneKnown={guest.known?.phoneKnown === true}
                passwordKnown={guest.known?.passwordKnown === true}
              />
            </div>
          ))}
        </fieldset>
      )}
    </div>
  );
}
