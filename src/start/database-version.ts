import { Client } from "pg";
import { clientConfig, type Connection } from "#/db/index.ts";

/** First releases, from https://www.postgresql.org/support/versioning/; each gets corrections for five years. */
const firstReleases: Readonly<Record<string, string>> = {
  "15": "2022-10-13",
  "16": "2023-09-14",
  "17": "2024-09-26",
  "18": "2025-09-25",
};
const supportYears = 5;
const monthMs = 30.44 * 24 * 60 * 60 * 1000;

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** `PostgreSQL 15.13 (major version 2 years and 3 months old, corrections until November 2027)`. */
export function describeVersion(version: string, now: Date): string {
  const name = `PostgreSQL ${version.split(" ")[0]}`;
  const first = firstReleases[version.split(".")[0] ?? ""];
  if (!first) return name;
  const released = new Date(first);
  const months = Math.max(0, Math.floor((now.getTime() - released.getTime()) / monthMs));
  const age = `${counted(Math.floor(months / 12), "year")} and ${counted(months % 12, "month")} old`;
  const end = new Date(Date.UTC(released.getUTCFullYear() + supportYears, 10, 1));
  const until = `corrections ${end > now ? "until" : "ended in"} November ${end.getUTCFullYear()}`;
  return `${name} (major version ${age}, ${until})`;
}

/** Asks the server what it is. */
export async function databaseVersion(connection: Connection, now: Date): Promise<string> {
  const client = new Client(clientConfig(connection));
  // What breaks it is thrown by the question that is under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return describeVersion(rows[0]!.server_version, now);
  } finally {
    await client.end();
  }
}
