import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import { type Bytes, collect, concat, newId } from "#/kernel/index.ts";
import { flipped, inParts, newDesk, reading } from "../../tests/support/vault/sealed.ts";
import { parseHeader } from "./age-header.ts";
import { payloadKey, sealChunk, sealedChunkBytes } from "./age-payload.ts";
import {
  leafHash,
  merkleRoot,
  newX25519Secret,
  type ObjectContext,
  openBytes,
  type OpenInput,
  openRange,
  pieceBytes,
  rewrap,
  sealStream,
  verifyHeader,
  verifySeal,
  x25519Public,
} from "./index.ts";
import { signObject } from "./object-header.ts";

const mebibyte = 1024 * 1024;
const aroundTheEdges = [
  0,
  1,
  65_535,
  65_536,
  65_537,
  131_072,
  mebibyte - 1,
  mebibyte,
  mebibyte + 1,
  2 * mebibyte + 70_000,
];
const content = randomBytes(2 * mebibyte + 70_000);

const refusal = (check: string) => ({ name: "Refusal", kind: "invalid", code: `vault.${check}_wrong` });
const all = async (source: AsyncIterable<Bytes>): Promise<Buffer> => Buffer.from((await collect(source, 1e9))!);

const sizes = fc.oneof(fc.constantFrom(...aroundTheEdges), fc.nat(content.byteLength));

test("A sealed object opens again to the same bytes, whatever its size", () => {
  const desk = newDesk();
  for (const sizeBytes of aroundTheEdges) {
    const plain = content.subarray(0, sizeBytes);
    const { payload, ...sealed } = desk.seal(plain);
    assert.equal(payload.byteLength, sealed.seal.payloadBytes);
    assert.ok(Buffer.from(openBytes(desk.opening(sealed), payload)).equals(plain), `${sizeBytes} bytes`);
  }
});

test("A stream seals to the same object in whatever parts it arrives, and any range gives exactly those bytes", async () => {
  const desk = newDesk();
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.array(fc.constantFrom(1000, 65_535, 65_536, 65_537, 400_000, 3 * mebibyte), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(content.byteLength + 10), { minLength: 2, maxLength: 2 }),
      async (sizeBytes, partSizes, [a, b]) => {
        const plain = content.subarray(0, sizeBytes);
        const { payload, sealed } = sealStream(desk.input, inParts(plain, partSizes));
        const bytes = await all(payload);
        const opening = desk.opening(await sealed);
        assert.ok(Buffer.from(openBytes(opening, bytes)).equals(plain));
        const range = { start: Math.min(a!, b!), end: Math.max(a!, b!) };
        const part = await all(openRange(opening, reading(bytes), range));
        assert.ok(part.equals(plain.subarray(range.start, range.end)));
        assert.ok((await all(openRange(opening, reading(bytes)))).equals(plain));
      },
    ),
    { numRuns: 40 },
  );
});

test("A range that lies wholly beyond the end gives nothing, also of an empty object", async () => {
  const desk = newDesk();
  for (const sizeBytes of [0, 1, 70_000]) {
    const { payload, ...sealed } = desk.seal(content.subarray(0, sizeBytes));
    for (const start of [sizeBytes, mebibyte, 2 * mebibyte]) {
      const part = await all(openRange(desk.opening(sealed), reading(payload), { start, end: start + 10 }));
      assert.equal(part.byteLength, 0, `${start} of ${sizeBytes} bytes`);
    }
  }
});

test("A range reads only the pieces that it touches", async () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const asked: number[][] = [];
  const read = (start: number, end: number) => (asked.push([start, end]), reading(payload)(start, end));
  await all(openRange(desk.opening(sealed), read, { start: mebibyte + 5, end: mebibyte + 10 }));
  assert.deepEqual(asked, [[pieceBytes, 2 * pieceBytes]]);
});

test("An object does not open in another place than it was sealed for", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content.subarray(0, 100));
  const elsewhere: Partial<ObjectContext>[] = [
    { organisationId: newId() },
    { spaceId: newId() },
    { epoch: 4 },
    { objectId: newId() },
    { version: 2 },
    { kind: "summary" },
  ];
  for (const change of elsewhere) {
    const moved = { ...desk.opening(sealed), context: { ...desk.context, ...change } };
    assert.throws(() => openBytes(moved, payload), refusal("context"));
  }
});

