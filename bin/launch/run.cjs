"use strict";
const { spawn } = require("node:child_process");
const os = require("node:os");
const path = require("node:path");

/** Longer than the server takes for an orderly end, shorter than the ten seconds that are promised. */
const patienceMs = 9500;
const parentPollMs = 500;

/** Where Node keeps what it made of our sources: among the packages, which nobody but their owner may write. */
const compileCache = (root) => path.join(root, "node_modules/.cache/zegel");

/** PATH on which `node` is the bundled one and our programs come first. */
function environmentOf(root) {
  const { nodeOf } = require("./install.cjs");
  const first = [path.dirname(nodeOf(root)), path.join(root, "node_modules/.bin")];
  const cache = process.env.NODE_COMPILE_CACHE || compileCache(root);
  return { ...process.env, NODE_COMPILE_CACHE: cache, PATH: [...first, process.env.PATH].join(path.delimiter) };
}

const statusOf = (code, signal) => (signal ? 128 + (os.constants.signals[signal] || 0) : code || 0);

/**
 * Runs a program in our place: same input and output, signals passed on, its exit status ours. When npm, which started
 * us, is killed without notice, the program is ended too.
 */
function run(command, args, { root, channel = false, cwd = process.cwd() }) {
  return new Promise((resolve, reject) => {
    const stdio = channel ? ["inherit", "inherit", "inherit", "ipc"] : "inherit";
    const child = spawn(command, args, { stdio, cwd, env: environmentOf(root) });
    const end = (signal) => {
      child.kill(signal);
      setTimeout(() => child.kill("SIGKILL"), patienceMs).unref();
    };
    const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
    for (const signal of signals) process.on(signal, end);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) end("SIGTERM");
    }, parentPollMs);
    const finish = () => {
      clearInterval(watch);
      for (const signal of signals) process.removeListener(signal, end);
    };
    child.once("error", (error) => {
      finish();
      reject(Object.assign(error, { line: `${command} can't be run: ${error.message}`, exitStatus: 69 }));
    });
    child.once("close", (code, signal) => {
      finish();
      resolve(statusOf(code, signal));
    });
  });
}

/** Runs a script of ours, which learns over the channel when we are killed. */
const become = (node, args, { root }) => run(node, args, { root, channel: true });

module.exports = { become, compileCache, environmentOf, run };
