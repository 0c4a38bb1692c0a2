import type { Language, Problem, Route } from "#/contract/index.ts";

export interface CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly files?: readonly File[];
  readonly headers?: Readonly<Record<string, string>>;
  /** As the browser says where the request comes from; `undefined` leaves it out. Default: our own pages. */
  readonly origin?: string | undefined;
  /** Default: the one that was given last; `undefined` leaves it out. */
  readonly token?: string | undefined;
  readonly language?: Language;
  readonly method?: string;
}

/** A route with parameters filled in. */
export const pathOf = (route: Route, { params = {}, query }: CallOptions = {}): string =>
  route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? "")) +
  (query ? `?${new URLSearchParams(query)}` : "");

export class RefusedCall extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.status} ${problem.code} ${JSON.stringify(problem.details ?? {})}`);
    this.problem = problem;
  }
}

/** What a browser does as far as it matters here: keeps cookies, says where it comes from, sends the page's token. */
export class BrowserClient {
  readonly base: string;
  readonly cookies = new Map<string, string>();
  token: string | undefined;

  constructor(base: string) {
    this.base = base;
  }

  #bodyOf(route: Route, { body, files }: CallOptions): { body?: string | FormData; type?: string } {
    if (route.encoding === "multipart") {
      const form = new FormData();
      if (body !== undefined) form.append("message", JSON.stringify(body));
      for (const file of files ?? []) form.append("attachment", file);
      return { body: form };
    }
    return body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" };
  }

  async fetch(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(cookie && { cookie }), ...init.headers };
    const response = await fetch(this.base + path, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === "" || /Expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  /** The answer as it comes, whatever its status. */
  async send(route: Route, options: CallOptions = {}): Promise<Response> {
    const { body, type } = this.#bodyOf(route, options);
    const origin = "origin" in options ? options.origin : this.base;
    const token = "token" in options ? options.token : this.token;
    return this.fetch(pathOf(route, options), {
      method: options.method ?? route.method,
      headers: {
        ...(origin !== undefined && { origin }),
        ...(token !== undefined && { "x-zegel-token": token }),
        ...(type && { "content-type": type }),
        "accept-language": options.language ?? "nl",
        ...options.headers,
      },
      ...(body !== undefined && { body }),
    });
  }

  /** The answer's JSON; a problem is thrown. A token in it is used from then on. */
  async call<Answer = Record<string, unknown>>(route: Route, options: CallOptions = {}): Promise<Answer> {
    const response = await this.send(route, options);
    const text = await response.text();
    const json = text === "" ? undefined : (JSON.parse(text) as Answer & { token?: string });
    if (!response.ok) throw new RefusedCall(json as unknown as Problem);
    if (json?.token !== undefined) this.token = json.token;
    return json as Answer;
  }

  /** The problem of a call that must be refused. */
  async refusal(route: Route, options: CallOptions = {}): Promise<Problem> {
    const response = await this.send(route, options);
    if (response.ok) throw new Error(`${route.method} ${route.path} was not refused: ${response.status}`);
    if (!response.headers.get("content-type")?.startsWith("application/problem+json")) {
      throw new Error(`${route.method} ${route.path}: ${response.status} is no problem document`);
    }
    return (await response.json()) as Problem;
  }
}
