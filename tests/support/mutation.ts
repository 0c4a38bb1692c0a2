import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

export interface Mutation {
  /** What is taken away, for the message when nobody notices. */
  readonly title: string;
  /** File to edit, from the project's directory. */
  readonly file: string;
  /** Text that must be there exactly once. */
  readonly find: string;
  /** What comes in its place: the code without the check. */
  readonly replace: string;
  /** Test file, from the project's directory, that must go red. */
  readonly testFile: string;
  /** Runs only the tests whose title has this text: quicker, and it says which test guards the check. */
  readonly guardedBy?: string;
  /** Directories and files to copy; default: all sources and what tests need. */
  readonly copy?: readonly string[];
  /** Environment of the test besides our own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const defaultCopy = ["src", "tests/support", "tests/vectors"];

function mutated(source: string, mutation: Mutation): string {
  const [before, after, ...more] = source.split(mutation.find);
  assert.ok(
    before !== undefined && after !== undefined,
    `${mutation.file} no longer has the text of “${mutation.title}”`,
  );
  assert.equal(more.length, 0, `${mutation.file} has the text of “${mutation.title}” more than once`);
  return before + mutation.replace + after;
}

async function copyProject(mutation: Mutation, directory: string): Promise<void> {
  const paths = new Set([...(mutation.copy ?? defaultCopy), mutation.file, mutation.testFile, "package.json"]);
  for (const path of paths) await cp(join(projectDirectory, path), join(directory, path), { recursive: true });
  await symlink(join(projectDirectory, "node_modules"), join(directory, "node_modules"));
}

function runTest(mutation: Mutation, directory: string): Promise<{ exitCode: number; output: string }> {
  const only = mutation.guardedBy
    ? ["--test-name-pattern", mutation.guardedBy.replaceAll(/[^\p{L}\p{N} ]/gu, ".")]
    : [];
  // The test must not take itself for a child of the run that it is part of.
  const { NODE_TEST_CONTEXT: _context, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ["--test-reporter=tap", ...only, join(directory, mutation.testFile)],
      {
        cwd: directory,
        env: { ...environment, ...mutation.environment },
        timeout: mutation.timeoutMs ?? 60_000,
        killSignal: "SIGKILL",
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") reject(error);
        else resolve({ exitCode: error ? Number(error.code) : 0, output: `${stdout}\n${stderr}` });
      },
    );
  });
}

/**
 * Proves that a check is guarded: in a copy of the project the check is taken away, and the test named must go red.
 * Fails when the text is no longer there exactly once, when the test stays green, and when it never ran.
 */
export async function assertMutationIsCaught(mutation: Mutation): Promise<void> {
  const source = await readFile(join(projectDirectory, mutation.file), "utf8");
  const changed = mutated(source, mutation);
  const directory = await mkdtemp(join(tmpdir(), "zegel-mutation-"));
  try {
    await copyProject(mutation, directory);
    await writeFile(join(directory, mutation.file), changed);
    const { exitCode, output } = await runTest(mutation, directory);
    assert.notEqual(exitCode, 0, `nobody noticed: ${mutation.title}\n${output}`);
    assert.match(output, /^\s*not ok \d+ - /m, `no test ran after: ${mutation.title}\n${output}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
