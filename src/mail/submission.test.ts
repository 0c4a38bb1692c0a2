import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { Bytes } from "#/kernel/index.ts";
import { withoutBcc } from "./relay-header.ts";
import { splitStream } from "./split-stream.ts";
import { wishesOf } from "./submission-wishes.ts";

const wishes = (headers: Record<string, string>, subject = "x", tag = "[veilig]") =>
  wishesOf({ headers: new Map(Object.entries(headers)), subject }, tag);

test("A mail is sealed when one of the agreed signs asks for it, and not otherwise", () => {
  assert.equal(wishes({}).secure, false);
  for (const value of ["yes", "YES ", "ja", "true", "1"])
    assert.equal(wishes({ "x-zegel-secure": value }).secure, true, value);
  for (const value of ["no", "nee", "0", ""]) assert.equal(wishes({ "x-zegel-secure": value }).secure, false, value);
  for (const value of ["Company-Confidential", "private", "Personal"])
    assert.equal(wishes({ sensitivity: value }).secure, true, value);
  assert.equal(wishes({ sensitivity: "Normal" }).secure, false);
  assert.equal(wishes({ "x-zegel-secure": "no", sensitivity: "Private" }).secure, true);
});

test("The tag is found in any case and place, taken out, and can be switched off", () => {
  assert.deepEqual(wishes({}, "[VEILIG] Offerte"), { secure: true, subject: "Offerte" });
  assert.deepEqual(wishes({}, "Re: [veilig] [Veilig] Offerte [veilig]"), { secure: true, subject: "Re: Offerte" });
  assert.deepEqual(wishes({}, "[vei[veilig]lig] x"), { secure: true, subject: "[vei lig] x" });
  assert.deepEqual(wishes({}, "[veilig] x", ""), { secure: false, subject: "[veilig] x" });
  assert.deepEqual(wishes({}, "x (geheim)", "(geheim)"), { secure: true, subject: "x" });
});

test("The check that is asked for is understood, or refused", () => {
  assert.deepEqual(wishes({ "x-zegel-verify": "sms +31 6 12345678" }), {
    secure: true,
    subject: "x",
    verification: "sms",
    phone: "+31 6 12345678",
  });
  assert.deepEqual(wishes({ "x-zegel-verify": "SMS: 0612345678" }), {
    secure: true,
    subject: "x",
    verification: "sms",
    phone: "0612345678",
  });
  assert.deepEqual(wishes({ "x-zegel-verify": "sms" }), { secure: true, subject: "x", verification: "sms" });
  assert.deepEqual(wishes({ "x-zegel-verify": "password" }), { secure: true, subject: "x", verification: "password" });
  for (const value of ["", "sms now", "smss", "password geheim", "none really", "app"])
    assert.throws(() => wishes({ "x-zegel-verify": value }), { code: "mail.wish_unclear" }, value);
  assert.throws(() => wishes({ "x-zegel-secure": "mayb" }), { code: "mail.wish_unclear" });
});

async function* pieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Bytes> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
const all = async (source: AsyncIterable<Bytes>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(source));

test("Both readers of a stream get all of it, and neither gets far ahead", async () => {
  const bytes = randomBytes(500_000);
  let taken = 0;
  async function* counted(): AsyncGenerator<Bytes> {
    for await (const piece of pieces(bytes, 10_000)) {
      taken += piece.byteLength;
      yield piece;
    }
  }
  const split = splitStream(counted(), 50_000);
  const first = all(split.first);
  for (let round = 0; round < 100; round += 1) await turn();
  assert.ok(taken <= 70_000, `${taken} bytes were taken while nobody read the second`);
  assert.ok((await all(split.second)).equals(bytes));
  assert.ok((await first).equals(bytes));
});

test("When one reader fails or stops, the other one fails too and the source is let go", async () => {
  let released = 0;
  async function* endless(): AsyncGenerator<Bytes> {
    try {
      for (;;) yield Buffer.alloc(10_000);
    } finally {
      released += 1;
    }
  }
  const stopped = splitStream(endless(), 20_000);
  const first = all(stopped.first);
  for await (const piece of stopped.second) if (piece.byteLength > 0) break;
  await assert.rejects(first, /stopped/);
  const failed = splitStream(endless(), 20_000);
  const second = all(failed.second);
  failed.fail(new Error("no space"));
  await assert.rejects(second, /no space/);
  await assert.rejects(all(failed.first), /no space/);
  assert.equal(released, 2);
});

test("Only a Bcc field of the header is taken out, however the mail is cut", async () => {
  const mail = (bcc: string): Buffer =>
    Buffer.from(`From: a\r\n${bcc}X-Bcc: kept\r\nSubject: x\r\n bcc: folded\r\n\r\nBcc: text\r\n\r\nBcc: more\r\n`);
  for (const pieceBytes of [1, 7, 1000]) {
    assert.deepEqual(
      await all(withoutBcc(pieces(mail("bcc : a@x,\r\n\tb@x\r\nResent-Bcc: c@x\r\n"), pieceBytes))),
      mail(""),
    );
    assert.deepEqual(await all(withoutBcc(pieces(mail(""), pieceBytes))), mail(""));
  }
  for (const odd of ["", "\r\n", "no header at all", "Bcc: a@x\r\n"])
    assert.equal((await all(withoutBcc(pieces(Buffer.from(odd), 3)))).toString(), odd.startsWith("Bcc") ? "" : odd);
});
