import { call, queryClient } from "../../session.ts";
import { type Draft, hasDraft, isBlank, readDraft, restoreDraft } from "../draft.ts";
import { offerUndo } from "../undo.ts";
import { draftsKey, letGo, saveLater, settled, versionOf } from "./saving.ts";
import { putUploadsAside } from "./uploads.ts";

/** Thrown away, and still to be taken back: no list shows them. */
let hidden: ReadonlySet<string> = new Set();

export const isThrown = (draftId: string): boolean => hidden.has(draftId);

function mark(draftId: string, isGone: boolean): void {
  hidden = new Set(isGone ? [...hidden, draftId] : [...hidden].filter((each) => each !== draftId));
  // The list is the same and is looked at again.
  queryClient.setQueryData(draftsKey, (list: object | undefined) => list && { ...list });
}

async function remove({ draftId }: Draft): Promise<void> {
  try {
    if (versionOf(draftId) > 0) await call("removeDraft", { params: { draftId }, keepalive: true });
  } finally {
    await queryClient.invalidateQueries({ queryKey: draftsKey });
    mark(draftId, false);
  }
}

/** Under its own key again, or under its id where something else is written there by now. */
function takeUp(draft: Draft): Draft {
  const key = hasDraft(draft.key) && !isBlank(readDraft(draft.key)) ? draft.draftId : draft.key;
  const restored: Draft = { ...draft, key, version: versionOf(draft.draftId), given: draft.given + 1 };
  restoreDraft(restored);
  if (restored.saving !== "saved") saveLater(key);
  return restored;
}

/** Throws a draft away, here at once and on the server when nobody takes it back; `said` is what the offer says. */
export function throwAway(key: string, said: string): void {
  const draft = readDraft(key);
  const { draftId } = draft;
  const running = settled(key);
  const uploads = putUploadsAside(key);
  letGo(key);
  const finish = (): void => {
    uploads.close();
    // What is on its way to the server is taken away too.
    if (running) void running.then(() => remove(draft)).catch(() => undefined);
    else void remove(draft).catch(() => undefined);
  };
  if (isBlank(draft)) return finish();
  mark(draftId, true);
  offerUndo({
    said,
    undo: () => {
      const restored = takeUp(draft);
      uploads.resume(restored.key);
      mark(draftId, false);
      return restored;
    },
    finish,
  });
}
