import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { ContactForm } from "./contact-form.tsx";
import { type Contact, contactsChanged } from "./contact-queries.ts";

/** Who it is, and in plain words how they prove to be the one. */
export function ContactRow({ contact }: { contact: Contact }): JSX.Element {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"change" | "forget">();
  const { contactId, email, name, verification, phoneHint, passwordKnown, book } = contact;
  const close = (): void => setOpen(undefined);
  const forget = useMutation({
    mutationFn: () => call("forgetContact", { params: { contactId }, query: { book } }),
    onSuccess: contactsChanged,
  });
  const check =
    verification === "sms"
      ? phoneHint === null
        ? t("contacts.sms_missing")
        : t("contacts.sms_known", { hint: phoneHint })
      : verification === "password"
        ? t(passwordKnown ? "contacts.password_known" : "contacts.password_missing")
        : t("contacts.none_known");
  return (
    <li className="row">
      <span className="row-main">
        <strong>{name ?? email}</strong>
        {name !== undefined && <span className="soft">{email}</span>}
        <span className="soft">
          {check}
          {book === "mine" && ` · ${t("contacts.only_me")}`}
        </span>
      </span>
      <span className="row-actions">
        <Button
          size="sm"
          variant="default"
          aria-label={t("contacts.change_of", { name: name ?? email })}
          onClick={() => setOpen("change")}
        >
          {t("contacts.change")}
        </Button>
        <Button
          size="sm"
          variant="default"
          aria-label={t("contacts.forget_of", { name: name ?? email })}
          onClick={() => setOpen("forget")}
        >
          {t("contacts.forget")}
        </Button>
      </span>
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={t(open === "forget" ? "contacts.forget_title" : "contacts.change_title", { name: name ?? email })}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        {open === "change" && <ContactForm contact={contact} onClose={close} />}
        {open === "forget" && (
          <div className="stack">
            <p>{t(`contacts.forget_means.${book}`)}</p>
            <ProblemNote error={forget.error} />
            <div className="form-actions">
              <Button data-autofocus loading={forget.isPending} onClick={() => forget.mutate()}>
                {t("contacts.forget")}
              </Button>
              <Button variant="default" onClick={close}>
                {t("common.cancel")}
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </li>
  );
}
