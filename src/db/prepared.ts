/*
 * Statements that come again and again are prepared by PostgreSQL once for each connection: reading and planning them, with the
 * rules of row-level security, costs it more than most of them take. Each connection keeps their plans in its memory, so there
 * are not many, and none that is rare.
 */

const oftenEnough = 10;
const mostPrepared = 100;
const mostCounted = 2000;

const times = new Map<string, number>();
const names = new Map<string, string>();

/** The name under which a statement is prepared; undefined as long as it is rare. The same text has one name for ever. */
export function preparedName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostPrepared) return undefined;
  const seen = (times.get(text) ?? 0) + 1;
  if (seen >= oftenEnough) {
    times.delete(text);
    const name = `zegel_${names.size + 1}`;
    names.set(text, name);
    return name;
  }
  if (times.size >= mostCounted) times.clear();
  times.set(text, seen);
  return undefined;
}

/** A prepared statement reads from a table that was changed since: its connection can go on only without it. */
export const isOutOfDate = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "0A000" && error.message.startsWith("cached plan");
