import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../pieces/problem-note.tsx";
import { meQuery, queryClient } from "../session.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { isBlank, keyOfDraft, readDraft, useDraft } from "./draft.ts";
import { Letter } from "./letter.tsx";
import { useFolderName } from "./find/finding-queries.ts";
import { conversationQuery } from "./mail-queries.ts";
import { beginReply, peopleToAnswer } from "./reply.ts";
import { ReplyForm } from "./reply-form.tsx";
import { ConversationActs } from "./write/conversation-acts.tsx";
import { loadDraft } from "./write/saving.ts";
import { isThrown } from "./write/throwing.ts";
import { draftsQuery } from "./write/writing-queries.ts";

/** A conversation as letters, newest open; answer below. */
export function ConversationPane(): JSX.Element {
  const { folder, conversationId } = useParams({ from: "/member/mail/$folder/$conversationId" });
  return <Conversation key={conversationId} folder={folder} conversationId={conversationId} />;
}

function Conversation({ folder, conversationId }: { folder: string; conversationId: string }): JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useSuspenseQuery(meQuery);
  const conversation = useQuery(conversationQuery(conversationId));
  const draft = useDraft(conversationId);
  const [asked, setReplying] = useState(false);
  const replying = asked || !isBlank(draft);
  const heading = useRef<HTMLHeadingElement>(null);
  const { data } = conversation;
  const loaded = data !== undefined;
  const newest = useRef<HTMLDivElement>(null);
  const many = (data?.messages.length ?? 0) > 1;

  useEffect(() => {
    if (!loaded) return;
    heading.current?.focus({ preventScroll: true });
    // Of a longer conversation the newest is what somebody comes for; the earlier ones are above it.
    if (many) newest.current?.scrollIntoView({ block: "start" });
    void queryClient.invalidateQueries({ queryKey: ["mail"] });
  }, [loaded, many]);

  const saved = useQuery(draftsQuery).data?.drafts.find(
    (each) => each.conversationId === conversationId && !isThrown(each.draftId),
  )?.draftId;
  useEffect(() => {
    if (saved !== undefined && keyOfDraft(saved) === undefined && isBlank(readDraft(conversationId)))
      void loadDraft(conversationId, saved);
  }, [saved, conversationId]);

  const reply = (everybody = false): void => {
    if (!data) return;
    beginReply(data, me.email, everybody);
    setReplying(true);
  };
  useShortcuts({
    r: () => reply(),
    a: () => reply(true),
    Escape: () => void navigate({ to: "/mail/$folder", params: { folder } }),
  });

  const messages = data?.messages.toSorted((a, b) => a.sentAt.localeCompare(b.sentAt)) ?? [];
  // Open are the newest one, and one's own newest, which says what became of it.
  const opened = new Set([messages.at(-1), messages.findLast((message) => message.direction === "out")]);
  return (
    <article className="conversation" aria-busy={conversation.isPending}>
      <Link to="/mail/$folder" params={{ folder }} className="back">
        <IconArrowLeft size={20} stroke={1.75} aria-hidden="true" /> {useFolderName(folder)}
      </Link>
      <ProblemNote error={conversation.error} />
      {data && (
        <>
          <header className="conversation-head">
            <h1 ref={heading} tabIndex={-1}>
              {data.subject === "" ? t("common.no_subject") : data.subject}
            </h1>
          </header>
          {messages.map((message) => (
            <div key={message.messageId} className="of-conversation" ref={message === messages.at(-1) ? newest : null}>
              <Letter message={message} folded={!opened.has(message)} />
            </div>
          ))}
          {replying ? (
            <ReplyForm draft={draft} onDone={() => setReplying(false)} />
          ) : (
            <ConversationActs
              conversationId={conversationId}
              messageId={messages.at(-1)!.messageId}
              many={peopleToAnswer(data, me.email).length > 1}
              onReply={reply}
            />
          )}
        </>
      )}
    </article>
  );
}
