import { z } from "zod";
import { attachmentKinds, misaddressingSignals } from "./agreements-document.ts";
import { idSchema, instantSchema, verificationSchema } from "./common.ts";
import { mostPersonValues } from "./findings.ts";
import { findingCount } from "./mail.ts";
import { defineRoutes } from "./route.ts";

/** A rule of the agreements that had a say, and what made it speak. */
const heldRule = z.object({
  source: z.string(),
  action: z.string(),
  verification: verificationSchema.optional(),
  because: z.array(z.record(z.string(), z.union([z.string(), z.number()]))),
  /** The firm's own words; empty where there are none. */
  why: z.string(),
});
export type HeldRule = z.output<typeof heldRule>;

const holdState = z.enum(["held", "released", "returned", "refused", "expired"]);

/** What a sender is told of a message that is held or was given back. */
export const ownHoldSchema = z.object({
  state: holdState,
  deadlineAt: instantSchema,
  decidedBy: z.string().nullable(),
  note: z.string(),
  rules: z.array(heldRule),
});

const heldEntry = z.object({
  messageId: idSchema,
  sender: z.object({ email: z.string(), name: z.string() }),
  recipients: z.array(z.object({ email: z.string(), isHeld: z.boolean() })),
  rules: z.array(heldRule),
  findings: z.array(findingCount),
  /** Attachments that could not be read. */
  unread: z.number(),
  /** False for who became an approver after it was held: why is sealed for the others. */
  isTold: z.boolean(),
  mayRead: z.boolean(),
  state: holdState,
  heldAt: instantSchema,
  deadlineAt: instantSchema,
  decidedAt: instantSchema.nullable(),
  decidedBy: z.string().nullable(),
});

export const holdRoutes = defineRoutes({
  listHeld: {
    method: "GET",
    path: "/api/mail/held",
    summary: "Messages that wait for an approver, oldest first, and what was decided lately",
    access: "member",
    answer: z.object({ isApprover: z.boolean(), entries: z.array(heldEntry) }),
  },
  readHeld: {
    method: "GET",
    path: "/api/mail/held/:messageId",
    summary: "A held message; what it says only where the agreements let approvers read, and on record",
    access: "member",
    params: z.object({ messageId: idSchema }),
    answer: heldEntry.extend({
      content: z
        .object({
          subject: z.string(),
          text: z.string(),
          html: z.string(),
          attachments: z.array(
            z.object({ attachmentId: idSchema, name: z.string(), type: z.string(), sizeBytes: z.number() }),
          ),
        })
        .nullable(),
    }),
  },
  lookAtFile: {
    method: "POST",
    path: "/api/mail/look",
    summary: "What personal data is in a file that goes along with a draft: kinds and counts, no values",
    access: "member",
    body: z
      .object({
        uploadId: idSchema.optional(),
        attachmentId: idSchema.optional(),
        name: z.string().max(1_000),
        type: z.string().max(300),
      })
      .refine(({ uploadId, attachmentId }) => (uploadId === undefined) !== (attachmentId === undefined)),
    answer: z.object({
      findings: z.array(findingCount),
      /** Those of the agreements that occur in it. */
      keywords: z.array(z.string()),
      kind: z.enum(attachmentKinds),
      sizeBytes: z.number(),
      /** It, or files in it, that could not be read. */
      unread: z.number(),
      /** Opaque keys of the people whose numbers are in it, for `suspectRecipients`. */
      people: z.array(z.string()),
    }),
  },
  suspectRecipients: {
    method: "POST",
    path: "/api/mail/suspect",
    summary: "What may be wrong with each recipient of a draft, from what this mailbox did so far",
    access: "member",
    body: z.object({
      recipients: z
        .array(
          z.object({
            email: z.string().trim().toLowerCase().max(320),
            name: z.string().max(200).optional(),
            role: z.enum(["to", "cc", "bcc"]),
          }),
        )
        .max(200),
      conversationId: idSchema.optional(),
      /** The beginning of the text: whom it greets. */
      text: z.string().max(1_000),
      /** Numbers of people in the whole text, as `kind:value`; looked up, not kept. */
      values: z.array(z.string().max(100)).max(mostPersonValues).optional(),
      /** As `lookAtFile` gave them for the files. */
      people: z.array(z.string().max(40)).max(1_000).optional(),
    }),
    answer: z.object({
      recipients: z.array(
        z.object({
          email: z.string(),
          suspicions: z.array(
            z.object({
              signal: z.enum(misaddressingSignals),
              /** The address or name that may have been meant. */
              meant: z.string().optional(),
            }),
          ),
        }),
      ),
      /** Shown no more: they were nearly always passed over. */
      retired: z.array(z.enum(misaddressingSignals)),
    }),
  },
  listWarnings: {
    method: "GET",
    path: "/api/mail/warnings",
    summary: "How often each warning about recipients was of use in this mailbox",
    access: "member",
    answer: z.object({
      warnings: z.array(
        z.object({
          signal: z.enum(misaddressingSignals),
          shown: z.number(),
          heeded: z.number(),
          /** Heeded of shown, 0 to 1. */
          precision: z.number(),
          isRetired: z.boolean(),
        }),
      ),
    }),
  },
  noteWarning: {
    method: "POST",
    path: "/api/mail/warnings",
    summary: "Somebody changed a draft because of a warning, or wants to see one again that was shown no more",
    access: "member",
    body: z.object({ signal: z.enum(misaddressingSignals), act: z.enum(["heeded", "renew"]) }),
    status: 204,
  },
  decideHeld: {
    method: "POST",
    path: "/api/mail/held/:messageId/decision",
    summary: "Lets a held message go, gives it back to its sender, or refuses it; the first decision counts",
    access: "member",
    params: z.object({ messageId: idSchema }),
    body: z.object({ decision: z.enum(["release", "return", "refuse"]), note: z.string().max(2_000).optional() }),
    status: 204,
  },
});
