let pressed = false;
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressed = false), true);

/**
 * Acts once the press that is going on, if any, has had its effect. Leaving a field by pressing a button must not move
 * that button away from under the finger: the browser would give the press to nobody.
 */
export function afterPress(act: () => void): void {
  if (!pressed) return void setTimeout(act);
  const abort = new AbortController();
  const release = (): void => {
    abort.abort();
    // The click comes in the same turn, after this.
    setTimeout(act);
  };
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release, { signal: abort.signal });
}
