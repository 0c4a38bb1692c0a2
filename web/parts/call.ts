import type { z } from "zod";
import type { guestRoutes, MemberRoutes, Problem, Route } from "#/contract/index.ts";
import { localeOf } from "./languages.ts";
import { sendForm } from "./send-form.ts";

export type { MemberRoutes };
export type GuestRoutes = typeof guestRoutes;

export interface RouteShape {
  readonly method: string;
  readonly path: string;
  readonly multipart?: boolean;
}

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Part<R extends Route, Name extends "params" | "query" | "body"> = Input<R[Name]>;

/** What an operation of the contract answers. */
export type Answer<Routes extends Record<string, Route>, Name extends keyof Routes> = Output<Routes[Name]["answer"]>;

export interface CallInput<R extends Route> {
  readonly params?: Part<R, "params">;
  readonly query?: Part<R, "query">;
  readonly body?: Part<R, "body">;
  readonly files?: readonly File[];
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
  /** Goes on when the page is left, where the browser lets a body of this size do so. */
  readonly keepalive?: boolean;
}

/** The server said no (RFC 9457), or could not be reached (`code` is then `page.unreachable`). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const unreachable = { type: "about:blank", title: "", status: 0, code: "page.unreachable" };
const unexpected = { type: "about:blank", title: "", status: 0, code: "page.unexpected" };

export const asProblem = (error: unknown): Problem => (error instanceof ProblemError ? error.problem : unexpected);

function problemOf(status: number, text: string): ProblemError {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return new ProblemError(problem);
  } catch {
    // A proxy's own error page is no problem document.
  }
  return new ProblemError({ ...unexpected, status });
}

/** The address of an operation, with parameters filled in: for links and downloads. */
export function fillPath(path: string, params: Readonly<Record<string, unknown>> = {}): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function search(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

export interface CallerSettings {
  token(): string | undefined;
  language(): string;
  /** The mailbox to work in, where it is not one's own. */
  mailbox?(): string | undefined;
  /** Called for every answer that says that nobody is signed in. */
  onSignedOut?(problem: Problem): void;
}

/** Calls operations of the contract by name; every refusal is thrown as a `ProblemError`. */
export function createCaller<Routes extends Record<string, Route>>(
  shapes: Readonly<Record<string, RouteShape>>,
  settings: CallerSettings,
) {
  return async function call<Name extends keyof Routes & string>(
    name: Name,
    input: CallInput<Routes[Name]> = {},
  ): Promise<Answer<Routes, Name>> {
    const shape = shapes[name]!;
    const address = fillPath(shape.path, input.params as Record<string, unknown>) + search(input.query as never);
    const token = settings.token();
    const headers: Record<string, string> = {
      accept: "application/json",
      "accept-language": localeOf(settings.language()),
    };
    if (token !== undefined) headers["x-zegel-token"] = token;
    const mailbox = settings.mailbox?.();
    if (mailbox !== undefined) headers["x-zegel-mailbox"] = mailbox;
    try {
      const answer = shape.multipart
        ? await sendForm(address, headers, input.body, input.files ?? [], input.onProgress, input.signal)
        : await sendJson(shape.method, address, headers, input);
      if (answer.status >= 400) throw problemOf(answer.status, answer.text);
      return (answer.text === "" ? undefined : JSON.parse(answer.text)) as Answer<Routes, Name>;
    } catch (error) {
      if (error instanceof ProblemError) {
        if (error.problem.status === 401) settings.onSignedOut?.(error.problem);
        throw error;
      }
      if (input.signal?.aborted) throw error;
      throw new ProblemError(unreachable);
    }
  };
}

/** Browsers refuse more than 64 KiB, of all such requests together. */
const mostKeptAliveBytes = 48 * 1024;

async function sendJson(
  method: string,
  address: string,
  headers: Record<string, string>,
  { body, signal, keepalive }: Pick<CallInput<Route>, "body" | "signal" | "keepalive">,
): Promise<{ status: number; text: string }> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(address, {
    method,
    headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
    credentials: "same-origin",
    cache: "no-store",
    ...(sent !== undefined && { body: sent }),
    ...(keepalive && new Blob([sent ?? ""]).size <= mostKeptAliveBytes && { keepalive }),
    ...(signal && { signal }),
  });
  return { status: answer.status, text: await answer.text() };
}
