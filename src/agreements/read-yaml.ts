import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import type { Place, Problem } from "./problems.ts";

/** Deep or long lines make the package's regular expressions and recursion grow until the process ends: looked at before. */
export const yamlBounds = { bytes: 65_536, lines: 3000, lineUnits: 1000, indent: 40, flowDepth: 8 } as const;

function tooMuch(text: string): Problem | undefined {
  if (Buffer.byteLength(text) > yamlBounds.bytes)
    return { line: 1, column: 1, path: "", code: "too_large", limit: yamlBounds.bytes / 1024 };
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > yamlBounds.lines)
    return { line: yamlBounds.lines, column: 1, path: "", code: "too_many_lines", limit: yamlBounds.lines };
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    const here = { line: index + 1, column: 1, path: "" };
    if (line.length > yamlBounds.lineUnits) return { ...here, code: "line_too_long", limit: yamlBounds.lineUnits };
    if (/^[\s\-?:]*/.exec(line)![0].length > yamlBounds.indent) return { ...here, code: "too_deep" };
    for (const letter of line) {
      if (letter === "[" || letter === "{") depth++;
      else if ((letter === "]" || letter === "}") && depth > 0) depth--;
      if (depth > yamlBounds.flowDepth) return { ...here, code: "too_deep" };
    }
  }
  return undefined;
}

type Path = readonly PropertyKey[];

/** A YAML text that was read, and where in it something stands. */
export interface ReadYaml {
  readonly value: unknown;
  /** The nearest place there is for a path: where a key is missing, that of what it belongs in. */
  placeOf(path: Path): Place;
  /** What is written there, shortened; undefined for whole lists and mappings. */
  writtenAt(path: Path): string | undefined;
}

const pathText = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");

function reader(document: Document, lines: LineCounter): ReadYaml {
  const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true));
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    placeOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const node = nodeAt(path.slice(0, length));
        if (!isNode(node) || !node.range) continue;
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col, path: pathText(path) };
      }
      return { line: 1, column: 1, path: pathText(path) };
    },
    writtenAt(path) {
      const node = nodeAt(path);
      return isScalar(node) ? String(node.value).slice(0, 60) : undefined;
    },
  };
}

const isPlain = (node: unknown): boolean =>
  !isAlias(node) &&
  (!isNode(node) || (node.tag === undefined && !((isScalar(node) || isCollection(node)) && node.anchor)));

/** The second key of a name in one mapping. The package's own look for it compares each with each. */
function keyTwice(map: YAMLMap): unknown {
  const seen = new Set<string>();
  return map.items.find(({ key }) => {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) return false;
    const isKnown = seen.has(name);
    seen.add(name);
    return isKnown;
  })?.key;
}

/** Anchors, aliases and tags have no place in agreements: what is read has to be what stands there. */
function forbidden(document: Document, lines: LineCounter): Problem | undefined {
  let found: Problem | undefined;
  const stop = (node: unknown, code: "no_anchors" | "key_twice"): symbol => {
    const { line, col } = lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    found = { line, column: col, path: "", code };
    return visit.BREAK;
  };
  visit(document, (_key, node) => {
    if (!isPlain(node)) return stop(node, "no_anchors");
    const second = isMap(node) ? keyTwice(node) : undefined;
    return second === undefined ? undefined : stop(second, "key_twice");
  });
  return found;
}

/** Reads YAML 1.2 with its core schema, one document; or says the first thing that is wrong with it as YAML. */
export function readYaml(text: string): ReadYaml | Problem {
  const bounded = tooMuch(text);
  if (bounded) return bounded;
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const [error] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const code = error.code === "MULTIPLE_DOCS" ? "one_document" : "no_yaml";
    return { line, column: col, path: "", code };
  }
  return forbidden(document, lines) ?? reader(document, lines);
}
