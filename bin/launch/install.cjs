"use strict";
const { spawn } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { withLock } = require("./lock.cjs");

const stampName = ".stamp-install";
const platform = `${process.platform}-${process.arch}`;

/** An error that is told in one line. */
const failure = (line, exitStatus) => Object.assign(new Error(line), { line, exitStatus });

const bundledNode = (directory) => path.join(directory, `node_modules/node-${platform}/bin/node`);

/** The Node that runs Zegel: the bundled one, or on platforms without, this one if it is new enough. */
function nodeOf(root) {
  const bundled = bundledNode(root);
  if (fs.existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw failure(`There is no bundled Node for ${platform}: install Node 24 or newer and run again.`, 69);
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** True when all that the lockfile names for this platform stands in node_modules, in that version. */
function isComplete(root, lock) {
  const hidden = readJson(path.join(root, "node_modules/.package-lock.json"));
  if (!hidden) return false;
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (place === "" || wanted.link) return true;
    const needed = !wanted.optional || place.endsWith(`-${platform}`) || place.endsWith(`/${platform}`);
    if (!needed) return true;
    const found = hidden.packages[place];
    return found && found.version === wanted.version && fs.existsSync(path.join(root, place, "package.json"));
  });
}

/** The npm that started us, or the one on PATH, as a script that any Node can run. */
function findNpm() {
  const started = process.env.npm_execpath;
  if (started && path.basename(started) === "npm-cli.js") return started;
  const names = (process.env.PATH || "").split(path.delimiter).map((directory) => path.join(directory, "npm"));
  const beside = path.join(path.dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const found = names.find((name) => fs.existsSync(name));
  if (found && fs.realpathSync(found).endsWith(".js")) return fs.realpathSync(found);
  if (fs.existsSync(beside)) return beside;
  throw failure("npm was not found: install Node.js with npm and run again.", 69);
}

const networkCodes =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT)$/;

function explain(output) {
  const code = (/npm (?:error|ERR!) code (\S+)/.exec(output) || [])[1];
  if (code && networkCodes.test(code)) {
    return failure(
      `Installing needs the network: npm could not reach its registry (${code}). Connect and run the same command again.`,
      69,
    );
  }
  const reason = output.split("\n").find((line) => /npm (?:error|ERR!) +\S/.test(line) && !/ code /.test(line));
  return failure(`Installing failed: ${(reason || output.trim().split("\n").pop() || "npm was stopped").trim()}`, 69);
}

/** `npm ci` in a directory, as the lockfile says and nothing else. Install scripts of packages are not run. */
function npmCi(directory, node, noteChild) {
  const patience = [
    "--prefer-offline",
    "--fetch-retries=3",
    "--fetch-retry-mintimeout=500",
    "--fetch-retry-maxtimeout=3000",
  ];
  const options = [
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--engine-strict=false",
    "--loglevel=error",
  ];
  const args = [
    findNpm(),
    "ci",
    ...options,
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--prefix",
    directory,
    ...patience,
  ];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
    const child = spawn(node, args, { cwd: directory, env, stdio: ["ignore", "ignore", "pipe"] });
    noteChild(child.pid);
    let output = "";
    child.stderr.on("data", (part) => (output += part));
    const stop = (signal) => child.kill(signal);
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.once(signal, stop);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.removeListener(name, stop);
      if (code === 0) resolve();
      else reject(signal ? failure("Installing was interrupted; the next start repairs it.", 130) : explain(output));
    });
  });
}

/**
 * An old Node makes npm leave out optional packages that want a newer one, so npm itself has to run under the bundled
 * Node: that one package is fetched first, by the version and integrity of the lockfile.
 */
async function bootstrapNode(root, lock, noteChild) {
  const name = `node-${platform}`;
  const entry = lock.packages[`node_modules/${name}`];
  if (!entry) return nodeOf(root);
  const directory = fs.mkdtempSync(path.join(root, ".stamp-bootstrap-"));
  const manifest = {
    name: "zegel-bootstrap",
    version: "0.0.0",
    private: true,
    dependencies: { [name]: entry.version },
  };
  const { optional: _optional, ...required } = entry;
  const packages = { "": manifest, [`node_modules/${name}`]: required };
  fs.writeFileSync(path.join(directory, "package.json"), JSON.stringify(manifest));
  fs.writeFileSync(
    path.join(directory, "package-lock.json"),
    JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages }),
  );
  await npmCi(directory, process.execPath, noteChild);
  return bundledNode(directory);
}

function removeBootstraps(root) {
  for (const name of fs.readdirSync(root)) {
    if (name.startsWith(".stamp-bootstrap-")) fs.rmSync(path.join(root, name), { recursive: true, force: true });
  }
}

function runOnce(node, file) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [file], { stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(failure("Installing failed: see above.", 69))));
  });
}

async function install(root, lock, noteChild, say) {
  const isOld = Number(process.versions.node.split(".")[0]) < 24;
  say("Installing what Zegel needs (only now and after updates) …\n");
  try {
    await npmCi(root, isOld ? await bootstrapNode(root, lock, noteChild) : process.execPath, noteChild);
  } finally {
    removeBootstraps(root);
  }
  if (!isComplete(root, lock))
    throw failure(
      "Installing failed: npm left packages out, as it does when the network drops. Run the same command again.",
      69,
    );
}

/** Brings node_modules in line with the lockfile, and tells `say`; does nothing when a stamp says that it is. */
async function ensureInstalled(root, say) {
  const text = fs.readFileSync(path.join(root, "package-lock.json"));
  const wanted = crypto.createHash("sha256").update(text).update(platform).digest("hex");
  const stamp = path.join(root, "node_modules", stampName);
  const isStamped = () => fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted;
  if (isStamped()) return;
  const lock = JSON.parse(text.toString("utf8"));
  const isReadOnly = () => {
    try {
      fs.accessSync(root, fs.constants.W_OK);
      return false;
    } catch {
      return true;
    }
  };
  // Installed by somebody else, for all to use: nothing to write then.
  if (isReadOnly() && isComplete(root, lock)) return;
  await withLock(path.join(root, ".stamp-installing"), async (noteChild) => {
    if (isStamped()) return;
    if (!isComplete(root, lock)) await install(root, lock, noteChild, say);
    await runOnce(nodeOf(root), path.join(root, "src/db/embedded/install.ts"));
    fs.writeFileSync(stamp, wanted);
  });
}

module.exports = { ensureInstalled, failure, nodeOf };
