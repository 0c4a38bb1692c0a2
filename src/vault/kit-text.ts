import { type Bytes, concat, equalBytes, type Id, idBytes, isId, Refusal, utf8 } from "#/kernel/index.ts";
import { domain, sha256 } from "./derive.ts";
import { ageIdentityText } from "./identity.ts";
import { fromSymbols, grouped, tidySymbols, toSymbols } from "./typed-code.ts";

/** One printed share. `place` is its point of the polynomial; 0 when the value is the secret itself. */
export interface KitShare {
  readonly organisationId: Id;
  readonly fingerprint: string;
  /** 4 random bytes, the same on all shares of one printing, so that two printings are not mixed. */
  readonly set: Bytes;
  readonly needed: number;
  readonly total: number;
  readonly number: number;
  readonly place: number;
  readonly value: Bytes;
}

const version = 1;
const checksumBytes = 4;
const codeBytes = 32 + 1 + checksumBytes;

function checksum(share: KitShare): Bytes {
  const covered = concat(
    domain("zegel/v1/kit-share"),
    idBytes(share.organisationId),
    utf8(tidySymbols(share.fingerprint)),
    share.set,
    Uint8Array.of(share.needed, share.total, share.number, share.place),
    share.value,
  );
  return sha256(covered).subarray(0, checksumBytes);
}

const shareCode = (share: KitShare): string =>
  grouped(toSymbols(concat(share.value, Uint8Array.of(share.place), checksum(share))));

const instructions = (share: KitShare): string[] =>
  share.needed === 1
    ? [
        "NL: Dit blad is de herstelsleutel van uw organisatie. Wie het heeft, kan alles lezen.",
        "    Bewaar het op papier in een kluis, niet in de mail en niet op de server.",
        "    Herstellen: bin/zegel recover --kit DIT-BESTAND --to MAP",
        "    Zonder Zegel: het bestand is een sleutelbestand voor het programma age (age -d -i DIT-BESTAND).",
        "EN: This sheet is the recovery key of your organisation. Whoever has it can read everything.",
        "    Keep it on paper in a safe, not in mail and not on the server.",
        "    To recover: bin/zegel recover --kit THIS-FILE --to DIRECTORY",
        "    Without Zegel: the file is an identity file for the age program (age -d -i THIS-FILE).",
      ]
    : [
        `NL: Dit is deel ${share.number} van ${share.total} van de herstelsleutel van uw organisatie.`,
        `    Elke ${share.needed} delen samen geven de sleutel, en wie die heeft, kan alles lezen. Eén deel alleen zegt niets.`,
        "    Bewaar elk deel op papier bij een andere houder, niet in de mail en niet op de server.",
        "    Herstellen: bin/zegel recover --kit DEEL-1 DEEL-2 … --to MAP",
        `EN: This is share ${share.number} of ${share.total} of the recovery key of your organisation.`,
        `    Any ${share.needed} shares together give the key, and whoever has that can read everything. One share alone says nothing.`,
        "    Keep each share on paper with another holder, not in mail and not on the server.",
        "    To recover: bin/zegel recover --kit SHARE-1 SHARE-2 … --to DIRECTORY",
      ];

const fields = (share: KitShare): [string, string][] => [
  ["Zegel-Kit", `${version}`],
  ["Organisation", share.organisationId],
  ["Fingerprint", share.fingerprint],
  ["Set", toSymbols(share.set)],
  ["Share", `${share.number} of ${share.total}, ${share.needed} needed`],
  ["Code", shareCode(share)],
];

/**
 * The text of one share. All lines but the key itself begin with `#`, which `age` takes for comments. The key line is
 * there when the share is enough on its own.
 */
export function kitText(share: KitShare, organisationName: string): string {
  const name = organisationName.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const comments = [
    "HERSTELSLEUTEL / RECOVERY KIT",
    name,
    "",
    ...instructions(share),
    "    De regel staat in docs/spec/vault-format.md. / The rule is in docs/spec/vault-format.md.",
    "",
    ...fields(share).map(([field, value]) => `${field}: ${value}`),
  ];
  const key = share.place === 0 ? `${ageIdentityText(share.value)}\n` : "";
  return `${comments.map((line) => `# ${line}`.trimEnd()).join("\n")}\n${key}`;
}

const refuse = (reason: "unreadable" | "damaged", field: string): Refusal =>
  new Refusal("invalid", `vault.kit_${reason}`, { field });

/** The value behind `# Field:`, whatever the spaces, the case of the field, and with or without `#`. */
function fieldOf(text: string, field: string): string {
  const found = new RegExp(`^[ \\t#>]*${field}[ \\t]*:[ \\t]*(.+)$`, "im").exec(text);
  if (!found) throw refuse("unreadable", field);
  return found[1]!.trim();
}

/** The share that a text says. Throws `vault.kit_unreadable` when a line is missing, `vault.kit_damaged` at a wrong checksum. */
export function readKitText(text: string): KitShare {
  if (fieldOf(text, "Zegel-Kit") !== `${version}`) throw refuse("unreadable", "Zegel-Kit");
  const organisationId = fieldOf(text, "Organisation").toLowerCase();
  const counts = /^(\d{1,3}) of (\d{1,3}), (\d{1,3}) needed$/i.exec(fieldOf(text, "Share"));
  const set = fromSymbols(tidySymbols(fieldOf(text, "Set")));
  const code = fromSymbols(tidySymbols(fieldOf(text, "Code")));
  if (!counts) throw refuse("unreadable", "Share");
  if (!isId(organisationId)) throw refuse("damaged", "Organisation");
  if (set?.byteLength !== 4) throw refuse("damaged", "Set");
  if (code?.byteLength !== codeBytes) throw refuse("damaged", "Code");
  const [number, total, needed] = counts.slice(1).map(Number) as [number, number, number];
  const fingerprint = grouped(tidySymbols(fieldOf(text, "Fingerprint")));
  const share = { organisationId, fingerprint, set, needed, total, number, place: code[32]!, value: code.slice(0, 32) };
  if (Math.max(number, total, needed) > 255 || !equalBytes(checksum(share), code.subarray(33)))
    throw refuse("damaged", "Code");
  return share;
}
