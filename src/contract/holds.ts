import { z } from "zod";
import { attachmentKinds } from "./agreements-document.ts";
import { idSchema, instantSchema, verificationSchema } from "./common.ts";
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
    }),
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
