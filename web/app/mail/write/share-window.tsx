import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { membersQuery } from "../../manage/member-queries.ts";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call, meQuery } from "../../session.ts";

interface ShareWindowProps {
  readonly conversationId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Lets colleagues read along, instead of sending them a copy. */
export function ShareWindow({ conversationId, opened, onClose }: ShareWindowProps): JSX.Element {
  const { t, i18n } = useTranslation();
  const { data: me } = useSuspenseQuery(meQuery);
  const members = useQuery({ ...membersQuery, enabled: opened });
  const [chosen, setChosen] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const share = useMutation({
    mutationFn: () =>
      call("shareConversation", {
        params: { conversationId },
        body: { memberIds: chosen, ...(note.trim() !== "" && { note: note.trim() }) },
      }),
  });
  const colleagues = (members.data?.members ?? []).filter(
    ({ state, memberId }) => state === "active" && memberId !== me.memberId,
  );
  const close = (): void => {
    share.reset();
    setChosen([]);
    setNote("");
    onClose();
  };
  const names = share.data?.colleagues.map(({ name }) => name) ?? [];
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("write.share.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {share.data ? (
        <div className="stack">
          <output>
            {t("write.share.done", { names: new Intl.ListFormat(i18n.language).format(names), count: names.length })}
          </output>
          <Button data-autofocus onClick={close}>
            {t("common.close")}
          </Button>
        </div>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            share.mutate();
          }}
        >
          <p>{t("write.share.lead")}</p>
          <Checkbox.Group label={t("write.share.with")} value={chosen} onChange={setChosen}>
            <div className="choices">
              {colleagues.map(({ memberId, name }) => (
                <Checkbox key={memberId} value={memberId} label={name} />
              ))}
            </div>
          </Checkbox.Group>
          {members.data && colleagues.length === 0 && <p className="soft">{t("write.share.alone")}</p>}
          <Textarea
            label={t("write.share.note")}
            maxLength={2000}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <ProblemNote error={members.error ?? share.error} />
          <div className="form-actions">
            <Button type="submit" disabled={chosen.length === 0} loading={share.isPending}>
              {t("write.share.act")}
            </Button>
            <Button variant="default" onClick={close}>
              {t("common.cancel")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
