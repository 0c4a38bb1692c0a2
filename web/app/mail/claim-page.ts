import { claimDrafts } from "./draft.ts";

let owner: string | undefined;

/**
 * Before anything is shown to who is signed in. A page outlives a session, so that nothing is lost when one ends; whoever
 * signs in where somebody else was gets a fresh one, with nothing of theirs in its memory.
 */
export function claimPage(memberId: string): void {
  claimDrafts(memberId);
  if (owner !== undefined && owner !== memberId) location.reload();
  owner = memberId;
}
