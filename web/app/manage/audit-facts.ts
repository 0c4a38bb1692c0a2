import { justBefore } from "../../parts/format.ts";

/** As much of an entry as is needed to tell what it was. */
export interface ToldEntry {
  readonly at: string;
  readonly act: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly senderName: string | null;
}

/** The longest time in which sending can be undone, which holds every ordinary message for a moment. */
const longestUndoMs = 120_000;

/** True for a message that was sent just so: it waits for nothing but the time for undoing. */
export function isOrdinarySend({ act, at, details }: Pick<ToldEntry, "act" | "at" | "details">): boolean {
  const leaves = details["releaseAt"];
  return (
    act === "mail.message-scheduled" &&
    typeof leaves === "string" &&
    new Date(leaves).getTime() - new Date(at).getTime() <= longestUndoMs
  );
}

const isSaid = (value: unknown): value is string | number | true =>
  value === true || (value !== "" && typeof value === "string") || typeof value === "number";

/**
 * What stands beside an act, as far as it is for people: ids are left out or become names, and the end of standing in,
 * kept as the first moment after it, becomes the last one of it.
 */
export function factsOf(entry: ToldEntry): [name: string, value: string | number | true][] {
  const told: [string, string | number | true][] = [];
  for (const [name, value] of Object.entries(entry.details)) {
    if (name.endsWith("Id") || !isSaid(value)) continue;
    if (name === "sender") {
      if (entry.senderName !== null) told.push([name, entry.senderName]);
    } else if (name === "until" && entry.act === "mail.stand-in-named") told.push([name, justBefore(String(value))]);
    else if (!(name === "releaseAt" && isOrdinarySend(entry))) told.push([name, value]);
  }
  return told;
}
