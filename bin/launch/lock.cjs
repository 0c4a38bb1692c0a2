"use strict";
const fs = require("node:fs");

const pollMs = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw Object.assign(error, { line: `${file} can't be written: ${error.message}`, exitStatus: 69 });
    }
  }
  let holders;
  try {
    holders = fs.readFileSync(file, "utf8").split("\n").map(Number);
  } catch {
    return false;
  }
  if (!holders.some((pid) => pid > 0 && isAlive(pid))) fs.rmSync(file, { force: true });
  return false;
}

/**
 * Lets one process at a time install or build in this checkout; the lock of one that was killed does not count.
 * `work` gets a function that names a child process, so that the lock outlives us as long as that is at work.
 */
async function withLock(file, work) {
  while (!take(file)) await new Promise((resolve) => setTimeout(resolve, pollMs));
  try {
    return await work((pid) => fs.appendFileSync(file, `\n${pid}`));
  } finally {
    fs.rmSync(file, { force: true });
  }
}

module.exports = { withLock };
