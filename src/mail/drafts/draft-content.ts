import { z } from "zod";
import { draftContent, type DraftContent } from "#/contract/index.ts";
import { type Bytes, fromUtf8, type Id, Refusal, utf8 } from "#/kernel/index.ts";
import { previewOf } from "../content.ts";

/** What the object of kind `draft` holds. The id is in it, so that no row can present it as another draft. */
const draftSchema = z.object({ version: z.literal(1), draftId: z.string(), content: draftContent });

/** What the object of kind `draft-summary` holds: all that the list shows. */
const summarySchema = z.object({
  version: z.literal(1),
  draftId: z.string(),
  to: z.array(z.object({ email: z.string(), name: z.string().optional() })),
  subject: z.string(),
  preview: z.string(),
  attachmentCount: z.number(),
});
export type DraftSummary = z.infer<typeof summarySchema>;

const peopleInSummary = 20;

function decode<Schema extends z.ZodType<{ draftId: string }>>(
  schema: Schema,
  bytes: Bytes,
  draftId: Id,
): z.output<Schema> {
  try {
    const decoded = schema.parse(JSON.parse(fromUtf8(bytes)));
    if (decoded.draftId === draftId) return decoded;
  } catch {
    // Told below, whatever is wrong with it.
  }
  throw new Refusal("invalid", "vault.context_wrong");
}

export const encodeDraft = (draftId: Id, content: DraftContent): Bytes =>
  utf8(JSON.stringify({ version: 1, draftId, content }));
export const decodeDraft = (bytes: Bytes, draftId: Id): DraftContent => decode(draftSchema, bytes, draftId).content;
/** Undefined for one of another draft: the list shows what stands in plain, and the other drafts. */
export function decodeDraftSummary(bytes: Bytes, draftId: Id): DraftSummary | undefined {
  const decoded = summarySchema.safeParse(JSON.parse(fromUtf8(bytes)));
  return decoded.success && decoded.data.draftId === draftId ? decoded.data : undefined;
}

export function encodeDraftSummary(draftId: Id, content: DraftContent): Bytes {
  const { recipients, subject, text, quote, attachments } = content;
  const summary: DraftSummary = {
    version: 1,
    draftId,
    to: recipients
      .slice(0, peopleInSummary)
      .map(({ email, name }) => (name === undefined ? { email } : { email, name })),
    subject,
    preview: previewOf(text.trim() === "" ? (quote?.text ?? "") : text),
    attachmentCount: attachments.length,
  };
  return utf8(JSON.stringify(summary));
}
