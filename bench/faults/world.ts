import type { FlakyCopy, FlakySmarthost } from "../../tests/support/flaky-smarthost.ts";
import { RefusedCall } from "../../tests/e2e/http/support/client.ts";
import type { Gateway } from "./gateway.ts";
import type { Installation } from "./installation.ts";
import type { Ledger } from "./ledger.ts";
import type { Member } from "./member.ts";

/** All that a run works with. */
export interface World {
  readonly installation: Installation;
  readonly smarthost: FlakySmarthost;
  readonly gateway: Gateway;
  readonly ledger: Ledger;
  readonly member: Member;
  readonly sender: { readonly email: string; readonly user: string; readonly secret: string };
  /** What the smarthost has for somebody, in the order in which it came. */
  copiesFor(guest: string): readonly FlakyCopy[];
}

/** Finds copies without looking at all of them each time. */
export function indexOf(smarthost: FlakySmarthost): (guest: string) => readonly FlakyCopy[] {
  const byGuest = new Map<string, FlakyCopy[]>();
  let seen = 0;
  return (guest) => {
    for (; seen < smarthost.copies.length; seen++) {
      const copy = smarthost.copies[seen]!;
      const list = byGuest.get(copy.to);
      if (list) list.push(copy);
      else byGuest.set(copy.to, [copy]);
    }
    return byGuest.get(guest) ?? [];
  };
}

/** Refusals that promise that nothing was kept, although they come from trouble of the server's own. */
const promises = new Set(["blobs.disk_full", "database.disk_full", "uploads.busy"]);

/** What an error says of the act that it ended. */
export function outcomeOf(ledger: Ledger, error: unknown): "refused" | "unknown" {
  if (!(error instanceof RefusedCall)) return "unknown";
  const { status, code } = error.problem;
  ledger.refusals.set(`${status} ${code}`, (ledger.refusals.get(`${status} ${code}`) ?? 0) + 1);
  return status < 500 || promises.has(code) ? "refused" : "unknown";
}
