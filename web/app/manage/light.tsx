import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from "@tabler/icons-react";
import type { JSX } from "react";
import "./operation.css";

export type LightState = "good" | "care" | "bad" | "unknown";

const icons = { good: IconCircleCheck, care: IconAlertTriangle, bad: IconCircleX, unknown: IconHelpCircle } as const;

/** How something is doing: colour, sign and word, so that no one of them has to be seen. */
export function Light({ state, children }: { state: LightState; children: string }): JSX.Element {
  const Icon = icons[state];
  return (
    <span className={state === "good" ? "light" : `light light-${state}`} data-state={state}>
      <Icon size={20} stroke={1.75} aria-hidden="true" /> {children}
    </span>
  );
}
