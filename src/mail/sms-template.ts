import { isLoopbackHost } from "#/config.ts";

/** A gateway's request and how to read its answer; the format stands in `docs/spec/sms-template.md`. */
export interface SmsTemplate {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  readonly accepted: readonly string[];
  readonly retry: readonly string[];
  readonly bodyPattern: RegExp | undefined;
  readonly tryMs: number;
}

export interface SmsText {
  /** E.164, with the plus sign. */
  readonly phone: string;
  readonly text: string;
}

/** A template that is wrong stops the start: `message` says where. */
export class SmsTemplateError extends Error {
  override readonly name = "SmsTemplateError";
}

const place = /\{\{([^{}]*)\}\}/g;
const sources = {
  phone: (sms: SmsText) => sms.phone,
  digits: (sms: SmsText) => sms.phone.replace(/^\+/, ""),
  text: (sms: SmsText) => sms.text,
} as const;
const xmlEscapes: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };
const encodings = {
  json: (value: string) => JSON.stringify(value),
  url: (value: string) => encodeURIComponent(value),
  xml: (value: string) => value.replaceAll(/[&<>"']/g, (sign) => `&${xmlEscapes[sign]!};`),
  plain: (value: string) => value,
} as const;

function checkPlaces(part: string, where: string, isAllowed: (what: string, how: string) => boolean): void {
  for (const [written, inside] of part.matchAll(place)) {
    const [what = "", how = ""] = inside!.split(":");
    if (!Object.hasOwn(sources, what) || !Object.hasOwn(encodings, how) || !isAllowed(what, how))
      throw new SmsTemplateError(`${written} is not possible in the ${where}`);
  }
}

const filled = (part: string, sms: SmsText): string =>
  part.replaceAll(place, (_, inside: string) => {
    const [what, how] = inside.split(":") as [keyof typeof sources, keyof typeof encodings];
    return encodings[how](sources[what](sms));
  });

function statusCodes(text: string): string[] {
  const codes = text.split(/\s+/).filter((code) => code !== "");
  if (codes.length === 0 || !codes.every((code) => /^[1-5](?:\d\d|xx)$/.test(code)))
    throw new SmsTemplateError(`"${text}" are not status codes such as 200 or 5xx`);
  return codes;
}

const standardSeconds = "15";

function readTryMs(text: string): number {
  if (!/^[1-9]\d?$/.test(text) || Number(text) > 60)
    throw new SmsTemplateError(`"${text}" is not a number of seconds from 1 to 60`);
  return Number(text) * 1000;
}

function readAnswer(lines: readonly string[]): Pick<SmsTemplate, "accepted" | "retry" | "bodyPattern" | "tryMs"> {
  const given = new Map<string, string>();
  for (const line of lines.filter((each) => each.trim() !== "")) {
    const [, name, value] = /^(accepted|retry|body|seconds)\s+(\S.*)$/.exec(line.trim()) ?? [];
    if (!name || !value || given.has(name))
      throw new SmsTemplateError(`"${line}" is not one line of accepted, retry, body or seconds`);
    given.set(name, value);
  }
  const pattern = given.get("body");
  let bodyPattern: RegExp | undefined;
  try {
    bodyPattern = pattern === undefined ? undefined : new RegExp(pattern, "su");
  } catch {
    throw new SmsTemplateError("the line body holds no regular expression");
  }
  return {
    accepted: statusCodes(given.get("accepted") ?? "2xx"),
    retry: statusCodes(given.get("retry") ?? "408 425 429 5xx"),
    bodyPattern,
    tryMs: readTryMs(given.get("seconds") ?? standardSeconds),
  };
}

function readUrl(text: string): string {
  checkPlaces(text, "address", (_, how) => how === "url");
  const sample = text.replaceAll(place, "0");
  const url = URL.canParse(sample) ? new URL(sample) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackHost(url.hostname));
  if (!isSafe || text.slice(0, text.indexOf("/", 8) >>> 0).includes("{{"))
    throw new SmsTemplateError("the address must start with https:// and a fixed host");
  return text;
}

function readHeader(line: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
  if (!name || value === undefined || /^(?:host|content-length)$/i.test(name))
    throw new SmsTemplateError(`"${line.split(":")[0]}" is not a header that can be set`);
  checkPlaces(value, "headers", (what, how) => what !== "text" && how === "url");
  return [name, value];
}

/** @throws SmsTemplateError */
export function readSmsTemplate(source: string): SmsTemplate {
  const lines = source.replace(/^\uFEFF/, "").split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  const [, method, address] = /^(GET|POST|PUT)\s+(\S+)\s*$/.exec(lines[start] ?? "") ?? [];
  if (!method || !address) throw new SmsTemplateError("the first line is no request such as POST https://…");
  const answerAt = lines.findIndex((line, at) => at > start && line.trim() === "=== answer");
  const request = lines.slice(start + 1, answerAt < 0 ? undefined : answerAt);
  const emptyAt = request.findIndex((line) => line.trim() === "");
  const headers = (emptyAt < 0 ? request : request.slice(0, emptyAt)).map(readHeader);
  const body = emptyAt < 0 ? "" : request.slice(emptyAt + 1).join("\n");
  checkPlaces(body, "body", () => true);
  const hasBody = body.trim() !== "";
  if (method === "GET" && hasBody) throw new SmsTemplateError("a GET request has no body");
  return {
    method: method as SmsTemplate["method"],
    url: readUrl(address),
    headers,
    body: hasBody ? body : undefined,
    ...readAnswer(answerAt < 0 ? [] : lines.slice(answerAt + 1)),
  };
}

const includesStatus = (codes: readonly string[], status: number): boolean =>
  codes.some((code) => code === String(status) || (code.endsWith("xx") && code[0] === String(status)[0]));

export type SmsOutcome =
  | { readonly kind: "accepted" }
  | { readonly kind: "retry" | "refused"; readonly answer: string };

const longestAnswerBytes = 65_536;

async function answerText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    sizeBytes += part.byteLength;
    text += decoder.decode(part, { stream: true });
    if (sizeBytes >= longestAnswerBytes) break;
  }
  return text.slice(0, longestAnswerBytes);
}

/** Sends one text. Never throws for what the gateway does; the outcome's answer is a status or a cause, without content. */
export async function sendSms(template: SmsTemplate, sms: SmsText): Promise<SmsOutcome> {
  try {
    const response = await fetch(filled(template.url, sms), {
      method: template.method,
      headers: template.headers.map(([name, value]) => [name, filled(value, sms)] as [string, string]),
      ...(template.body === undefined ? {} : { body: filled(template.body, sms) }),
      redirect: "manual",
      signal: AbortSignal.timeout(template.tryMs),
    });
    const text = await answerText(response);
    if (includesStatus(template.accepted, response.status)) {
      return template.bodyPattern && !template.bodyPattern.test(text)
        ? { kind: "refused", answer: `${response.status} with another answer than expected` }
        : { kind: "accepted" };
    }
    const kind = includesStatus(template.retry, response.status) ? "retry" : "refused";
    return { kind, answer: String(response.status) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
    return { kind: "retry", answer: code ?? (cause instanceof Error ? cause.name : "no answer") };
  }
}
