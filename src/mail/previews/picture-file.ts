import { collect, Refusal } from "#/kernel/index.ts";
import type { OpenedObject } from "#/spaces/index.ts";
import type { AttachmentPart } from "../content.ts";
import { fileOf } from "../downloads.ts";
import type { OpenedFile } from "../types.ts";
import { pictureFacts } from "./picture-facts.ts";

/** What a browser is asked to show at most. Larger pictures are downloaded, not shown. */
export const previewLimits = { sizeBytes: 25 * 1024 ** 2, pixels: 60_000_000, headBytes: 256 * 1024 } as const;

const none = (): Refusal => new Refusal("invalid", "mail.preview_impossible");

/**
 * An attachment as a picture to show in the page: by its own bytes a JPEG, PNG, GIF or WebP, of bounded size also when
 * unpacked. @throws Refusal `mail.preview_impossible` for all else.
 */
export async function pictureFile(
  part: Pick<AttachmentPart, "name" | "type">,
  object: OpenedObject,
): Promise<OpenedFile> {
  if (object.sizeBytes > previewLimits.sizeBytes) throw none();
  const head = await collect(
    object.stream({ start: 0, end: Math.min(object.sizeBytes, previewLimits.headBytes) }),
    previewLimits.headBytes,
  );
  const facts = head && pictureFacts(head);
  if (!facts || facts.widthPx * facts.heightPx > previewLimits.pixels) throw none();
  return { ...fileOf({ name: part.name, type: facts.type }, object), shown: true };
}
