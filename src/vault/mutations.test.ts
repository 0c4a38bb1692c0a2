import { describe, test } from "node:test";
import { assertMutationIsCaught } from "../../tests/support/mutation.ts";

const copy = ["src/kernel", "src/vault", "tests/support/vault"];

interface Guard {
  readonly check: string;
  readonly file: string;
  readonly find: string;
  readonly replace?: string;
  readonly testFile?: string;
  readonly guardedBy: string;
}

const guards: readonly Guard[] = [
  {
    check: "the object's place",
    file: "object-header.ts",
    find: 'if (!isContextStanza(context, input.context)) throw wrong("context");',
    guardedBy: "An object does not open in another place",
  },
  {
    check: "the writer's signature",
    file: "object-header.ts",
    find: 'if (!verifyEd25519(input.signerPublic, statement, input.seal.signature)) throw wrong("signature");',
    guardedBy: "An object does not open when another key signed it",
  },
  {
    check: "the header's authentication code",
    file: "object-header.ts",
    find: 'if (!isHeaderMac(fileKey, header)) throw wrong("mac");',
    guardedBy: "A header whose authentication code does not fit",
  },
  {
    check: "one recipient and one context, and nothing else in a header",
    file: "object-header.ts",
    find: 'if (recipient?.args[0] !== "X25519" || more.length > 0) throw wrong("header");',
    replace: 'if (recipient === undefined) throw wrong("header");',
    guardedBy: "A header in any other form",
  },
  {
    check: "the chunk's tag",
    file: "age-payload.ts",
    find: "    decipher.final();\n",
    guardedBy: "A changed chunk is refused",
  },
  {
    check: "the chunk's number in its nonce",
    file: "age-payload.ts",
    find: "nonce.writeUInt32BE(index % 2 ** 32, 7);",
    guardedBy: "Chunks that changed places",
  },
  {
    check: "the mark of the last chunk",
    file: "age-payload.ts",
    find: "nonce[11] = last ? 1 : 0;",
    guardedBy: "Chunks that changed places",
  },
  {
    check: "the length of a payload in memory",
    file: "open-object.ts",
    find: 'if (payload.byteLength !== seal.payloadBytes) throw wrong("truncated");',
    guardedBy: "A payload that was cut short",
  },
  {
    check: "the end of a streamed payload",
    file: "open-object.ts",
    find: 'if (left > 0) throw wrong("truncated");',
    guardedBy: "A payload that was cut short",
  },
  {
    check: "bytes beyond the end of a streamed payload",
    file: "open-object.ts",
    find: 'if (left === 0) throw wrong("truncated");',
    replace: "if (left === 0) return;",
    guardedBy: "A payload that was cut short",
  },
  {
    check: "the signed size",
    file: "object-header.ts",
    find: 'if (input.seal.payloadBytes !== sealedBytes(input.seal.sizeBytes)) throw wrong("truncated");',
    guardedBy: "A payload that was cut short",
  },
  {
    check: "each piece against its leaf",
    file: "open-object.ts",
    find: 'if (!equalBytes(hash, seal.leaves.subarray(index * hashBytes, (index + 1) * hashBytes))) throw wrong("tree");',
    guardedBy: "A stored payload that is not the one",
  },
  {
    check: "the leaves against the signed root",
    file: "object-header.ts",
    find: 'if (!equalBytes(merkleRoot(seal.leaves), seal.root)) throw wrong("tree");',
    guardedBy: "A reader, who has the file key",
  },
  {
    check: "the number of leaves",
    file: "object-header.ts",
    find: 'if (seal.leaves.byteLength !== pieces * hashBytes) throw wrong("tree");',
    guardedBy: "A hash tree that does not lead",
  },
  {
    check: "the old header before it is wrapped again",
    file: "object-header.ts",
    find: "const keys = verifyHeader(old);",
    replace:
      "const parsed = parseHeader(old.header); const keys = { fileKey: openX25519Stanza(parsed.stanzas[0]!, old.epochSecret)!, nonce: old.header.subarray(parsed.lengthBytes) };",
    guardedBy: "After a new epoch the same payload opens",
  },
  {
    check: "a certificate's signature",
    file: "certificate.ts",
    find: "verifyEd25519(authority.ed25519, statement(signed), signature)",
    replace: "signature.byteLength + signed.byteLength > 0",
    testFile: "certificate.test.ts",
    guardedBy: "A certificate signed by another key",
  },
  {
    check: "who may certify what",
    file: "certificate.ts",
    find: "mayIssue[authority.issuer].includes(body.kind) &&",
    testFile: "certificate.test.ts",
    guardedBy: "Nobody certifies a kind of key",
  },
  {
    check: "whom an invitation is for",
    file: "certificate.ts",
    find: '(authority.issuer !== "invitation" || body.subjectId === authority.subjectId) &&',
    testFile: "certificate.test.ts",
    guardedBy: "An invitation lets in the invited member only",
  },
  {
    check: "the issuer named in a certificate",
    file: "certificate.ts",
    find: "body.issuerKeyId === authority.keyId &&",
    testFile: "certificate.test.ts",
    guardedBy: "A certificate does not count in another organisation",
  },
  {
    check: "the organisation of a certificate",
    file: "certificate.ts",
    find: "body.organisationId !== organisationId || ",
    testFile: "certificate.test.ts",
    guardedBy: "A certificate does not count in another organisation",
  },
  {
    check: "a wrapped secret against the certified key",
    file: "sealed-note.ts",
    find: "if (secret && expectedPublic && !equalBytes(x25519Public(secret), expectedPublic)) return undefined;",
    testFile: "sealed-note.test.ts",
    guardedBy: "A wrapped secret that does not belong",
  },
  {
    check: "the authentication code of a note",
    file: "sealed-note.ts",
    find: "if (!isHeaderMac(fileKey, header)) return undefined;",
    testFile: "sealed-note.test.ts",
    guardedBy: "A note with any byte changed",
  },
  {
    check: "the checksum of a printed share",
    file: "kit-text.ts",
    find: " || !equalBytes(checksum(share), code.subarray(33))",
    testFile: "recovery-kit.test.ts",
    guardedBy: "A sheet with one symbol wrong",
  },
  {
    check: "that shares belong together",
    file: "recovery-kit.ts",
    find: 'if (!shares.every((share) => sameSet(share, first))) throw refuse("mixed");',
    testFile: "recovery-kit.test.ts",
    guardedBy: "Sheets of different kits",
  },
  {
    check: "the rebuilt kit against the printed fingerprint",
    file: "recovery-kit.ts",
    find: 'if (kitKeys(kit).fingerprint !== first.fingerprint) throw refuse("fingerprint");',
    testFile: "recovery-kit.test.ts",
    guardedBy: "A key that is not the one whose fingerprint",
  },
  {
    check: "the checksum of a typed link code",
    file: "link.ts",
    find: "equalBytes(bytes.slice(secretBytes), codeChecksum(secret)) ? secret : undefined",
    replace: "secret",
    testFile: "unlock.test.ts",
    guardedBy: "A link's code can be typed carelessly",
  },
];

describe("Taking away any check of the vault turns a test red", { concurrency: 2 }, () => {
  for (const { check, file, find, replace = "", testFile = "object.test.ts", guardedBy } of guards)
    test(`Somebody notices when nobody checks ${check}`, () =>
      assertMutationIsCaught({
        title: check,
        file: `src/vault/${file}`,
        find,
        replace,
        testFile: `src/vault/${testFile}`,
        guardedBy,
        copy,
      }));
});
