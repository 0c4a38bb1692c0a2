import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { programDirectory } from "#/config.ts";
import { identityRoutes } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addOrganisation } from "./support/people.ts";

const run = promisify(execFile);

interface Example {
  readonly script: string;
  /** What the guide shows as the answer, where it shows one. */
  readonly answer: string | undefined;
}

function examplesIn(page: string): Example[] {
  const text = readFileSync(join(programDirectory, page), "utf8");
  return [...text.matchAll(/```sh\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g)].map(([, script, answer]) => ({
    script: script!,
    answer,
  }));
}

/** Everything that the guide shows is there, and what is no id (with an ellipsis) has the value shown. */
function assertShown(shown: unknown, real: unknown, where: string): void {
  if (typeof shown === "string" && shown.endsWith("…")) return assert.equal(typeof real, "string", where);
  if (typeof shown !== "object" || shown === null) return assert.deepEqual(real, shown, where);
  for (const [name, value] of Object.entries(shown)) {
    assertShown(value, (real as Record<string, unknown>)[name], `${where}.${name}`);
  }
}

describe("the guide to the HTTP interface", () => {
  let door: TestDoor;
  let directory: string;
  let environment: NodeJS.ProcessEnv;
  before(async () => {
    door = await openTestDoor();
    const { browser } = await addOrganisation(door, "jansen.example");
    const made = await browser.call<{ userName: string; secret: string }>(identityRoutes.createAppPassword, {
      body: { door: "api", label: "Facturen" },
    });
    directory = mkdtempSync(join(tmpdir(), "zegel-guide-"));
    writeFileSync(join(directory, "invoice.pdf"), "%PDF-1.7");
    environment = { PATH: process.env["PATH"], ZEGEL: door.base, ZEGEL_USER: made.userName, ZEGEL_SECRET: made.secret };
  });
  after(async () => {
    await door.close();
    rmSync(directory, { recursive: true });
  });

  for (const page of ["docs/en/api.md", "docs/nl/api.md"]) {
    for (const [index, { script, answer }] of examplesIn(page).entries()) {
      it(`Example ${index + 1} of ${page} does what the page says`, async () => {
        const { stdout } = await run("bash", ["-euo", "pipefail", "-c", script], { cwd: directory, env: environment });
        if (answer !== undefined) assertShown(JSON.parse(answer), JSON.parse(stdout), "answer");
      });
    }
  }

  it("Both languages show the same examples", () => {
    const shape = (page: string): string[] =>
      examplesIn(page).map(({ script }) => script.replaceAll(/\{.*\}|wrong|fout|: (?:nl|en)/g, ""));
    assert.deepEqual(shape("docs/nl/api.md"), shape("docs/en/api.md"));
  });
});
