import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, mixed, onDark, onLight } from "./readable-colour.ts";

test("Contrast is measured as the guidelines measure it", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  // Examples of WebAIM's checker.
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
  assert.equal(contrast("#0000ff", "#ffffff").toFixed(2), "8.59");
});

test("A colour that can be read stays as it is", () => {
  assert.equal(onLight("#1f5a66"), "#1f5a66");
  assert.equal(onDark("#7fc4cf"), "#7fc4cf");
  assert.equal(mixed("#000000", "#ffffff", 0.5), "#808080");
});

test("Any colour becomes readable on paper and in the dark, with the text that stands on it", () => {
  for (const colour of ["#ffe14d", "#ffffff", "#000000", "#ff0000", "#00ff00", "#123456", "#808080"]) {
    for (const ground of ["#ffffff", "#f5f3ef"]) assert.ok(contrast(onLight(colour), ground) >= 4.5, colour);
    for (const ground of ["#302d29", "#0f2429"]) assert.ok(contrast(onDark(colour), ground) >= 4.5, colour);
  }
});
