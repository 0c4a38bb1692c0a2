import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

export const auditAnswer = z.object({
  entryId: idSchema,
  at: instantSchema,
  actorKind: z.string(),
  actorName: z.string().nullable(),
  act: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: idSchema.nullable(),
  details: z.record(z.string(), z.unknown()),
  /** Of the member whom `details.sender` means. */
  senderName: z.string().nullable(),
});

/** Which entries: by whom, what, and when. */
const auditFilter = {
  /** A member, with their app passwords. */
  memberId: idSchema.optional(),
  actorKind: z.enum(["member", "guest", "app-password", "operator", "system"]).optional(),
  act: z
    .string()
    .regex(/^[a-z.-]{1,100}$/)
    .optional(),
  from: instantSchema.optional(),
  /** Not included. */
  until: instantSchema.optional(),
};
/** Words in the name of the act, in ids or among the details. */
const words = z.string().trim().min(1).max(100).optional();
const hash = z.string();
const size = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 52);

export const checkpointAnswer = z.object({
  size: z.number().int(),
  at: instantSchema,
  /** The signed note (C2SP tlog-checkpoint). */
  note: z.string(),
});

/** The audit log: who did what, and proofs that it is whole (docs/spec/audit-log.md). */
export const auditRoutes = defineRoutes({
  listAudit: {
    method: "GET",
    path: "/api/audit",
    summary: "The audit log, newest first (admins and officers)",
    access: "member",
    query: z.object({
      ...auditFilter,
      words,
      before: idSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({
      entries: z.array(auditAnswer),
      /** Where to go on; with a search a page may be empty, and more come after it. */
      next: idSchema.nullable(),
    }),
  },
  auditLog: {
    method: "GET",
    path: "/api/audit/log",
    summary: "How far the audit log is signed, and by which key (admins and officers)",
    access: "member",
    answer: z.object({
      size: z.number().int(),
      /** Written, and not placed yet. */
      waiting: z.number().int(),
      /** The public key, as a C2SP verifier key. */
      key: z.string(),
      checkpoint: checkpointAnswer.nullable(),
      /** The time of the newest entry under the checkpoint. */
      coversUntil: instantSchema.nullable(),
      /** Something is not as it should be: `zegel audit verify` tells what. */
      doubtful: z.boolean(),
    }),
  },
  auditProof: {
    method: "GET",
    path: "/api/audit/proofs/:entryId",
    summary: "Proof that an entry stands in the log (RFC 9162; admins and officers)",
    access: "member",
    params: z.object({ entryId: idSchema }),
    answer: z.object({
      position: z.number().int(),
      leafHash: hash,
      /** Both null: the entry was erased, its hash stayed. */
      salt: z.string().nullable(),
      entry: z.record(z.string(), z.unknown()).nullable(),
      proof: z.array(hash),
      key: z.string(),
      checkpoint: checkpointAnswer,
    }),
  },
  auditConsistency: {
    method: "GET",
    path: "/api/audit/consistency",
    summary: "Proof that an older state is the beginning of a newer one (RFC 9162; admins and officers)",
    access: "member",
    query: z.object({ from: size, to: size.optional() }),
    answer: z.object({ from: z.number().int(), to: z.number().int(), proof: z.array(hash) }),
  },
  exportAudit: {
    method: "GET",
    path: "/api/audit/export.jsonl",
    summary: "Entries with their proofs, to be verified anywhere (admins and officers)",
    access: "member",
    query: z.object(auditFilter).omit({ actorKind: true }),
    binary: true,
  },
  exportAuditTable: {
    method: "GET",
    path: "/api/audit/export.csv",
    summary: "Entries as a table, newest first (admins and officers)",
    access: "member",
    query: z.object({ ...auditFilter, words }),
    binary: true,
  },
});
