import { useRouter } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { isOutgoing } from "../mail/outgoing.ts";
import { call, type Me, meQuery, queryClient, sessionLocked } from "../session.ts";

/** When somebody last did something, in any tab of this browser. */
const activeKey = "zegel.active";
/** What the last tab did that locked or released. */
const lockKey = "zegel.lock";
const lookEveryMs = 5_000;
const noteEveryMs = 2_000;
const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

const noteActivity = (): void => localStorage.setItem(activeKey, String(Date.now()));
const idleMs = (): number => Date.now() - Number(localStorage.getItem(activeKey) ?? Date.now());

/** Locks the session when nobody was at the keyboard for so long as the firm chose, in all tabs at once. */
export function useIdleLock({ idleMinutes, locked }: Me): { release(): Promise<void> } {
  const router = useRouter();
  const release = useCallback(async (): Promise<void> => {
    noteActivity();
    queryClient.setQueryData(meQuery.queryKey, (me) => me && { ...me, locked: false });
    await router.invalidate();
  }, [router]);

  useEffect(() => {
    const follow = ({ key, newValue }: StorageEvent): void => {
      if (key !== lockKey) return;
      if (newValue?.startsWith("locked")) sessionLocked();
      else void release();
    };
    addEventListener("storage", follow);
    return () => removeEventListener("storage", follow);
  }, [release]);

  useEffect(() => {
    if (idleMinutes === 0 || locked) return undefined;
    noteActivity();
    let notedAt = Date.now();
    const note = (): void => {
      if (Date.now() - notedAt < noteEveryMs) return;
      notedAt = Date.now();
      // Whoever comes back too late has done nothing yet.
      if (!look()) noteActivity();
    };
    const look = (): boolean => {
      if (idleMs() < idleMinutes * 60_000 || isOutgoing()) return false;
      sessionLocked();
      tellTabs("locked");
      // Should it fail, the page is locked all the same, and the session ends by itself.
      call("lock").catch(() => undefined);
      return true;
    };
    const timer = setInterval(look, lookEveryMs);
    for (const sign of signs) addEventListener(sign, note, { passive: true });
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      for (const sign of signs) removeEventListener(sign, note);
      document.removeEventListener("visibilitychange", look);
    };
  }, [idleMinutes, locked]);

  return {
    release: async () => {
      tellTabs("released");
      await release();
    },
  };
}

/** With the time, so that it is a change each time. */
function tellTabs(what: "locked" | "released"): void {
  localStorage.setItem(lockKey, `${what} ${Date.now()}`);
}
