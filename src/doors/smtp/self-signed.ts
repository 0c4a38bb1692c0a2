import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { dayMs } from "#/kernel/index.ts";
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from "./der.ts";

const object = {
  commonName: "2.5.4.3",
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  alternativeNames: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  serverAuthentication: "1.3.6.1.5.5.7.3.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
} as const;

const validMs = 3_650 * dayMs;

const extension = (id: string, critical: boolean, content: Buffer): Buffer =>
  sequence(objectId(id), ...(critical ? [boolean(true)] : []), octetString(content));

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = address.split("::");
  const groups = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** What a mail program compares its server name with (RFC 5280, section 4.2.1.6). */
const generalName = (name: string): Buffer =>
  isIP(name) > 0 ? implicit(7, addressBytes(name)) : implicit(2, Buffer.from(name, "latin1"));

export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/** A new P-256 key with a certificate (RFC 5280) for these names, signed by itself, for ten years. PEM. */
export function makeSelfSigned(names: readonly string[], now: Date): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const keyInfo = publicKey.export({ type: "spki", format: "der" });
  const keyPoint = keyInfo.subarray(-65);
  const algorithm = sequence(objectId(object.ecdsaWithSha256));
  const name = sequence(set(sequence(objectId(object.commonName), utf8String(names[0]!.slice(0, 64)))));
  const extensions = sequence(
    extension(object.basicConstraints, true, sequence()),
    extension(object.keyUsage, true, bitString(Buffer.from([0x80]), 7)),
    extension(object.extendedKeyUsage, false, sequence(objectId(object.serverAuthentication))),
    extension(object.subjectKeyId, false, octetString(createHash("sha1").update(keyPoint).digest())),
    extension(object.alternativeNames, false, sequence(...names.map(generalName))),
  );
  const validity = sequence(time(new Date(now.getTime() - dayMs)), time(new Date(now.getTime() + validMs)));
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    validity,
    name,
    keyInfo,
    explicit(3, extensions),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign("sha256", toBeSigned, privateKey)));
  const base64 = certificate.toString("base64").replaceAll(/.{1,64}/g, "$&\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** True when the pair belongs together, is valid at `now` and for some time, and has all `names`. */
export function isUsable({ certificate, key }: SelfSigned, names: readonly string[], now: Date): boolean {
  try {
    const parsed = new X509Certificate(certificate);
    const hasNames = names.every(
      (name) => (isIP(name) > 0 ? parsed.checkIP(name) : parsed.checkHost(name)) !== undefined,
    );
    const expiresIn = parsed.validToDate.getTime() - now.getTime();
    return hasNames && expiresIn > 30 * dayMs && parsed.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
