import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newId } from "#/kernel/index.ts";
import {
  addTestOrganisation,
  openTestInstallation,
  type TestInstallation,
  type TestOrganisation,
} from "../../tests/support/installation.ts";
import { type AuditEntry, listAudit, writeAudit } from "./index.ts";

let app: TestInstallation;
let firm: TestOrganisation;
before(async () => {
  app = await openTestInstallation();
  firm = await addTestOrganisation(app, "bakker.example");
});
after(() => app.close());

const entry = (minute: number, subjectId = newId()): AuditEntry => ({
  at: new Date(Date.UTC(2026, 0, 1, 12, minute)),
  actor: { kind: "member", id: newId() },
  act: "mail.message-sent",
  subject: { kind: "message", id: subjectId },
  details: { recipients: minute, secure: true },
});

test("What was done is listed newest first, page by page, as it was written", async () => {
  const entries = [1, 2, 3].map((minute) => entry(minute));
  for (const each of entries) await firm.inside((tx) => writeAudit(tx, each));
  const { entries: first } = await firm.inside((tx) => listAudit(tx, { limit: 2 }));
  const { entries: second } = await firm.inside((tx) => listAudit(tx, { limit: 2, before: first[1]!.entryId }));
  const withoutIds = [...first, ...second].map(({ entryId: _id, ...rest }) => rest);
  assert.deepEqual(withoutIds, entries.toReversed());
});

test("The history of one thing is found by its id", async () => {
  const subjectId = newId();
  await firm.inside((tx) => writeAudit(tx, entry(9, subjectId)));
  const { entries: found } = await firm.inside((tx) => listAudit(tx, { limit: 10, subjectId }));
  assert.equal(found.length, 1);
});

test("An act that was given up leaves no entry", async () => {
  const count = async () => (await firm.inside((tx) => listAudit(tx, { limit: 100 }))).entries.length;
  const countBefore = await count();
  await assert.rejects(
    firm.inside(async (tx) => {
      await writeAudit(tx, entry(5));
      throw new Error("given up");
    }),
  );
  assert.equal(await count(), countBefore);
});

test("The system acts without an id, and an act has the name of its room", async () => {
  await firm.inside((tx) => writeAudit(tx, { at: new Date(), actor: { kind: "system" }, act: "mail.message-expired" }));
  const {
    entries: [newest],
  } = await firm.inside((tx) => listAudit(tx, { limit: 1 }));
  assert.deepEqual(newest!.actor, { kind: "system" });
  const nameless = firm.inside((tx) => writeAudit(tx, { ...entry(1), act: "Something happened" }));
  await assert.rejects(nameless, TypeError);
});
