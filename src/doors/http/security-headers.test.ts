import assert from "node:assert/strict";
import { test } from "node:test";
import { securityHeaders } from "./security-headers.ts";

const strictTransport = (publicUrl: string, isLocal = false): string | undefined =>
  securityHeaders({ publicUrl, isLocal })["strict-transport-security"];

test("Names below Zegel's own are TLS only too, and a firm's other websites are left alone", () => {
  assert.equal(strictTransport("https://mail.tulp.example"), "max-age=63072000; includeSubDomains");
  assert.equal(strictTransport("https://tulp.example"), "max-age=63072000");
});

test("While Zegel is on this machine only, no browser is told to come by TLS", () => {
  assert.equal(strictTransport("http://localhost:8025", true), undefined);
  assert.equal(strictTransport("https://localhost:8025", true), undefined);
});
