import type { MisaddressingSignal } from "../../contract/index.ts";

/** What somebody did with a warning: changed something because of it, or sent all the same. */
export interface Click {
  readonly signal: MisaddressingSignal;
  readonly isHeeded: boolean;
}

export interface Weight {
  readonly signal: MisaddressingSignal;
  /** In the window. */
  readonly shown: number;
  readonly heeded: number;
  /** Heeded of shown, 0 to 1. */
  readonly precision: number;
  /** Nearly always clicked away: it is shown no more, and the member is told so. */
  readonly isRetired: boolean;
}

/** The last warnings of each kind that count. */
const window = 100;
/** Below this share of use a warning does more harm than good: it teaches to click away. */
const leastUse = 0.1;
const z = 1.96;

/** The upper end of the 95 % interval of a share (Wilson 1927): with few warnings it stays high, so nothing retires by chance. */
function upperShare(heeded: number, shown: number): number {
  const share = heeded / shown;
  const centre = share + z ** 2 / (2 * shown);
  const spread = z * Math.sqrt((share * (1 - share)) / shown + z ** 2 / (4 * shown ** 2));
  return (centre + spread) / (1 + z ** 2 / shown);
}

/**
 * How useful each warning was, from what was clicked, the oldest first. One that was heeded hardly ever retires, and stays
 * so; those in `kept` never do: what the agreements hold is not for the clicking to decide.
 */
export function weighSignals(clicks: readonly Click[], kept: ReadonlySet<MisaddressingSignal> = new Set()): Weight[] {
  const recent = new Map<MisaddressingSignal, boolean[]>();
  const retired = new Set<MisaddressingSignal>();
  for (const { signal, isHeeded } of clicks) {
    if (retired.has(signal)) continue;
    const last = [...(recent.get(signal) ?? []), isHeeded].slice(-window);
    recent.set(signal, last);
    if (!kept.has(signal) && upperShare(last.filter(Boolean).length, last.length) < leastUse) retired.add(signal);
  }
  return [...recent].map(([signal, last]) => {
    const heeded = last.filter(Boolean).length;
    return { signal, shown: last.length, heeded, precision: heeded / last.length, isRetired: retired.has(signal) };
  });
}
