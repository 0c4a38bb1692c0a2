import { IconTag } from "@tabler/icons-react";
import type { JSX } from "react";
import { type Label, useLabels } from "./finding-queries.ts";

/** A label in its colour, which is never the only sign: the word stands beside it. */
export function LabelMark({ label }: { label: Label }): JSX.Element {
  return (
    <span className="label-chip" data-colour={label.colour}>
      <IconTag size={14} stroke={2} aria-hidden="true" />
      <span>{label.name}</span>
    </span>
  );
}

export function LabelChips({ labelIds }: { labelIds: readonly string[] }): JSX.Element | null {
  const labels = useLabels().filter((label) => labelIds.includes(label.labelId));
  if (labels.length === 0) return null;
  return (
    <span className="label-chips">
      {labels.map((label) => (
        <LabelMark key={label.labelId} label={label} />
      ))}
    </span>
  );
}
