import { Button, Modal } from "@mantine/core";
import { IconTrashX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call, queryClient } from "../../session.ts";

/** Says how long things stay in the bin, and empties it after saying what that does. */
export function EmptyTrash(): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const empty = useMutation({
    mutationFn: () => call("emptyTrash"),
    onSuccess: async () => {
      setAsking(false);
      await navigate({ to: "/mail/$folder", params: { folder: "trash" } });
      for (const key of ["mail", "search", "mailboxes", "conversation"])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  const close = (): void => setAsking(false);
  return (
    <div className="trash-note">
      <span className="soft">{t("mail.trash.lead")}</span>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconTrashX size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t("mail.trash.empty")}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t("mail.trash.sure")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <div className="stack">
          <p>{t("mail.trash.means")}</p>
          <p>{t("mail.trash.others")}</p>
          <ProblemNote error={empty.error} />
          <div className="form-actions">
            <Button variant="default" data-autofocus onClick={close}>
              {t("common.cancel")}
            </Button>
            <Button loading={empty.isPending} onClick={() => empty.mutate()}>
              {t("mail.trash.act")}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}
