import { Button } from "@mantine/core";
import { IconArrowForwardUp, IconMessageReply, IconMessages, IconUserShare } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../pieces/problem-note.tsx";
import { call } from "../../session.ts";
import { takeDraft } from "./saving.ts";
import { ShareWindow } from "./share-window.tsx";
import "./write.css";

interface ConversationActsProps {
  readonly conversationId: string;
  /** The newest message: what is forwarded. */
  readonly messageId: string;
  /** More than one other person is in it. */
  readonly many: boolean;
  readonly onReply: (everybody: boolean) => void;
}

/** What one does with a conversation: answer, forward, or let a colleague read along. */
export function ConversationActs(props: ConversationActsProps): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [sharing, setSharing] = useState(false);
  const forward = useMutation({
    mutationFn: () => call("startDraft", { params: { messageId: props.messageId }, body: { kind: "forward" } }),
    onSuccess: (draft) => {
      takeDraft(draft.draftId, draft);
      return navigate({ to: "/mail/drafts/$draftId", params: { draftId: draft.draftId } });
    },
  });
  return (
    <div className="conversation-foot">
      <Button leftSection={<IconMessageReply size={20} stroke={1.75} />} onClick={() => props.onReply(false)}>
        {t("mail.reply")}
      </Button>
      {props.many && (
        <Button
          variant="default"
          leftSection={<IconMessages size={20} stroke={1.75} />}
          onClick={() => props.onReply(true)}
        >
          {t("write.reply_all")}
        </Button>
      )}
      <Button
        variant="default"
        loading={forward.isPending}
        leftSection={<IconArrowForwardUp size={20} stroke={1.75} />}
        onClick={() => forward.mutate()}
      >
        {t("write.forward")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconUserShare size={20} stroke={1.75} />}
        onClick={() => setSharing(true)}
      >
        {t("write.share.open")}
      </Button>
      <ProblemNote error={forward.error} />
      <ShareWindow conversationId={props.conversationId} opened={sharing} onClose={() => setSharing(false)} />
    </div>
  );
}
