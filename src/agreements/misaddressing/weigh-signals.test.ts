import assert from "node:assert/strict";
import { it } from "node:test";
import { type Click, weighSignals } from "./index.ts";

const clicks = (signal: Click["signal"], heeded: readonly boolean[]): Click[] =>
  heeded.map((isHeeded) => ({ signal, isHeeded }));
const never = (count: number): boolean[] => Array.from({ length: count }, () => false);

it("A warning that is always passed over goes by itself, and not before it is sure", () => {
  const [early] = weighSignals(clicks("first-time", never(30)));
  assert.equal(early!.isRetired, false);
  const [late] = weighSignals(clicks("first-time", never(50)));
  assert.deepEqual([late!.isRetired, late!.heeded, late!.precision], [true, 0, 0]);
});

it("A warning that is of use now and then stays, however often it is passed over", () => {
  const oneInEight = Array.from({ length: 800 }, (_, index) => index % 8 === 0);
  const [weight] = weighSignals(clicks("typo", oneInEight));
  assert.equal(weight!.isRetired, false);
  assert.ok(Math.abs(weight!.precision - 1 / 8) < 0.02);
});

it("What the agreements hold is not for the clicking to switch off, and signals do not retire each other", () => {
  const all = [...clicks("look-alike", never(90)), ...clicks("typo", [true, false, true])];
  const weights = new Map(weighSignals(all, new Set(["look-alike"])).map((each) => [each.signal, each]));
  assert.equal(weights.get("look-alike")!.isRetired, false);
  assert.deepEqual([weights.get("typo")!.shown, weights.get("typo")!.heeded], [3, 2]);
});
