import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { day } from "../../parts/format.ts";
import { mailboxesQuery } from "../mail/find/mailbox-queries.ts";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { call, queryClient } from "../session.ts";
import { type SharedMailbox, sharedMailboxesQuery } from "./mailboxes-queries.ts";

/** Closes a shared mailbox after saying what that does, or opens it again. */
export function MailboxClosing({ mailbox, onClose }: { mailbox: SharedMailbox; onClose: () => void }): JSX.Element {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { mailboxId, email, closedAt } = mailbox;
  const change = useMutation({
    mutationFn: () => call(closedAt === null ? "closeSharedMailbox" : "reopenSharedMailbox", { params: { mailboxId } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries(sharedMailboxesQuery);
      await queryClient.invalidateQueries(mailboxesQuery);
      onClose();
    },
  });
  if (closedAt !== null)
    return (
      <section className="stack mailbox-closing">
        <p>{t("mailboxes.closed_since", { day: day(closedAt, i18n.language) })}</p>
        <ProblemNote error={change.error} />
        <div className="form-actions">
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
            {t("mailboxes.reopen")}
          </Button>
        </div>
      </section>
    );
  return (
    <section className="stack mailbox-closing">
      <div aria-live="polite">
        {asking && (
          <ul className="plain-steps">
            <li>{t("mailboxes.close_in", { email })}</li>
            <li>{t("mailboxes.close_read")}</li>
            <li>{t("mailboxes.close_again")}</li>
          </ul>
        )}
      </div>
      <ProblemNote error={change.error} />
      <div className="form-actions">
        {asking ? (
          <>
            <Button loading={change.isPending} onClick={() => change.mutate()}>
              {t("mailboxes.close_sure")}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("mailboxes.close_not")}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("mailboxes.close")}
          </Button>
        )}
      </div>
    </section>
  );
}
