import assert from "node:assert/strict";
import { test } from "node:test";
import { isListed, parseStsPolicy, stsIdOf } from "./index.ts";

const policy = (...lines: string[]) => parseStsPolicy(["version: STSv1", ...lines, ""].join("\r\n"));

test("A policy is read as the standard writes it, with its age bounded to a year", () => {
  assert.deepEqual(policy("mode: enforce", "mx: mail.firma.nl", "mx: *.Post.nl", "max_age: 9999999999"), {
    mode: "enforce",
    mx: ["mail.firma.nl", "*.post.nl"],
    maxAgeSeconds: 31_557_600,
  });
});

test("What is not whole or not understood is no policy", () => {
  const wrong = [
    policy("mode: enforce", "max_age: 60"),
    policy("mode: enforce", "mx: a.nl"),
    policy("mode: strict", "mx: a.nl", "max_age: 60"),
    policy("mode: enforce", "mx: *.*.nl", "max_age: 60"),
    policy("mode: enforce", "mx: *", "max_age: 60"),
    policy("mode: enforce", "mx: a.nl", "max_age: -1"),
    policy("mode: enforce", "<html>", "mx: a.nl", "max_age: 60"),
    policy("mode: none", "max_age: 60", ...Array.from({ length: 101 }, (_, at) => `mx: a${at}.nl`)),
    parseStsPolicy("mode: enforce\nmx: a.nl\nmax_age: 60\n"),
    parseStsPolicy(`version: STSv1\n${"x".repeat(70_000)}`),
  ];
  assert.deepEqual(
    wrong.filter((each) => each !== undefined),
    [],
  );
});

test("A star in a policy stands for one label and nothing else", () => {
  const { mx, ...rest } = policy("mode: enforce", "mx: *.post.nl", "mx: mail.firma.nl", "max_age: 60")!;
  const listed = ["a.post.nl", "MAIL.firma.nl", "post.nl", "b.a.post.nl", "x.firma.nl", "apost.nl"];
  assert.deepEqual(
    listed.map((name) => isListed({ mx, ...rest }, name)),
    [true, true, false, false, false, false],
  );
});

test("A domain with two records of MTA-STS, or one that can't be read, has none", () => {
  assert.equal(stsIdOf(["v=spf1 -all", "v=STSv1; id=20260101;"]), "20260101");
  assert.equal(stsIdOf(["v=STSv1; id=1;", "v=STSv1; id=2;"]), undefined);
  assert.equal(stsIdOf(["v=STSv1; id=../../;"]), undefined);
});
