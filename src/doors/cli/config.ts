import { describeConfig, readSources } from "#/config.ts";
import type { Command } from "./command.ts";

const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
};

export const command: Command = {
  name: "config",
  usage: "",
  summary: "what is configured, and where each value comes from",
  options: {},
  run: async (context) => {
    const rows = describeConfig(readSources(context.environment));
    context.print(
      rows,
      columns([["variable", "value", "origin"], ...rows.map((row) => [row.variable, row.value, row.origin])]),
    );
  },
};
