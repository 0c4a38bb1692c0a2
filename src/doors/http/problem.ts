import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import type { Problem } from "#/contract/index.ts";
import { isRefusal, Refusal, type RefusalKind } from "#/kernel/index.ts";
import { say, type Speech } from "#/words/index.ts";

/** The one table from kinds of refusal to HTTP. */
export const statusOfKind: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  limited: 429,
  unavailable: 503,
};

const statusOfCode: Readonly<Record<string, number>> = {
  "http.malformed": 400,
  "http.multipart_broken": 400,
  "http.multipart_order": 400,
  "http.part_unknown": 400,
  "http.method": 405,
  "http.too_slow": 408,
  "http.content_type": 415,
  "mail.range_unsatisfiable": 416,
  "http.misdirected": 421,
  "uploads.header_wrong": 400,
  "uploads.version_wrong": 412,
  "uploads.locked": 423,
  "blobs.disk_full": 507,
  "database.disk_full": 507,
};

export const statusOf = (refusal: Refusal): number => statusOfCode[refusal.code] ?? statusOfKind[refusal.kind];

/** What Fastify itself throws, in our terms; `undefined` is a bug of ours. */
function refusalOfFramework(error: unknown): Refusal | undefined {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return new Refusal("too-large", "http.too_large", { limitBytes: 2 ** 20 });
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return new Refusal("invalid", "http.content_type");
  return typeof statusCode === "number" && statusCode >= 400 && statusCode < 500
    ? new Refusal("invalid", "http.malformed")
    : undefined;
}

/** The refusal that `error` is, or stands for. `undefined` is a bug: it is logged, and the person gets its number. */
export const refusalOf = (error: unknown): Refusal | undefined =>
  isRefusal(error) ? error : refusalOfFramework(error);

/** RFC 9457, with a title in the reader's language. */
export function problemOf(refusal: Refusal, language: Speech): Problem {
  const { code, details } = refusal;
  return {
    type: "about:blank",
    title: say(language, code, details),
    status: statusOf(refusal),
    code,
    ...(Object.keys(details).length > 0 && { details: { ...details } }),
  };
}

/** The answer to a bug: nothing about it but the number under which the log has it. */
export const faultProblem = (requestId: string, language: Speech): Problem => ({
  type: "about:blank",
  title: say(language, "internal.fault", { requestId }),
  status: 500,
  code: "internal.fault",
  details: { requestId },
});

export async function sendProblem(reply: FastifyReply, problem: Problem, language: Speech): Promise<FastifyReply> {
  const retryAfterSeconds = problem.details?.["retryAfterSeconds"];
  if (typeof retryAfterSeconds === "number") reply.header("retry-after", Math.max(1, Math.ceil(retryAfterSeconds)));
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .header("content-language", language)
    .header("cache-control", "no-store")
    .send(JSON.stringify(problem));
}

/** A whole HTTP answer for a connection on which no request could be read. */
export function rawProblem(refusal: Refusal, headers: Readonly<Record<string, string>>): string {
  const problem = problemOf(refusal, "en");
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
