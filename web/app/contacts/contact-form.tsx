import { Button, Radio, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language, Verification } from "#/contract/index.ts";
import { VerificationFields } from "../mail/verification-fields.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import { type Book, type Contact, contactsChanged } from "./contact-queries.ts";

const languages: readonly Language[] = ["nl", "fr", "de", "en"];

/** A contact, new or to be changed: what it is called, and how it proves to be the one. */
export function ContactForm({ contact, onClose }: { contact?: Contact; onClose: () => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [email, setEmail] = useState(contact?.email ?? "");
  const [name, setName] = useState(contact?.name ?? "");
  const [book, setBook] = useState<Book>(contact?.book ?? "firm");
  const [verification, setVerification] = useState<Verification>(contact?.verification ?? "none");
  const [phone, setPhone] = useState("");
  const [password, setPassword] = useState("");
  const [language, setLanguage] = useState<Language | null>(contact?.language ?? null);
  const names = new Intl.DisplayNames(i18n.language, { type: "language" });
  const save = useMutation({
    mutationFn: () => {
      const change = {
        name: name.trim() === "" ? null : name.trim(),
        verification,
        language,
        book,
        ...(phone.trim() !== "" && { phone: phone.trim() }),
        ...(password !== "" && { password }),
      };
      return contact
        ? call("changeContact", { params: { contactId: contact.contactId }, body: change })
        : call("createContact", { body: { ...change, email: email.trim() } });
    },
    onSuccess: async () => {
      await contactsChanged();
      onClose();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label={t("contacts.email")}
        type="email"
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={254}
        readOnly={contact !== undefined}
        data-autofocus={contact === undefined || undefined}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label={t("contacts.name")}
        autoComplete="off"
        maxLength={200}
        data-autofocus={contact !== undefined || undefined}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className="checks">
        <legend>{t("contacts.check")}</legend>
        <VerificationFields
          name={name === "" ? email : name}
          verification={verification}
          onVerification={setVerification}
          phone={phone}
          onPhone={setPhone}
          password={password}
          onPassword={setPassword}
          phoneKnown={contact !== undefined && contact.phoneHint !== null}
          passwordKnown={contact?.passwordKnown === true}
        />
        <p className="soft">{t(`contacts.means.${verification}`)}</p>
      </fieldset>
      <Select
        label={t("contacts.language")}
        data={[
          { value: "", label: t("contacts.language_own") },
          ...languages.map((tag) => ({ value: tag, label: names.of(tag) ?? tag })),
        ]}
        value={language ?? ""}
        allowDeselect={false}
        onChange={(value) => setLanguage(value === "" || value === null ? null : (value as Language))}
      />
      <Radio.Group
        label={t("contacts.for")}
        value={book}
        onChange={(value) => setBook(value === "mine" ? "mine" : "firm")}
      >
        <div className="choices">
          <Radio value="firm" label={t("contacts.book.firm")} description={t("contacts.book_means.firm")} />
          <Radio value="mine" label={t("contacts.book.mine")} description={t("contacts.book_means.mine")} />
        </div>
      </Radio.Group>
      <ProblemNote error={save.error} />
      <div className="form-actions">
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
