import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

export interface CodeWords {
  /** String literals given to `t`. */
  readonly said: readonly { readonly key: string; readonly file: string }[];
  /** All string literals, some of which are keys that reach `t` by another way. */
  readonly literals: ReadonlySet<string>;
  /** Template literals with gaps, as patterns of keys. */
  readonly patterns: readonly { readonly pattern: RegExp; readonly file: string; readonly givenToT: boolean }[];
  /** Text that a person would read and that stands in the code itself. */
  readonly textInCode: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [part: string]: unknown;
}

const web = join(import.meta.dirname, "..");
const letters = /\p{L}{2,}/u;
const readAttributes = new Set(["aria-label", "label", "title", "placeholder", "alt", "description", "error"]);

const isNode = (part: unknown): part is Node => typeof part === "object" && part !== null && "type" in part;

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const part of Object.values(node)) {
    if (Array.isArray(part)) {
      for (const each of part) if (isNode(each)) walk(each, visit);
    } else if (isNode(part)) walk(part, visit);
  }
}

const nameOf = (node: unknown): string => (isNode(node) ? String(node["name"] ?? "") : "");

const escapeForPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

function patternOf(template: Node): RegExp | undefined {
  const texts = (template["quasis"] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
  return texts.length > 1 && /^[a-z_]+\./.test(texts[0]!)
    ? new RegExp(`^${texts.map(escapeForPattern).join(".+")}$`)
    : undefined;
}

/** Reads all code of the pages and finds what it says. */
export function readCode(): CodeWords {
  const said: { key: string; file: string }[] = [];
  const literals = new Set<string>();
  const patterns: { pattern: RegExp; file: string; givenToT: boolean }[] = [];
  const textInCode: string[] = [];
  for (const file of globSync("{app,guest,parts}/**/*.{ts,tsx}", { cwd: web })) {
    const { program } = parseSync(file, readFileSync(join(web, file), "utf8"));
    const givenToT = new Set<unknown>();
    walk(program as unknown as Node, (node) => {
      if (node.type === "CallExpression" && nameOf(node["callee"]) === "t") {
        const [first] = node["arguments"] as Node[];
        givenToT.add(first);
        if (first?.type === "Literal") said.push({ key: String(first["value"]), file });
      }
      if (node.type === "Literal" && typeof node["value"] === "string") literals.add(node["value"]);
      if (node.type === "TemplateLiteral") {
        const pattern = patternOf(node);
        if (pattern) patterns.push({ pattern, file, givenToT: givenToT.has(node) });
      }
      if (node.type === "JSXText" && letters.test(String(node["value"])))
        textInCode.push(`${file}: ${String(node["value"]).trim()}`);
      const value = node["value"];
      if (node.type === "JSXAttribute" && readAttributes.has(nameOf(node["name"])) && isNode(value))
        if (value.type === "Literal" && letters.test(String(value["value"])))
          textInCode.push(`${file}: ${nameOf(node["name"])}="${String(value["value"])}"`);
    });
  }
  return { said, literals, patterns, textInCode };
}
