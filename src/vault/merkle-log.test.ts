import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Bytes, hex } from "#/kernel/index.ts";
import {
  completeParts,
  consistencyRanges,
  emptyRoot,
  foldParts,
  GrowingLog,
  inclusionRanges,
  leafHash,
  type LeafRange,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from "./index.ts";

/*
 * Leaves, roots and proofs that implementations of RFC 6962 and RFC 9162 test themselves with: Certificate
 * Transparency's, as they stand in transparency-dev/merkle, proof/verify_test.go.
 */
const leafInputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const [a, b, c, d, e, f, g, h] = [
  "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
  "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
];
const inclusions: readonly (readonly [position: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [0, 8, [a, b, c]],
  [5, 8, [d, e, f]],
  [2, 3, [roots[1]!]],
  [1, 5, [roots[0]!, b, d]],
];
const consistencies: readonly (readonly [from: number, to: number, proof: readonly string[]])[] = [
  [1, 1, []],
  [1, 8, [a, b, c]],
  [6, 8, [g, e, f]],
  [2, 5, [b, d]],
  [6, 7, [g, h, f]],
];

const bytes = (text: string): Bytes => Buffer.from(text, "hex");
const leaves = leafInputs.map((input) => leafHash(bytes(input)));
const rangeHash = (all: readonly Bytes[], { start, end }: LeafRange): Bytes =>
  foldParts(
    completeParts({ start, end }).map(({ level, index }) =>
      merkleRoot(Buffer.concat(all.slice(index * 2 ** level, (index + 1) * 2 ** level))),
    ),
  );

test("Roots are those that Certificate Transparency publishes", () => {
  assert.equal(hex(emptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const log = new GrowingLog();
  for (const [index, leaf] of leaves.entries()) {
    log.append(leaf);
    assert.equal(hex(log.root()), roots[index]);
  }
});

test("Proofs are those that Certificate Transparency publishes, and hold", () => {
  for (const [position, size, published] of inclusions) {
    const proof = inclusionRanges(position, size).map((range) => rangeHash(leaves, range));
    assert.deepEqual(proof.map(hex), published);
    const claim = { position, size, leafHash: leaves[position]!, root: bytes(roots[size - 1]!) };
    assert.ok(verifyInclusion({ ...claim, proof: published.map(bytes) }));
  }
  for (const [from, to, published] of consistencies) {
    const proof = consistencyRanges(from, to).map((range) => rangeHash(leaves, range));
    assert.deepEqual(proof.map(hex), published);
    const claim = { from, fromRoot: bytes(roots[from - 1]!), to, toRoot: bytes(roots[to - 1]!) };
    assert.ok(verifyConsistency({ ...claim, proof: published.map(bytes) }));
  }
});

test("A proof in which anything was changed does not hold", () => {
  const flipped = (hash: Bytes): Bytes => Buffer.from(hash.map((byte, at) => (at === 0 ? byte ^ 8 : byte)));
  for (const [position, size, published] of inclusions) {
    const proof = published.map(bytes);
    const right = { position, size, leafHash: leaves[position]!, root: bytes(roots[size - 1]!), proof };
    const wrong = [
      { ...right, position: position - 1 },
      { ...right, position: position + 1 },
      { ...right, position: position + 2 },
      { ...right, size: size * 2 },
      { ...right, size: Math.floor(size / 2) },
      { ...right, leafHash: bytes("00") },
      { ...right, leafHash: flipped(right.leafHash) },
      { ...right, root: emptyRoot() },
      { ...right, proof: [...proof, right.root] },
      { ...right, proof: [right.root, ...proof] },
      { ...right, proof: [...proof, bytes("")] },
      ...proof.map((_, at) => ({ ...right, proof: proof.toSpliced(at, 1) })),
      ...proof.map((hash, at) => ({ ...right, proof: proof.with(at, flipped(hash)) })),
    ];
    for (const claim of wrong) assert.equal(verifyInclusion(claim), false);
  }
  for (const [from, to, published] of consistencies.slice(1)) {
    const proof = published.map(bytes);
    const right = { from, fromRoot: bytes(roots[from - 1]!), to, toRoot: bytes(roots[to - 1]!), proof };
    const wrong = [
      { ...right, from: from - 1 === 0 ? to : from - 1 },
      { ...right, from: from + 1 },
      { ...right, to: to * 2 },
      { ...right, to: Math.floor(to / 2) },
      { ...right, fromRoot: right.toRoot, toRoot: right.fromRoot },
      { ...right, fromRoot: emptyRoot() },
      { ...right, proof: [] },
      { ...right, proof: [...proof, right.toRoot] },
      { ...right, proof: [proof[0]!, ...proof] },
      ...proof.map((_, at) => ({ ...right, proof: proof.toSpliced(at, 1) })),
      ...proof.map((hash, at) => ({ ...right, proof: proof.with(at, flipped(hash)) })),
    ];
    for (const claim of wrong) assert.equal(verifyConsistency(claim), false);
  }
});

test("Of logs of any size, every leaf and every older state can be proven", () => {
  const sizes = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(sizes, sizes, sizes, (one, other, third) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const all = Array.from({ length: to }, (_, index) => leafHash(Buffer.from(`${index}`)));
      const [older, log] = [new GrowingLog(), new GrowingLog()];
      for (const leaf of all.slice(0, from)) older.append(leaf);
      for (const leaf of all) log.append(leaf);
      assert.deepEqual(log.root(), merkleRoot(Buffer.concat(all)));
      const position = third % to;
      const proof = inclusionRanges(position, to).map((range) => rangeHash(all, range));
      assert.ok(verifyInclusion({ position, size: to, leafHash: all[position]!, root: log.root(), proof }));
      const between = consistencyRanges(from, to).map((range) => rangeHash(all, range));
      assert.ok(verifyConsistency({ from, fromRoot: older.root(), to, toRoot: log.root(), proof: between }));
    }),
    { numRuns: 60 },
  );
});

test("A log goes on from the nodes on its right edge alone", () => {
  const all = Array.from({ length: 37 }, (_, index) => leafHash(Buffer.from(`${index}`)));
  const nodes = new Map<string, Bytes>();
  let log = new GrowingLog();
  for (const leaf of all) {
    for (const { level, index, hash } of log.append(leaf)) nodes.set(`${level}/${index}`, hash);
    const edge = completeParts({ start: 0, end: log.size }).map((part) => ({
      ...part,
      hash: nodes.get(`${part.level}/${part.index}`)!,
    }));
    log = new GrowingLog(log.size, edge);
  }
  assert.deepEqual(log.root(), merkleRoot(Buffer.concat(all)));
});
