import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { hex } from "#/kernel/index.ts";
import {
  ed25519Public,
  noteKeyText,
  openCheckpoint,
  openNote,
  readNoteKey,
  readUnsigned,
  signCheckpoint,
  signNote,
} from "./index.ts";

/* The example of Go's golang.org/x/mod/sumdb/note, on which its own tests and those of other programs rest. */
const signerKey = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const verifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peter =
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const seed = Buffer.from(signerKey, "base64").subarray(1);
const key = readNoteKey(verifierKey)!;

test("A note is signed as Go's programs sign it, byte by byte, and opens with their key", () => {
  assert.deepEqual(ed25519Public(seed), Buffer.from(key.publicKey));
  assert.equal(noteKeyText(key), verifierKey);
  assert.equal(signNote(text, key, seed), `${text}\n${peter}`);
  assert.equal(openNote(`${text}\n${peter}`, key), text);
});

test("Keys of other programs are read and written alike; what is damaged is no key", () => {
  for (const each of [
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
  ])
    assert.equal(noteKeyText(readNoteKey(each)!), each);
  for (let at = 0; at <= verifierKey.length; at++)
    for (const part of [verifierKey.slice(at), verifierKey.slice(0, at)])
      if (part !== verifierKey) assert.equal(readNoteKey(part), undefined, part);
  for (let at = 0; at < verifierKey.length; at++) {
    const changed = String.fromCharCode(verifierKey.charCodeAt(at) + 1);
    assert.equal(readNoteKey(verifierKey.slice(0, at) + changed + verifierKey.slice(at + 1)), undefined, `${at}`);
  }
});

test("Signatures of strangers do no harm, and do not count", () => {
  const enoch = signNote(text, { name: "EnochRoot", publicKey: ed25519Public(randomBytes(32)) }, randomBytes(32));
  const line = enoch.slice(text.length + 1);
  assert.equal(openNote(`${text}\n${line}${peter}`, key), text);
  assert.equal(openNote(enoch, key), undefined);
});

test("A note that was changed opens for nobody", () => {
  const note = `${text}\n${peter}`;
  const changed = [
    note.replace("cryptography", "Cryptography"),
    note.replace("x08g", "x08h"),
    note.replace("c0ffee", ""),
    note.slice(0, -1),
    note.replace("\n\n", "\n"),
    note.replace("—", "-"),
    note.replace("answer", "ans\rwer"),
    `${note}\n`,
    text,
    "",
  ].filter((each) => each !== note);
  for (const each of changed) assert.equal(openNote(each, key), undefined, each);
  const twice = `${note}${peter.replace("BwJnAM=", "BwJnAE=")}`;
  assert.equal(openNote(twice, key), undefined, "a wrong one beside the right one");
});

test("A checkpoint of another log is read as its format says", () => {
  const published = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const { origin, size, root } = readUnsigned(published)!;
  assert.deepEqual([origin, size], ["example.com/behind-the-sofa", 20_852_163]);
  assert.equal(hex(root), "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
  for (const wrong of [
    published.replace("20852163", "020852163"),
    published.replace("20852163", "-1"),
    published.replace("q2I=", "q2J="),
    published.replace("q2I=", ""),
    published.replace("\n", "\n\n"),
    published.slice(0, -1),
  ])
    assert.equal(readUnsigned(wrong), undefined, wrong);
});

test("A checkpoint counts when the key of its own log signed it", () => {
  const [ownSeed, root] = [randomBytes(32), randomBytes(32)];
  const own = { name: "mail.tulp.example/audit/1", publicKey: ed25519Public(ownSeed) };
  const note = signCheckpoint({ origin: own.name, size: 7, root }, own, ownSeed);
  assert.deepEqual(openCheckpoint(note, own), { origin: own.name, size: 7, root });
  const other = { ...own, name: "mail.tulp.example/audit/2" };
  assert.equal(openCheckpoint(note, other), undefined);
  assert.equal(openCheckpoint(signCheckpoint({ origin: own.name, size: 7, root }, other, ownSeed), other), undefined);
});
