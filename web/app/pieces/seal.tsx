import type { JSX } from "react";
import { waxLetter, waxShape } from "../../parts/seal-shape.ts";

/** The wax seal; cracked where a message was recalled. Decoration: the word beside it says the same. */
export function Seal({ sizePx = 40, broken = false }: { sizePx?: number; broken?: boolean }): JSX.Element {
  return (
    <svg className="seal" width={sizePx} height={sizePx} viewBox="0 0 48 48" aria-hidden="true">
      <path className="seal-wax" d={waxShape} />
      <circle className="seal-ring" cx="24" cy="24" r="15" />
      <path className="seal-letter" d={waxLetter} />
      {broken && <path className="seal-crack" d="M27 1l-5 12 6 7-8 9 5 7-3 11" />}
    </svg>
  );
}
