import { useSyncExternalStore } from "react";
import type { Draft } from "./draft.ts";

/** Something that was just done and can be taken back for a while. */
export interface Undoable {
  /** What was done, in a sentence. */
  readonly said: string;
  /** Takes it back; answers the draft to return to, where there is one. */
  undo(): Draft | undefined;
  /** Nobody took it back: now it is for good. */
  finish(): void;
}

const shownMs = 10_000;

let current: Undoable | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: Undoable | undefined): void {
  clearTimeout(timer);
  current = next;
  for (const listener of listeners) listener();
}

/** For good now, whatever waited. */
export function finishUndoable(): void {
  const done = current;
  become(undefined);
  done?.finish();
}

export function waitToFinish(): void {
  clearTimeout(timer);
  timer = setTimeout(finishUndoable, shownMs);
}
/** Whoever is looking at it decides how long it stays. */
export const holdUndoable = (): void => clearTimeout(timer);

/** Says what was done, and offers to take it back; what was offered before is for good then. */
export function offerUndo(offer: Undoable): void {
  finishUndoable();
  become(offer);
  waitToFinish();
}

export function takeBack(): Draft | undefined {
  const taken = current;
  become(undefined);
  return taken?.undo();
}

addEventListener("pagehide", finishUndoable);

export const useUndoable = (): Undoable | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
