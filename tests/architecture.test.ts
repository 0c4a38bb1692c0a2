import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { rooms } from "./support/rooms.ts";

const project = resolve(import.meta.dirname, "..");

/** What others may import of a room, where that is not its `index.ts`. */
const faces: Readonly<Record<string, readonly string[]>> = {
  // Kinds alone, without the schemas: what recognises in the browser should not carry those.
  contract: ["contract/index.ts", "contract/findings.ts"],
  config: ["config.ts"],
  app: ["app.ts"],
  "doors/cli": ["doors/cli/index.ts", "doors/cli/operator-line.ts"],
};

/** Packages that stay in the rooms named: each is one room's subject. */
const packages: Readonly<Record<string, readonly string[]>> = {
  pg: ["db", "db/embedded", "jobs", "backup", "start"],
  kysely: [
    "db",
    "jobs",
    "certificates",
    "spaces",
    "audit",
    "identity",
    "uploads",
    "agreements",
    "mail",
    "files",
    "support",
  ],
  "graphile-worker": ["db", "jobs"],
  fastify: ["doors/http", "doors/webdav"],
  saxes: ["doors/webdav"],
  "smtp-server": ["doors/smtp"],
  nodemailer: ["mail", "intake"],
  "sanitize-html": ["intake"],
  pino: ["start"],
  yaml: ["agreements"],
  "dns-packet": ["relay"],
};

/** Rooms that compute and nothing else: no files, no sockets, no other programs. */
const pure = new Set([
  "kernel",
  "contract",
  "vault",
  "words",
  "recognise",
  "agreements/rules",
  "agreements/misaddressing",
]);
/** Rooms that run in the browser too: nothing of Node at all. */
const everywhere = new Set(["recognise", "agreements/rules"]);
const impure = /^node:(fs|net|tls|http|https|http2|dgram|dns|child_process|cluster|worker_threads)(\/|$)/;

const generated = new Set(["src/db/schema.ts"]);
const longestFileLines = 300;
const forbiddenName = /(^|[-./])(utils?|helpers?|shared|managers?|misc)([-./]|$)/i;
const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;

const list = (pattern: string): string[] =>
  globSync(pattern, { cwd: project })
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
    .toSorted();
const sources = list("src/**/*.ts").filter((path) => !path.endsWith(".test.ts"));
const everything = [...list("{src,web,tests,bench}/**/*.{ts,tsx}"), ...list("bin/**/*.{cjs,mjs,js}")];
const read = (path: string): string => readFileSync(join(project, path), "utf8");

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?([^;"']*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(path: string): Import[] {
  return [...read(path).matchAll(importPattern)].map(([, type, names = "", target, dynamic]) => {
    const braces = /\{([^}]*)\}/.exec(names)?.[1];
    const inBraces = braces
      ?.split(",")
      .map((name) => name.trim())
      .filter(Boolean);
    const onlyTypes =
      inBraces !== undefined && inBraces.length > 0 && inBraces.every((name) => name.startsWith("type "));
    return { target: (target ?? dynamic)!, isType: type !== undefined || onlyTypes };
  });
}

/** The room of a file below `src`: the longest name that fits. */
function roomOf(path: string): string {
  const inside = relative("src", path)
    .replace(/\.ts$/, "")
    .replace(/^main$/, "start/main");
  const names = Object.keys(rooms).filter((name) => inside === name || inside.startsWith(`${name}/`));
  return names.toSorted((a, b) => b.length - a.length)[0] ?? `none (${path})`;
}

interface Edge {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly file: string;
  readonly isType: boolean;
}

const targetFile = (path: string, target: string): string | undefined => {
  if (target.startsWith("#/")) return join("src", target.slice(2));
  return target.startsWith(".") ? join(dirname(path), target) : undefined;
};

const edges: Edge[] = sources.flatMap((path) =>
  importsOf(path).flatMap(({ target, isType }) => {
    const file = targetFile(path, target);
    return file ? [{ path, from: roomOf(path), to: roomOf(file), file, isType }] : [];
  }),
);
const crossing = edges.filter((edge) => edge.from !== edge.to);

test("Every source file is in a room that the table knows", () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(
    sources.filter((path) => !(roomOf(path) in rooms)),
    [],
  );
});

test("A room uses only the rooms that the table allows it", () => {
  const outside = crossing.filter(({ from, to, isType }) => {
    const room = rooms[from];
    return !room?.uses.includes(to) && !(isType && room?.types?.includes(to));
  });
  assert.deepEqual(
    outside.map(({ path, to, isType }) => `${path} → ${to}${isType ? " (type)" : ""}`),
    [],
  );
});

