import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayMs } from "#/kernel/index.ts";
import { noteBackup } from "#/operation/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp } from "../../../tests/support/identity.ts";
import { until } from "../../../tests/support/until.ts";
import { startWatch } from "./watch.ts";

let app: TestApp;

before(async () => {
  app = await openTestApp({ waitingJobs: "allowed" });
  await setUpTestOrganisation(app);
});
after(() => app?.close());

const count = async (table: string): Promise<number> =>
  Number((await app.testDatabase.asOwner<{ count: string }>(`select count(*) from ${table}`))[0]!.count);

test("The worker tells admins of what nobody noticed, once however often it looks", async () => {
  const at = app.clock.now();
  await noteBackup(app, { startedAt: at, finishedAt: at, bytes: 1 });
  app.clock.advance(2 * dayMs);
  const queuedBefore = await count("mail_dispatch");
  let looks = 0;
  const { database } = app;
  const organisations = (): Promise<string[]> => (looks++, database.organisations());
  const watch = startWatch({ ...app, database: { ...database, organisations } }, { firstMs: 1, everyMs: 5 });
  try {
    await until("it looked several times", () => looks >= 4);
  } finally {
    await watch.close();
  }
  const warnings = await app.testDatabase.asOwner<{ kind: string }>("select kind from operation_warning");
  assert.ok(warnings.some(({ kind }) => kind === "backup"));
  assert.equal((await count("mail_dispatch")) - queuedBefore, warnings.length);
});
