import assert from "node:assert/strict";
import { test } from "node:test";
import { hasEnded, readPeople } from "./read-people.ts";

const piet = { email: "a@b.nl", name: "Jansen, Piet" };

test("A comma inside a name in quotes belongs to the name", () => {
  assert.deepEqual(readPeople('"Jansen, Piet" <a@b.nl>'), { people: [piet], rest: "" });
  assert.deepEqual(readPeople('"Jansen; Piet" <A@B.nl>, c@d.nl').people, [
    { email: "a@b.nl", name: "Jansen; Piet" },
    { email: "c@d.nl" },
  ]);
});

test("A name written last name first needs no quotes", () => {
  assert.deepEqual(readPeople("Jansen, Piet <a@b.nl>; Vries, Els <e@f.nl>").people, [
    piet,
    { email: "e@f.nl", name: "Vries, Els" },
  ]);
});

test("Quotes and backslashes inside a name come out as they were meant", () => {
  assert.deepEqual(readPeople(String.raw`"Piet \"de Rots\" \\ Jansen" <a@b.nl>`).people, [
    { email: "a@b.nl", name: String.raw`Piet "de Rots" \ Jansen` },
  ]);
});

test("Of a group everybody in it becomes a recipient", () => {
  assert.deepEqual(readPeople('Directie: "Jansen, Piet" <a@b.nl>, c@d.nl; e@f.nl').people, [
    piet,
    { email: "c@d.nl" },
    { email: "e@f.nl" },
  ]);
});

test("Lines, folded lines and the cells of a sheet are read", () => {
  assert.deepEqual(readPeople('"Jansen,\r\n Piet" <a@b.nl>\r\nc@d.nl\n\n').people, [piet, { email: "c@d.nl" }]);
  assert.deepEqual(readPeople("Els Vries\te@f.nl\nc@d.nl\tg@h.nl").people, [
    { email: "e@f.nl", name: "Els Vries" },
    { email: "c@d.nl" },
    { email: "g@h.nl" },
  ]);
});

test("What is no address comes back, and an address beside it is kept", () => {
  assert.deepEqual(readPeople("jan, c@d.nl"), { people: [{ email: "c@d.nl" }], rest: "jan" });
  assert.deepEqual(readPeople("Piet <piet>, c@d.nl"), { people: [{ email: "c@d.nl" }], rest: "Piet <piet>" });
  assert.deepEqual(readPeople('"Jansen'), { people: [], rest: '"Jansen' });
  assert.deepEqual(readPeople(" ,;\n\t"), { people: [], rest: "" });
});

test("While a name in quotes is being typed its comma ends nothing", () => {
  assert.equal(hasEnded('"Jansen, Pi'), false);
  assert.equal(hasEnded('"Jansen, Piet" <a@b.nl>'), false);
  assert.equal(hasEnded('"Jansen, Piet" <a@b.nl>,'), true);
  assert.equal(hasEnded("a@b.nl;"), true);
  assert.equal(hasEnded('a@b.nl, "Jan'), true);
});

test("A hostile paste takes time that grows with its length alone", () => {
  for (const sign of ['"', "<", '"\\', "a <", "\t", ": ", ", "]) {
    const begun = performance.now();
    readPeople(sign.repeat(200_000 / sign.length));
    assert.ok(performance.now() - begun < 2000, JSON.stringify(sign));
  }
});
