import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "#/kernel/index.ts";
import { replyTo } from "./replies.ts";

test("A mail program gets a German refusal in plain letters, with its umlauts spelled out", () => {
  const refusal = new Refusal("too-large", "intake.header_too_large", { limitBytes: 2 ** 20 });
  const { message } = replyTo(refusal, "de", "https://mail.example.com");
  assert.match(message, /Der Kopf dieser E-Mail ist groesser als 1 MB\./);
  assert.match(message, /^[\x20-\x7E\n]+$/);
});

test("In other languages a letter only loses its mark", () => {
  const refusal = new Refusal("too-large", "intake.too_many_parts", { limit: 100 });
  assert.match(replyTo(refusal, "nl", "https://mail.example.com").message, /bijlagen een zipbestand/);
});
