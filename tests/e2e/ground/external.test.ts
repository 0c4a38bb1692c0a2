import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { startExternalPostgres } from "../../support/external-postgres.ts";
import { isLive, ready, runners, startMain, surroundings } from "./runner.ts";

const runner = runners.at(-1)!;

test("Two servers run on one database of the distribution, with the same secrets, and make none of their own", async (context) => {
  const postgres = await startExternalPostgres();
  context.after(() => postgres.stop());
  const places = [await surroundings(runner), await surroundings(runner)];
  const secrets = join(places[0]!.dataDirectory, "secrets");
  const servers = [];
  for (const place of places) {
    const variables = { ZEGEL_DATABASE_URL: postgres.url, ZEGEL_SECRETS: secrets };
    const server = startMain(runner, { ...place, environment: { ...place.environment, ...variables } });
    await server.says(ready);
    assert.match(server.out(), /^Database: PostgreSQL \d+\.\d+.* \(major version \d+ years? /m);
    servers.push(server);
  }
  for (const { dataDirectory, httpPort } of places) {
    assert.ok(await isLive(httpPort));
    assert.equal(existsSync(join(dataDirectory, "postgres")), false);
  }
  for (const server of servers) assert.equal((await server.end()).status, 0);

  const stranger = await surroundings(runner);
  const variables = { ZEGEL_DATABASE_URL: postgres.url };
  const other = await startMain(runner, { ...stranger, environment: { ...stranger.environment, ...variables } }).ended;
  assert.notEqual(other.status, 0, "other secrets than those of the database are refused");
  assert.doesNotMatch(other.err, /fault of its own/);
});
