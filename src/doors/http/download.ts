/** From `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Types that a browser may be told: it saves them and never runs them. Everything else is just bytes. */
const safeTypes = new Set([
  "application/pdf",
  "application/zip",
  "audio/mpeg",
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "message/rfc822",
  "text/csv",
  "text/plain",
  "video/mp4",
]);

export const safeType = (type: string): string => {
  const bare = type.toLowerCase().split(";")[0]!.trim();
  return safeTypes.has(bare) ? bare : "application/octet-stream";
};

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A file name that no system takes for a path, a device or a command; direction marks can't hide its ending. */
export function safeFileName(name: string): string {
  const cleaned = name
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "")
    .replaceAll(/[/\\:*?"<>|]/g, "_")
    .trim()
    .replace(/^\.+/, "")
    .replace(/[. ]+$/, "")
    .replace(reserved, "_$&");
  if (cleaned === "") return "file";
  const points = [...cleaned];
  if (points.length <= 150) return cleaned;
  const ending = /\.[^.]{1,10}$/.exec(cleaned)?.[0] ?? "";
  return points.slice(0, 150 - ending.length).join("") + ending;
}

const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** RFC 6266 with the extended parameter of RFC 8187, and a plain one for clients that don't know it. */
export function contentDisposition(name: string, how: "attachment" | "inline" = "attachment"): string {
  const safe = safeFileName(name);
  const plain = safe
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^ -~]|["\\%]/g, "_");
  return `${how}; filename="${plain}"; filename*=UTF-8''${percentEncoded(safe)}`;
}

/**
 * The part that a `Range` header asks for (RFC 9110, section 14.2), the whole when there is none or it has another form:
 * one range only. `undefined` when it lies outside.
 */
export function chosenRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const whole = { start: 0, end: sizeBytes };
  const match = header === undefined ? undefined : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === "" && match[2] === "")) return whole;
  const [, first = "", last = ""] = match;
  if (first === "") {
    const count = Number(last);
    return count === 0 || sizeBytes === 0 ? undefined : { start: Math.max(0, sizeBytes - count), end: sizeBytes };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  if (last !== "" && Number(last) < start) return whole;
  return start < sizeBytes ? { start, end } : undefined;
}
