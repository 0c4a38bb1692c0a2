import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "#/kernel/index.ts";
import { settings, variableNames } from "./table.ts";
import type { VariableName } from "./table.ts";

/** The directory of the program: relative defaults start here, so that the command line works from anywhere. */
export const programDirectory = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export interface RawValue {
  readonly text: string | undefined;
  readonly origin: "default" | "environment" | `file ${string}`;
  readonly baseDirectory: string;
}

export interface RawValues {
  readonly values: Readonly<Record<VariableName, RawValue>>;
  /** Variables that look like ours and are not, each with the nearest one that is. */
  readonly unknown: readonly { readonly name: string; readonly nearest: string }[];
}

/** The refusal that ends a start with exit code 78. */
export const invalidConfig = (variable: string, expects: string): Refusal =>
  new Refusal("invalid", "config.invalid", { variable, expects });

const linePattern = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

function unquoted(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted ? quoted[2]! : text;
}

function readFile(file: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw invalidConfig("ZEGEL_CONFIG", `a readable file of lines VARIABLE=value, not ${file}`);
  }
  const found = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = linePattern.exec(line);
    if (!match) throw invalidConfig("ZEGEL_CONFIG", `lines VARIABLE=value, which line ${index + 1} of ${file} is not`);
    const name = match[1]!;
    if (!isVariable(name)) {
      throw invalidConfig(
        "ZEGEL_CONFIG",
        `known variables; ${name} in line ${index + 1} of ${file} is none (nearest: ${nearest(name)})`,
      );
    }
    found.set(name, unquoted(match[2]!.trim()));
  }
  return found;
}

const isVariable = (name: string): name is VariableName => Object.hasOwn(settings, name);

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

const nearest = (name: string): string => variableNames.toSorted((a, b) => distance(name, a) - distance(name, b))[0]!;

/** Collects the text of every variable: environment before file before default. An empty value counts as absent. */
export function readSources(environment: NodeJS.ProcessEnv): RawValues {
  const named = environment["ZEGEL_CONFIG"];
  const file = named ? resolve(named) : undefined;
  const inFile = file ? readFile(file) : new Map<string, string>();
  const values = Object.fromEntries(
    variableNames.map((name): [VariableName, RawValue] => {
      const own = environment[name]?.trim();
      if (own) return [name, { text: own, origin: "environment", baseDirectory: process.cwd() }];
      const filed = inFile.get(name);
      if (file && filed) return [name, { text: filed, origin: `file ${file}`, baseDirectory: dirname(file) }];
      return [name, { text: settings[name].defaultValue, origin: "default", baseDirectory: programDirectory }];
    }),
  ) as Record<VariableName, RawValue>;
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith("ZEGEL_") && name !== "ZEGEL_CONFIG" && !isVariable(name))
    .map((name) => ({ name, nearest: nearest(name) }));
  return { values, unknown };
}

/** Of the program, as `package.json` has it. */
export const programVersion = (): string =>
  (JSON.parse(readFileSync(join(programDirectory, "package.json"), "utf8")) as { version: string }).version;
