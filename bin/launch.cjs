#!/usr/bin/env node
"use strict";
// Parses on Node 18. Installs what is missing, then goes on under the bundled Node 24:
//   start [--demo]    the server          test [PART…]   every check and test
//   check             format, lint, types cli COMMAND…   the command line (bin/zegel)
//   exec PROGRAM…     a program of node_modules/.bin      FILE.ts …  any script of ours
const path = require("node:path");
const url = require("node:url");
const { ensureInstalled, nodeOf } = require("./launch/install.cjs");
const { ensurePages } = require("./launch/pages.cjs");
const { become, compileCache, run } = require("./launch/run.cjs");

const root = path.dirname(__dirname);
const usage = "usage: node bin/launch.cjs start|test|check|cli|exec|FILE.ts [ARGUMENT…]";

/** In this process where it is the bundled Node already, which saves half of a short command's time. */
async function commandLine(node, args) {
  const file = path.join(root, "src/doors/cli/main.ts");
  if (process.execPath !== node) return run(node, [file, ...args], { root });
  require("node:module").enableCompileCache?.(compileCache(root));
  process.argv = [node, file, ...args];
  await import(url.pathToFileURL(file).href);
  return process.exitCode;
}

async function main([what, ...rest]) {
  if (what === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  // A command's standard output is its result alone; elsewhere standard error is for what goes wrong.
  const stream = what === "cli" ? process.stderr : process.stdout;
  const say = (line) => stream.write(line);
  await ensureInstalled(root, say);
  const node = nodeOf(root);
  // No debugger by signal, and no way to a prototype by an input's key.
  const script = (file, args) =>
    become(node, ["--disable-sigusr1", "--disable-proto=delete", path.join(root, file), ...args], { root });
  if (what === "start") {
    await ensurePages(root, node, say);
    return script("src/main.ts", rest);
  }
  if (what === "test") {
    await ensurePages(root, node, say);
    return script("tests/run.ts", rest);
  }
  if (what === "check") return script("tests/run.ts", ["--checks-only", ...rest]);
  if (what === "cli") return commandLine(node, rest);
  if (what === "exec" && rest.length > 0) return run(rest[0], rest.slice(1), { root });
  if (what.endsWith(".ts")) return become(node, [path.resolve(root, what), ...rest], { root });
  process.stderr.write(`${usage}\n`);
  return 2;
}

main(process.argv.slice(2))
  .catch((error) => {
    process.stderr.write(`${error.line || error.stack}\n`);
    return error.exitStatus || 1;
  })
  .then((status) => (process.exitCode = status));