test("The table itself leads downwards only", () => {
  for (const [name, room] of Object.entries(rooms))
    for (const other of room.uses) assert.ok(rooms[other]!.level <= room.level, `${name} → ${other}`);
});

test("Rooms meet only through their public face", () => {
  const past = crossing.filter(({ to, file }) => !(faces[to] ?? [`${to}/index.ts`]).includes(relative("src", file)));
  assert.deepEqual(
    past.map(({ path, file }) => `${path} → ${file}`),
    [],
  );
});

test("Rooms do not go round in circles", () => {
  const next = Map.groupBy(
    crossing.filter((edge) => !edge.isType),
    (edge) => edge.from,
  );
  const finished = new Set<string>();
  function walk(room: string, way: readonly string[]): void {
    assert.ok(!way.includes(room), `a circle: ${[...way, room].join(" → ")}`);
    if (finished.has(room)) return;
    for (const edge of next.get(room) ?? []) walk(edge.to, [...way, room]);
    finished.add(room);
  }
  for (const room of Object.keys(rooms)) walk(room, []);
});

test("A package stays in the rooms whose subject it is", () => {
  const strays = sources.flatMap((path) =>
    importsOf(path).flatMap(({ target }) => {
      const allowed = packages[target] ?? packages[target.split("/")[0]!];
      return allowed && !allowed.includes(roomOf(path)) ? [`${path} → ${target}`] : [];
    }),
  );
  assert.deepEqual(strays, []);
});

test("Rooms that only compute touch no files, sockets or programs", () => {
  const touching = sources
    .filter((path) => pure.has(roomOf(path)))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ target }) => impure.test(target))
        .map(({ target }) => `${path} → ${target}`),
    );
  assert.deepEqual(touching, []);
});

/** The list of kinds is the contract's, and imports nothing itself. */
const isWithin = (path: string, target: string): boolean => {
  const led = join(dirname(path), target);
  return target.startsWith(".") && (roomOf(led) === roomOf(path) || led === "src/contract/findings.ts");
};

test("Rooms that run in the browser too import nothing but files of their own, kinds and types", () => {
  const strays = sources
    .filter((path) => everywhere.has(roomOf(path)))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ target, isType }) => !isType && !isWithin(path, target))
        .map(({ target }) => `${path} → ${target}`),
    );
  assert.deepEqual(strays, []);
});

test("Doors have no SQL", () => {
  const doors = sources.filter((path) => path.startsWith("src/doors/"));
  const speaking = doors.filter((path) => /\b(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`/.test(read(path)));
  assert.deepEqual(speaking, []);
});

test("Pages know of the server what the contract says and what runs in both, and nothing else", () => {
  const strays = list("web/**/*.{ts,tsx}").flatMap((path) =>
    importsOf(path).flatMap(({ target }) => {
      const file = targetFile(path, target);
      // Types; what is no schema; and what runs in the browser too.
      const shared =
        /^src\/(?:words\/|contract\/(?:index|logo|uploads)\.ts$|(?:recognise|agreements\/rules)\/index\.ts$)/;
      const isFree = file && shared.test(file);
      const inSource = file?.startsWith("src/") && !isFree;
      return inSource ? [`${path} → ${target}`] : [];
    }),
  );
  assert.deepEqual(strays, []);
});

test("Every room stands in ARCHITECTURE.md", () => {
  const text = read("ARCHITECTURE.md");
  const named = (room: string): boolean =>
    [room, `${room}.ts`, `${dirname(room)}/*`].some((name) => text.includes(`\`${name}\``));
  assert.deepEqual(
    Object.keys(rooms).filter((room) => !named(room)),
    [],
  );
});

test("No file is named after nothing in particular", () => {
  assert.deepEqual(
    everything.filter((path) => forbiddenName.test(path)),
    [],
  );
});

test("Files have names in kebab-case", () => {
  assert.deepEqual(
    everything.filter((path) => !path.split("/").every((part) => kebabCase.test(part))),
    [],
  );
});

test("No file has two subjects: none is longer than 300 lines", () => {
  const long = everything.filter(
    (path) => !generated.has(path) && read(path).split("\n").length - 1 > longestFileLines,
  );
  assert.deepEqual(long, []);
});

test("No test is skipped, and none is left for later", () => {
  const skipping = /\b(test|it|describe|suite)\.(skip|only|todo)\(|\{\s*(skip|todo|only):/;
  const tests = everything.filter((path) => path.endsWith(".test.ts") && path !== "tests/architecture.test.ts");
  assert.deepEqual(
    tests.filter((path) => skipping.test(read(path))),
    [],
  );
});
