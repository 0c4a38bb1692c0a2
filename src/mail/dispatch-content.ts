import { z } from "zod";
import { languageSchema } from "#/contract/index.ts";
import { type Bytes, concat, fromUtf8, Refusal, utf8 } from "#/kernel/index.ts";

/** A mail that Zegel writes itself. Everything in it was fixed when it was queued, so a second try is the same mail. */
const mailSchema = z.object({
  type: z.literal("mail"),
  /** An empty sender is the null reverse path: nobody is told when it bounces. */
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  message: z.object({
    from: z.object({ name: z.string(), address: z.string() }),
    to: z.object({ name: z.string(), address: z.string() }),
    replyTo: z.object({ name: z.string(), address: z.string() }).optional(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    messageId: z.string(),
    date: z.string(),
    language: languageSchema,
  }),
});
/** A mail of somebody else's making, which leaves byte for byte as it came. */
const rawSchema = z.object({
  type: z.literal("raw"),
  envelope: z.object({
    from: z.string(),
    /** Where `recipientId` is given, that recipient's state follows. */
    to: z.array(z.object({ email: z.string(), recipientId: z.string().optional() })),
  }),
});
const smsSchema = z.object({
  type: z.literal("sms"),
  phone: z.string(),
  language: languageSchema,
  organisation: z.string(),
});

export type OutgoingMail = z.infer<typeof mailSchema>;
export type OutgoingRaw = z.infer<typeof rawSchema> & { readonly raw: Bytes };
export type OutgoingSms = z.infer<typeof smsSchema>;
export type DispatchContent = OutgoingMail | OutgoingRaw | OutgoingSms;

const headSchema = z.discriminatedUnion("type", [mailSchema, rawSchema, smsSchema]);
const newline = 0x0a;

/** One line of JSON; behind it the bytes of a raw mail. */
export function encodeDispatch(content: DispatchContent): Bytes {
  if (content.type !== "raw") return utf8(`${JSON.stringify(content)}\n`);
  const { raw, ...head } = content;
  return concat(utf8(`${JSON.stringify(head)}\n`), raw);
}

export function decodeDispatch(bytes: Bytes): DispatchContent {
  const end = bytes.indexOf(newline);
  if (end < 0) throw new Refusal("invalid", "vault.truncated_wrong");
  const head = headSchema.parse(JSON.parse(fromUtf8(bytes.subarray(0, end))));
  return head.type === "raw" ? { ...head, raw: bytes.subarray(end + 1) } : head;
}
