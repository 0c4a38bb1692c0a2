import assert from "node:assert/strict";
import { it } from "node:test";
import { AddressLimits, connectionLimits } from "./address-limits.ts";

it("One IPv6 customer has one share of the connections, however the addresses are written", () => {
  const limits = new AddressLimits({ now: () => new Date() }, { ...connectionLimits, connectionsPerAddress: 2 });
  assert.equal(limits.enter("2001:db8::1"), true);
  assert.equal(limits.enter("2001:db8::a:b:c:d"), true);
  assert.equal(limits.enter("2001:db8::2"), false);
  assert.equal(limits.enter("2001:db8:0:1::2"), true);
  limits.leave("2001:db8::1");
  assert.equal(limits.enter("2001:db8::3"), true);
  assert.equal(limits.enter("::ffff:192.0.2.1"), true);
  assert.equal(limits.enter("192.0.2.1"), true);
  assert.equal(limits.enter("::ffff:192.0.2.1"), false);
  assert.equal(limits.enter("::ffff:192.0.2.2"), true);
});
