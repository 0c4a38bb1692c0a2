import { CloseButton } from "@mantine/core";
import { type JSX, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { afterPress } from "../pieces/after-press.ts";
import { RouteWord } from "../pieces/verification-word.tsx";
import {
  changeDraft,
  chosenVerification,
  type Draft,
  type DraftRecipient,
  readDraft,
  type RecipientRole,
} from "./draft.ts";
import { AddressList, type FoundAddress, useAddressCompletion } from "./write/address-list.tsx";
import { hasEnded, readPeople } from "./read-people.ts";
import { addPeople, removeRecipient } from "./recipients.ts";

function Chip({ recipient, onRemove }: { recipient: DraftRecipient; onRemove: () => void }): JSX.Element {
  const { t } = useTranslation();
  const name = recipient.name ?? recipient.known?.name ?? recipient.email;
  return (
    <li className="chip">
      <span className="chip-name">{name}</span>
      {name !== recipient.email && <span className="chip-address">{recipient.email}</span>}
      {recipient.known ? (
        <RouteWord route={recipient.known.route} verification={chosenVerification(recipient)} />
      ) : (
        <span className="soft">{t("mail.asking")}</span>
      )}
      <CloseButton size="sm" aria-label={t("mail.remove_recipient", { name })} onClick={onRemove} />
    </li>
  );
}

interface RecipientFieldProps {
  readonly draft: Draft;
  readonly as: RecipientRole;
  readonly children?: ReactNode;
}

/** Addresses become chips, each with its route; a comma, Enter, or leaving the field ends one. */
export function RecipientField({ draft, as: role, children }: RecipientFieldProps): JSX.Element {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState<string>();
  const id = useId();
  const typed = draft.typed[role] ?? "";
  const setTyped = (text: string): void => changeDraft(draft.key, (had) => ({ typed: { ...had.typed, [role]: text } }));
  const here = draft.recipients.filter((recipient) => recipient.role === role);
  const choose = ({ email, name }: FoundAddress): void => {
    addPeople(draft.key, [{ email, ...(name !== undefined && { name }) }], role);
    setTyped("");
    setWrong(undefined);
  };
  const chosen = new Set(draft.recipients.map(({ email }) => email));

  const take = (text: string, complain: boolean): void => {
    const { people, rest } = readPeople(text);
    if (people.length > 0) addPeople(draft.key, people, role);
    setTyped(rest);
    setWrong(complain && rest !== "" ? rest : undefined);
  };
  const onNobody = (): void => take(typed, true);
  const completion = useAddressCompletion(id, typed, chosen, { onChoose: choose, onNobody });
  return (
    <div className="people">
      <div className="people-label">
        <label htmlFor={id}>{t(`mail.field.${role}`)}</label>
        {children}
      </div>
      <div className={wrong === undefined ? "people-box" : "people-box people-wrong"}>
        {here.length > 0 && (
          <ul className="chips" aria-label={t(`mail.field.${role}`)}>
            {here.map((recipient) => (
              <Chip
                key={recipient.email}
                recipient={recipient}
                onRemove={() => removeRecipient(draft.key, recipient.email)}
              />
            ))}
          </ul>
        )}
        <input
          id={id}
          type="text"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...completion.inputProps}
          placeholder={here.length === 0 ? t("mail.field.example") : ""}
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong === undefined ? undefined : `${id}-wrong`}
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value;
            if (hasEnded(text)) take(text, true);
            else setTyped(text);
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!hasEnded(pasted)) return;
            event.preventDefault();
            take(`${typed}${pasted}`, true);
          }}
          onBlur={() =>
            afterPress(() => {
              completion.close();
              // Sending may have taken it meanwhile.
              const left = readDraft(draft.key).typed[role] ?? "";
              if (left !== "" || wrong !== undefined) take(left, true);
            })
          }
          onKeyDown={(event) => {
            if (completion.onKey(event)) return;
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
              event.preventDefault();
              take(typed, true);
            }
            const last = here.at(-1);
            if (event.key === "Backspace" && typed === "" && last) removeRecipient(draft.key, last.email);
          }}
        />
        <AddressList id={id} completion={completion} onChoose={choose} />
      </div>
      {wrong !== undefined && (
        <p id={`${id}-wrong`} className="people-complaint">
          {t("mail.not_an_address", { text: wrong })}
        </p>
      )}
    </div>
  );
}
