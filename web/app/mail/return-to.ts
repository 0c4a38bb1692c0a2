import { useNavigate } from "@tanstack/react-router";
import { type Draft, newDraftKey } from "./draft.ts";

/** Goes where a draft is written on. */
export function useReturnTo(): (draft: Draft) => void {
  const navigate = useNavigate();
  return ({ key, conversationId }) => {
    if (key === newDraftKey) return void navigate({ to: "/mail/$folder/new", params: { folder: "inbox" } });
    if (key === conversationId)
      return void navigate({ to: "/mail/$folder/$conversationId", params: { folder: "inbox", conversationId } });
    return void navigate({ to: "/mail/drafts/$draftId", params: { draftId: key } });
  };
}
