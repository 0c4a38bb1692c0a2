import { z } from "zod";

export const idSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** An instant, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();
export const languageSchema = z.enum(["nl", "en", "fr", "de"]);
export type Language = z.infer<typeof languageSchema>;
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@<>,;:"()[\]\\\p{C}]{1,64}@[^\s@<>,;:"()[\]\\\p{C}]+\.[^\s@<>,;:"()[\]\\\p{C}]+$/u)
  .transform((text) => text.toLowerCase());
/** A name for people: no control characters, so that it can never break a header. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u);
export const verificationSchema = z.enum(["none", "sms", "password"]);
export type Verification = z.infer<typeof verificationSchema>;
export const roleSchema = z.enum(["member", "admin", "officer", "superuser", "approver"]);
export type Role = z.infer<typeof roleSchema>;

/** RFC 9457. `code` is stable; `title` is a sentence in the reader's language that says what to do next. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
