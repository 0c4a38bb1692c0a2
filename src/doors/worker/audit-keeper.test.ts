import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findCheckpoint, readLogState, verifyLog } from "#/audit/index.ts";
import { dayMs, minuteMs } from "#/kernel/index.ts";
import { sendMessage } from "#/mail/index.ts";
import { headsWitness } from "#/spaces/index.ts";
import { type MailTest, openMailTest } from "../../../tests/support/mail.ts";
import { until } from "../../../tests/support/until.ts";
import { openWorkerDoor, type WorkerDoor } from "./index.ts";

let mail: MailTest;
let doors: WorkerDoor[] = [];
before(async () => {
  mail = await openMailTest();
  const app = { ...mail.app, ownerConnection: mail.app.testDatabase.owner };
  doors = [await openWorkerDoor(app), await openWorkerDoor(app)];
});
after(async () => {
  for (const door of doors) await door.close();
  await mail.close();
});

const asOwner: MailTest["app"]["testDatabase"]["asOwner"] = (statement, values) =>
  mail.app.testDatabase.asOwner(statement, values);
const state = () => readLogState(mail.app, mail.sender);
const placed = (size: number) => async () => {
  const { size: now, waiting } = await state();
  return waiting === 0 && now >= size;
};
const send = () =>
  sendMessage(mail.app, mail.sender, {
    door: "web",
    subject: "Onderwerp",
    text: "Tekst",
    recipients: [{ email: "gast@buiten.example" }],
  });

test("What is done stands in the log soon after, placed once, with several workers", async () => {
  for (let count = 0; count < 5; count++) await send();
  await until("everything is placed", placed(5));
  assert.deepEqual((await verifyLog(mail.app, mail.sender)).problems, []);
  await until("the log is signed", async () => (await state()).checkpoint);
});

test("A checkpoint leaves the house by mail once a day, and only when something was added", async () => {
  const { adminEmail } = mail.organisation;
  const letters = () =>
    mail.smarthost.mails.filter(
      ({ to, parsed }) => to.includes(adminEmail) && /controlepunt/.test(parsed.subject ?? ""),
    );
  assert.equal(letters().length, 0);
  mail.app.clock.advance(dayMs + minuteMs);
  await send();
  const [letter] = await until("the mail is there", () => letters().length > 0 && letters());
  const note = findCheckpoint(letter!.parsed.text ?? "");
  const { checkpoint, key } = await state();
  assert.ok(note && checkpoint && note.size <= checkpoint.size);
  assert.ok(letter!.parsed.text!.includes(key), "the public key is in it");
  const raw = letter!.raw.toString("latin1");
  const { problems, checkpoints } = await verifyLog(mail.app, mail.sender, { checkpoints: [raw] });
  assert.deepEqual(problems, []);
  assert.ok(checkpoints > 1);
  mail.app.clock.advance(2 * minuteMs);
  await send();
  await until("a later one is signed", async () => (await state()).checkpoint!.size > checkpoint.size);
  assert.equal(letters().length, 1);
});

test("What changed in a space stands in a head in the log a minute later, and a row that is taken away is found", async () => {
  await send();
  await asOwner("update spaces_change set at = at - interval '2 minutes' where position is null");
  await send();
  await until("heads are taken", async () => {
    const [row] = await asOwner<{ count: number }>(
      "select count(*)::int as count from audit_entry where act = 'spaces.heads-taken'",
    );
    return row!.count > 0;
  });
  const verified = async () =>
    (await verifyLog(mail.app, mail.sender, { witnesses: [headsWitness()] })).problems.map(({ problem }) => problem);
  assert.deepEqual(await verified(), []);
  const [removed] = await asOwner<{ object_id: string }>(
    "delete from spaces_object where object_id = (select object_id from spaces_object limit 1) returning object_id",
  );
  assert.ok(removed);
  assert.deepEqual(await verified(), ["object-removed"]);
});
