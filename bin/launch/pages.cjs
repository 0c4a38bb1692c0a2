"use strict";
const { spawn } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { failure } = require("./install.cjs");
const { withLock } = require("./lock.cjs");
const { environmentOf } = require("./run.cjs");

const stampName = "web/dist/.stamp-pages";
/** Rooms that no page can contain. */
const serverOnly = new Set(["app.ts", "main.ts", "config.ts", "config", "db", "blobs", "jobs", "doors"]);

function* filesBelow(directory, isWanted) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!isWanted(entry.name)) continue;
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file, (name) => name !== "node_modules");
    else if (!entry.name.includes(".test.")) yield file;
  }
}

/** One hash over everything that the pages may be made of. */
function fingerprint(root) {
  const hash = crypto.createHash("sha256");
  const sources = [
    ...filesBelow(path.join(root, "web"), (name) => name !== "dist" && name !== "node_modules"),
    ...filesBelow(path.join(root, "src"), (name) => !serverOnly.has(name)),
    path.join(root, "package-lock.json"),
  ];
  for (const file of sources)
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(fs.readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function build(root, node) {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: environmentOf(root), stdio: ["ignore", "pipe", "pipe"] };
    const child = spawn(node, [path.join(root, "web/build.ts")], options);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
    const stop = (signal) => child.kill(signal);
    const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
    for (const signal of signals) process.once(signal, stop);
    child.once("error", reject);
    child.once("close", (code) => {
      for (const signal of signals) process.removeListener(signal, stop);
      if (code === 0) resolve();
      else reject(failure(`Building the web pages failed.\n${output.trim()}`, 70));
    });
  });
}

/** Builds the web pages when their sources are not those of the last build. */
async function ensurePages(root, node, say) {
  if (!fs.existsSync(path.join(root, "web/build.ts"))) return;
  const stamp = path.join(root, stampName);
  const isCurrent = (wanted) => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted;
  const wanted = fingerprint(root);
  if (isCurrent(wanted)) return;
  await withLock(path.join(root, ".stamp-building"), async () => {
    if (isCurrent(wanted)) return;
    say("Building the web pages …\n");
    await build(root, node);
    fs.mkdirSync(path.dirname(stamp), { recursive: true });
    fs.writeFileSync(stamp, wanted);
  });
}

module.exports = { ensurePages };
