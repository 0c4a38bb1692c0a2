import { z } from "zod";
import { languageSchema } from "#/contract/index.ts";
import { type Bytes, fromUtf8, utf8 } from "#/kernel/index.ts";

/** A mail that Zegel writes itself. Everything in it was fixed when it was queued, so a second try is the same mail. */
const mailSchema = z.object({
  type: z.literal("mail"),
  /** An empty sender is the null reverse path: nobody is told when it bounces. */
  /** `id` stands in delivery reports, and says which dispatch they are about. */
  envelope: z.object({ from: z.string(), to: z.array(z.string()), id: z.string().optional() }),
  message: z.object({
    from: z.object({ name: z.string(), address: z.string() }),
    to: z.object({ name: z.string(), address: z.string() }),
    replyTo: z.object({ name: z.string(), address: z.string() }).optional(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    messageId: z.string(),
    /** Message-ID of an earlier mail that this one belongs to. */
    references: z.string().optional(),
    date: z.string(),
    language: languageSchema,
  }),
});
/** A text message; the code in it is made when it leaves. */
const smsSchema = z.object({
  type: z.literal("sms"),
  phone: z.string(),
  language: languageSchema,
  organisation: z.string(),
});

export type OutgoingMail = z.infer<typeof mailSchema>;
export type OutgoingSms = z.infer<typeof smsSchema>;
/** What Zegel writes itself; mail that is only passed on has a form of its own (`relay-content.ts`). */
export type DispatchContent = OutgoingMail | OutgoingSms;

const contentSchema = z.discriminatedUnion("type", [mailSchema, smsSchema]);

export const encodeDispatch = (content: DispatchContent): Bytes => utf8(JSON.stringify(content));

export function decodeDispatch(bytes: Bytes): DispatchContent {
  return contentSchema.parse(JSON.parse(fromUtf8(bytes)));
}