test("An object does not open when another key signed it, or when what was signed was changed", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content.subarray(0, 100));
  const opening = desk.opening(sealed);
  const forged: OpenInput[] = [
    { ...opening, signerPublic: newDesk().signerPublic },
    { ...opening, seal: { ...sealed.seal, signerKeyId: newId() } },
    { ...opening, seal: { ...sealed.seal, sizeBytes: 99, payloadBytes: 115 } },
    { ...opening, seal: { ...sealed.seal, root: flipped(sealed.seal.root, 3) } },
    { ...opening, seal: { ...sealed.seal, signature: flipped(sealed.seal.signature, 10) } },
    { ...opening, header: flipped(sealed.header, -1) },
  ];
  for (const input of forged) assert.throws(() => openBytes(input, payload), refusal("signature"));
});

/** What a writer could do who has the signing key but not the file key. */
function signedAgain(desk: ReturnType<typeof newDesk>, header: Bytes, payload: Bytes, sizeBytes: number): OpenInput {
  const leaves: Bytes[] = [];
  for (let at = 0; at < payload.byteLength; at += pieceBytes)
    leaves.push(leafHash(payload.subarray(at, at + pieceBytes)));
  return desk.opening(signObject(desk.input, header, sizeBytes, concat(...leaves)));
}

/** Still base64: only its value differs. */
function otherLetter(header: Bytes, place: number): Bytes {
  const copy = Buffer.from(header);
  copy.write(copy.toString("latin1", place, place + 1) === "A" ? "B" : "A", place, "latin1");
  return copy;
}

test("A header whose authentication code does not fit is refused, even with a good signature", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content.subarray(0, 100));
  const macEnd = parseHeader(sealed.header).lengthBytes;
  const header = otherLetter(sealed.header, macEnd - 20);
  assert.throws(() => openBytes(signedAgain(desk, header, payload, 100), payload), refusal("mac"));
});

test("A changed chunk is refused, even with a good signature over it", async () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  for (const place of [0, sealedChunkBytes - 1, pieceBytes + 7, -1]) {
    const changed = flipped(payload, place);
    const input = signedAgain(desk, sealed.header, changed, content.byteLength);
    assert.throws(() => openBytes(input, changed), refusal("chunk"));
    await assert.rejects(all(openRange(input, reading(changed))), refusal("chunk"));
  }
});

test("Chunks that changed places or come from another object are refused, even with a good signature over them", () => {
  const desk = newDesk();
  const { payload, header } = desk.seal(content.subarray(0, 3 * 65_536));
  const chunk = (index: number) => payload.subarray(index * sealedChunkBytes, (index + 1) * sealedChunkBytes);
  const swapped = concat(chunk(1), chunk(0), chunk(2));
  const shortened = concat(chunk(0), chunk(1));
  const foreign = desk.seal(content.subarray(0, 3 * 65_536)).payload;
  assert.throws(() => openBytes(signedAgain(desk, header, swapped, 3 * 65_536), swapped), refusal("chunk"));
  assert.throws(() => openBytes(signedAgain(desk, header, shortened, 2 * 65_536), shortened), refusal("chunk"));
  assert.throws(() => openBytes(signedAgain(desk, header, foreign, 3 * 65_536), foreign), refusal("chunk"));
});

test("A stored payload that is not the one that was signed is refused before any of it is opened", async () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const changed = flipped(payload, 5);
  assert.throws(() => openBytes(desk.opening(sealed), changed), refusal("tree"));
  await assert.rejects(all(openRange(desk.opening(sealed), reading(changed))), refusal("tree"));
});

test("A hash tree that does not lead to the signed root is refused", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const { seal } = sealed;
  for (const leaves of [flipped(seal.leaves, 40), seal.leaves.subarray(32), new Uint8Array(0)])
    assert.throws(() => openBytes({ ...desk.opening(sealed), seal: { ...seal, leaves } }, payload), refusal("tree"));
});

test("A reader, who has the file key, cannot change what somebody else signed", () => {
  const desk = newDesk();
  const { payload: _payload, ...sealed } = desk.seal(content.subarray(0, 100));
  const opening = desk.opening(sealed);
  const { fileKey, nonce } = verifyHeader(opening);
  const changed = sealChunk(payloadKey(fileKey, nonce), 0, true, content.subarray(100, 200));
  const seal = { ...sealed.seal, leaves: leafHash(changed) };
  assert.throws(() => openBytes({ ...opening, seal }, changed), refusal("tree"));
});

