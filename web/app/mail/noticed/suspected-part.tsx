import { Button } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeDraft, type Draft } from "../draft.ts";
import { addPeople, removeRecipient } from "../recipients.ts";
import { noteWarning, type Signal, type Suspected, type Suspicion } from "./use-suspected.ts";

/** Of the mail as a whole: said once, whomever it is about. */
const ofAll: ReadonlySet<Signal> = new Set(["many-strangers", "reply-all", "salutation"]);
const underscored = (signal: Signal): string => signal.replaceAll("-", "_");

/** The address that may have been meant; of a look-alike only the domain is known. */
function meantAddress(email: string, { signal, meant }: Suspicion): string | undefined {
  if (meant === undefined || !["typo", "look-alike", "same-name"].includes(signal)) return undefined;
  return meant.includes("@") ? meant : `${email.slice(0, email.lastIndexOf("@"))}@${meant}`;
}

function Line({ draft, email, suspicion }: { draft: Draft; email: string; suspicion: Suspicion }): JSX.Element {
  const { t } = useTranslation();
  const meant = meantAddress(email, suspicion);
  const role = draft.recipients.find((each) => each.email === email)?.role ?? "to";
  const key = suspicion.signal === "typo" && meant === undefined ? "unknown_here" : underscored(suspicion.signal);
  return (
    <li>
      <IconUserQuestion size={18} aria-hidden="true" />
      <span>
        <span>{t(`mail.suspect.${key}`, { email, meant: meant ?? "" })}</span>
        {meant !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              removeRecipient(draft.key, email);
              addPeople(draft.key, [{ email: meant }], role);
            }}
          >
            {t("mail.suspect.use", { meant })}
          </Button>
        )}
        {meant === undefined && suspicion.signal !== "first-time" && (
          <Button size="compact-sm" variant="default" onClick={() => removeRecipient(draft.key, email)}>
            {t("mail.suspect.remove", { email })}
          </Button>
        )}
      </span>
    </li>
  );
}

function LineOfAll({ draft, signal, meant }: { draft: Draft; signal: Signal; meant: string }): JSX.Element {
  const { t } = useTranslation();
  const hide = (): void =>
    changeDraft(draft.key, ({ recipients }) => ({
      recipients: recipients.map((each) => ({ ...each, role: "bcc" as const })),
    }));
  return (
    <li>
      <IconUserQuestion size={18} aria-hidden="true" />
      <span>
        <span>{t(`mail.suspect.${underscored(signal)}`, { meant, count: draft.recipients.length })}</span>
        {signal !== "salutation" && (
          <Button size="compact-sm" variant="default" onClick={hide}>
            {t("mail.suspect.hide")}
          </Button>
        )}
      </span>
    </li>
  );
}

const toldKey = (signal: Signal): string => `zegel-warning-told-${signal}`;

/** A warning that went by itself says so once. */
function Retired({ signal }: { signal: Signal }): JSX.Element | null {
  const { t } = useTranslation();
  const [isTold, setTold] = useState(() => localStorage.getItem(toldKey(signal)) !== null);
  if (isTold) return null;
  const told = (): void => {
    localStorage.setItem(toldKey(signal), "1");
    setTold(true);
  };
  return (
    <p className="soft">
      {t("mail.suspect.retired", { warning: t(`said.signal.${underscored(signal)}`) })}{" "}
      <button type="button" className="link-button" onClick={told}>
        {t("mail.suspect.understood")}
      </button>{" "}
      <button type="button" className="link-button" onClick={() => void noteWarning(signal, "renew")}>
        {t("mail.suspect.again")}
      </button>
    </p>
  );
}

/** What may be wrong with recipients, and the fix beside it; nothing where nothing is. */
export function SuspectedPart({ draft, suspected }: { draft: Draft; suspected: Suspected }): JSX.Element {
  const here = new Set(draft.recipients.map(({ email }) => email));
  const each = suspected.recipients.filter(({ email }) => here.has(email));
  const all = new Map(
    each.flatMap(({ suspicions }) =>
      suspicions.filter(({ signal }) => ofAll.has(signal)).map((one) => [one.signal, one]),
    ),
  );
  return (
    <div className="suspected" aria-live="polite">
      <ul>
        {[...all.values()].map(({ signal, meant = "" }) => (
          <LineOfAll key={signal} draft={draft} signal={signal} meant={meant} />
        ))}
        {each.map(({ email, suspicions }) => {
          const own = suspicions.filter(({ signal }) => !ofAll.has(signal));
          // That it is new says nothing more where something else is odd.
          const suspicion = own.find(({ signal }) => signal !== "first-time") ?? own[0];
          return suspicion && <Line key={email} draft={draft} email={email} suspicion={suspicion} />;
        })}
      </ul>
      {suspected.retired.map((signal) => (
        <Retired key={signal} signal={signal} />
      ))}
    </div>
  );
}
