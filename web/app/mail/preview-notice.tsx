import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Verification } from "#/contract/index.ts";
import { LetterFrame } from "../pieces/letter-frame.tsx";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call } from "../session.ts";
import "../manage/look.css";

interface Whom {
  readonly email: string;
  readonly name: string;
  readonly verification: Verification;
}

function Notice({ email, verification }: Whom): JSX.Element {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ["mail", "notice", email, verification],
    queryFn: () => call("previewNotice", { body: { email, verification } }),
  });
  if (!data) return error ? <ProblemNote error={error} /> : <p className="soft">{t("common.loading")}</p>;
  return (
    <div className="stack">
      <p>{t(`mail.preview.then_${verification}`)}</p>
      <div className="look-paper">
        <dl className="look-head">
          <dt>{t("settings.look.from")}</dt>
          <dd>{data.from}</dd>
          <dt>{t("settings.look.subject")}</dt>
          <dd>{data.subject}</dd>
        </dl>
        <LetterFrame html={data.html} text={data.text} />
      </div>
    </div>
  );
}

/** What somebody will find in the ordinary mailbox, before one sends. */
export function PreviewNotice(whom: Whom): JSX.Element {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { name } = whom;
  return (
    <>
      <button type="button" className="link-button" onClick={() => setOpen(true)}>
        {t("mail.preview.open")}
        <span className="unseen"> {name}</span>
      </button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t("mail.preview.title", { name })}
        closeButtonProps={{ "aria-label": t("common.close") }}
        size="lg"
      >
        <Notice {...whom} />
      </Modal>
    </>
  );
}
