import { useEffect, useRef } from "react";

const isBox = (target: HTMLElement): boolean => target instanceof HTMLInputElement && target.type === "checkbox";
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  !isBox(target) &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const windowOpen = '[role="dialog"][aria-modal="true"]';
/** Whether a window was open when the key went down: the key that closes it does nothing else. */
let wasWindowOpen = false;
addEventListener("keydown", () => (wasWindowOpen = document.querySelector(windowOpen) !== null), true);

/** Single keys, while nobody types and no window is open. */
export function useShortcuts(acts: Readonly<Record<string, () => void>>): void {
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
      if (wasWindowOpen) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
