import { z } from "zod";
import { instantSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

export const domainRecordKind = z.enum(["address", "mx", "spf", "dkim", "dmarc", "mta-sts", "mta-sts-host", "ptr"]);
/** What has to stand in the DNS. */
export const domainRecord = z.object({
  kind: domainRecordKind,
  /** Whole, without a dot at the end. */
  name: z.string(),
  type: z.enum(["TXT", "A", "MX", "PTR"]),
  /** What to put there; empty where that is for the person to know, such as an address. */
  value: z.string(),
  /** `required`: without it mail does not arrive; `advised`: safer with it. */
  weight: z.enum(["required", "advised"]),
});
export const domainRemark = z.enum([
  "several",
  "syntax",
  "look-ups",
  "not-named",
  "not-provable",
  "provider",
  "other-key",
  "revoked",
  "watching",
  "no-mail-server",
  "no-name-back",
  "not-resolving",
]);
export const checkedRecord = domainRecord.extend({
  state: z.enum(["right", "missing", "wrong", "silent"]),
  found: z.array(z.string()),
  /** Why, where the state alone does not say it. */
  remark: domainRemark.nullable(),
});
export const domainAnswer = z.object({
  domain: z.string(),
  records: z.array(domainRecord),
});
export const domainCheckAnswer = z.object({
  domain: z.string(),
  checkedAt: instantSchema,
  records: z.array(checkedRecord),
  /** The file of MTA-STS, where the domain has mail servers. */
  mtaStsFile: z.string().nullable(),
});

export const healthSubject = z.enum(["disk", "certificate", "queue", "jobs", "backup", "smarthost", "kit", "codes"]);
/** One subject of the health page. `unknown`: it could not be looked at from here. */
export const healthEntry = z.object({
  subject: healthSubject,
  state: z.enum(["good", "attention", "bad", "unknown"]),
  /** Which sentence tells what is the matter. */
  finding: z.string(),
  /** What the sentence names: numbers, moments, names of kinds. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Since when the admins are being warned of it. */
  warnedSince: instantSchema.nullable(),
});
export const healthAnswer = z.object({
  version: z.string(),
  at: instantSchema,
  entries: z.array(healthEntry),
});

/** What whoever looks after the installation needs to see. */
export const operationRoutes = defineRoutes({
  readDomain: {
    method: "GET",
    path: "/api/operation/domain",
    summary: "The DNS records that the firm's domain should have (admins)",
    access: "member",
    answer: domainAnswer,
  },
  checkDomain: {
    method: "POST",
    path: "/api/operation/domain/check",
    summary: "Ask the DNS for the records, and compare (admins)",
    access: "member",
    answer: domainCheckAnswer,
  },
  readHealth: {
    method: "GET",
    path: "/api/operation/health",
    summary: "How the installation is doing, by subject (admins)",
    access: "member",
    answer: healthAnswer,
  },
  tryJobsAgain: {
    method: "POST",
    path: "/api/operation/jobs/again",
    summary: "Give the jobs that gave up another chance (admins)",
    access: "member",
    answer: z.object({ jobs: z.number().int() }),
  },
  confirmKitKept: {
    method: "POST",
    path: "/api/operation/kit",
    summary: "Say that the recovery kit is kept where it belongs (admins)",
    access: "member",
    status: 204,
  },
});
