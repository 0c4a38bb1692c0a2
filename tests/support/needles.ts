import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A form in which a secret text may lie about. */
export interface Needle {
  readonly form: string;
  readonly bytes: Buffer;
}

const hexEscapes = (bytes: Buffer, mark: string): string =>
  [...bytes].map((byte) => `${mark}${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");

/** What of a base64 text is the same whatever stands before and behind, for each of the three ways it can lie. */
function base64Forms(bytes: Buffer, name: string): Needle[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const text = padded.toString("base64").replaceAll("=", "");
    const sure = text.slice(Math.ceil((shift * 8) / 6), Math.floor((padded.length * 8) / 6));
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")].map((form) => ({
      form: `base64 of ${name}, shifted by ${shift}`,
      bytes: Buffer.from(form),
    }));
  });
}

/** A text in every encoding in which mail, databases, logs and browsers could keep it. */
export function needlesOf(what: string, text: string): Needle[] {
  const utf8 = Buffer.from(text, "utf8");
  const little = Buffer.from(text, "utf16le");
  const big = Buffer.from(little).swap16();
  const forms: Needle[] = [
    { form: "UTF-8", bytes: utf8 },
    { form: "UTF-16LE", bytes: little },
    { form: "UTF-16BE", bytes: big },
    { form: "hex", bytes: Buffer.from(utf8.toString("hex")) },
    { form: "HEX", bytes: Buffer.from(utf8.toString("hex").toUpperCase()) },
    { form: "quoted-printable", bytes: Buffer.from(hexEscapes(utf8, "=")) },
    { form: "percent", bytes: Buffer.from(hexEscapes(utf8, "%")) },
    { form: "lower case", bytes: Buffer.from(text.toLowerCase()) },
    { form: "upper case", bytes: Buffer.from(text.toUpperCase()) },
    { form: "reversed", bytes: Buffer.from([...text].toReversed().join("")) },
    ...base64Forms(utf8, "UTF-8"),
    ...base64Forms(little, "UTF-16LE"),
    ...base64Forms(big, "UTF-16BE"),
    // Within quoted-printable UTF-16 every second byte is written out.
    { form: "quoted-printable UTF-16LE", bytes: Buffer.from([...text].map((character) => `${character}=00`).join("")) },
  ];
  return forms.map(({ form, bytes }) => ({ form: `${what} as ${form}`, bytes }));
}

/** Bytes as they are, and in the usual ways of writing them. */
export function needlesOfBytes(what: string, bytes: Buffer): Needle[] {
  return [
    { form: `${what} as it is`, bytes },
    { form: `${what} as hex`, bytes: Buffer.from(bytes.toString("hex")) },
    { form: `${what} as HEX`, bytes: Buffer.from(bytes.toString("hex").toUpperCase()) },
    ...base64Forms(bytes, what),
  ];
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);

/** Which needles are in these bytes. */
export const foundIn = (bytes: Buffer, needles: readonly Needle[]): string[] =>
  needles.filter((needle) => bytes.includes(needle.bytes)).map(({ form }) => form);

/** Each needle that is in a file below the directory, its name included: `file: form`. */
export function foundBelow(directory: string, needles: readonly Needle[]): string[] {
  return filesBelow(directory).flatMap((path) => {
    let bytes: Buffer;
    try {
      bytes = Buffer.concat([Buffer.from(path), Buffer.from([0]), readFileSync(path)]);
    } catch (error) {
      // A running database removes files of its own.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    return foundIn(bytes, needles).map((form) => `${path.slice(directory.length)}: ${form}`);
  });
}
