import { oneLine, withoutDirectionMarks } from "./header-fields.ts";

const extensions: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "application/zip": "zip",
  "application/json": "json",
  "application/ms-tnef": "dat",
  "application/pkcs7-signature": "p7s",
  "application/x-pkcs7-signature": "p7s",
  "application/pkcs7-mime": "p7m",
  "application/x-pkcs7-mime": "p7m",
  "application/pgp-signature": "asc",
  "application/pgp-encrypted": "asc",
  "application/msword": "doc",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "audio/mpeg": "mp3",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/tiff": "tif",
  "image/webp": "webp",
  "message/delivery-status": "txt",
  "message/rfc822": "eml",
  "message/global": "eml",
  "text/calendar": "ics",
  "text/css": "css",
  "text/csv": "csv",
  "text/html": "html",
  "text/plain": "txt",
  "text/rfc822-headers": "txt",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
};

const maximumCharacters = 180;

/** A name that any file system takes and that hides nothing: no path, no control or direction characters. */
export function attachmentName(given: string | undefined, type: string, position: number): string {
  const cleaned = withoutDirectionMarks(oneLine(given ?? ""))
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[<>:"|?*]/g, "_")
    .replace(/^[.\s]+/, "")
    .replace(/[.\s]+$/, "");
  if (cleaned === "") return `attachment-${position}.${extensions[type] ?? "bin"}`;
  if (cleaned.length <= maximumCharacters) return cleaned;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(cleaned)?.[0] ?? "";
  return (
    Array.from(cleaned.slice(0, maximumCharacters - extension.length))
      .slice(0, -1)
      .join("") + extension
  );
}

export const mediaType = (text: string): string =>
  /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(text) ? text : "application/octet-stream";