test("A payload that was cut short or made longer is refused", async () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const opening = desk.opening(sealed);
  const lengths = [payload.subarray(0, -1), payload.subarray(0, pieceBytes), concat(payload, Uint8Array.of(0))];
  for (const other of lengths) {
    assert.throws(() => openBytes(opening, other), refusal("truncated"));
    await assert.rejects(all(openRange(opening, () => inParts(other, [500_000]))), refusal("truncated"));
  }
  const seal = { ...sealed.seal, payloadBytes: pieceBytes };
  assert.throws(() => openBytes({ ...opening, seal }, payload.subarray(0, pieceBytes)), refusal("truncated"));
});

test("Nothing of a damaged piece is handed out, and all that comes before it is", async () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const changed = flipped(payload, 2 * pieceBytes - 1);
  const got: Bytes[] = [];
  await assert.rejects(async () => {
    for await (const part of openRange(desk.opening(sealed), reading(changed))) got.push(part);
  }, refusal("tree"));
  assert.ok(concat(...got).byteLength === mebibyte && Buffer.concat(got).equals(content.subarray(0, mebibyte)));
});

test("An object opens with its own epoch's key only", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content.subarray(0, 10));
  assert.throws(() => openBytes({ ...desk.opening(sealed), epochSecret: newX25519Secret() }, payload), refusal("key"));
});

test("A header in any other form than the one that is written is refused", () => {
  const desk = newDesk();
  const { payload, header, seal } = desk.seal(content.subarray(0, 10));
  const text = Buffer.from(header).toString("latin1");
  const others = [
    text.replace("-> X25519", "-> x25519"),
    text.replace("\n--- ", "\n-> grease\n\n--- "),
    text.replace("---", "--"),
    `${text}\0`,
    text.slice(0, -1),
    text.slice(0, 60),
    text.replace("\n", "\r\n"),
  ].map((form) => signedAgain(desk, Buffer.from(form, "latin1"), payload, 10));
  for (const input of others) assert.throws(() => openBytes({ ...input, seal }, payload), refusal("header"));
});

test("Whoever has no key can still check place, signature and tree", () => {
  const desk = newDesk();
  const { payload: _payload, ...sealed } = desk.seal(content);
  const { epochSecret: _secret, ...keyless } = desk.opening(sealed);
  verifySeal(keyless);
  assert.throws(() => verifySeal({ ...keyless, signerPublic: newDesk().signerPublic }), refusal("signature"));
  assert.deepEqual(Buffer.from(merkleRoot(sealed.seal.leaves)), Buffer.from(sealed.seal.root));
});

test("After a new epoch the same payload opens with the new key, and its new header no longer with the old one", () => {
  const desk = newDesk();
  const { payload, ...sealed } = desk.seal(content);
  const epochSecret = newX25519Secret();
  const context = { ...desk.context, epoch: 4 };
  const renewed = rewrap(desk.opening(sealed), { ...desk.input, context, epochPublic: x25519Public(epochSecret) });
  const opening = { ...desk.opening(renewed), context, epochSecret };
  assert.ok(Buffer.from(openBytes(opening, payload)).equals(content));
  assert.throws(() => openBytes({ ...opening, epochSecret: desk.epochSecret }, payload), refusal("key"));
  const forged = { ...desk.opening(sealed), signerPublic: newDesk().signerPublic };
  assert.throws(() => rewrap(forged, { ...desk.input, context }), refusal("signature"));
});

test("A seal is not given when the source fails or the payload was not read to its end", async () => {
  const desk = newDesk();
  async function* failing(): AsyncGenerator<Bytes, void> {
    yield content;
    throw new Error("the line broke");
  }
  const broken = sealStream(desk.input, failing());
  await assert.rejects(all(broken.payload), /the line broke/);
  await assert.rejects(broken.sealed, /the line broke/);
  const abandoned = sealStream(desk.input, inParts(content, [100_000]));
  const pieces = abandoned.payload[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.return?.();
  await assert.rejects(abandoned.sealed, /given up/);
});

test("Two sealings of the same content have nothing in common that a reader of disks could compare", () => {
  const desk = newDesk();
  const [first, second] = [desk.seal(content), desk.seal(content)];
  assert.ok(!Buffer.from(first.payload.subarray(0, 65_552)).equals(second.payload.subarray(0, 65_552)));
  assert.ok(!Buffer.from(first.seal.root).equals(second.seal.root));
});
