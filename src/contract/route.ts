import type { z } from "zod";

/** Who may call a route: anybody, a browser session of that kind, or also an app password (Basic). */
export type RouteAccess = "anyone" | "pending" | "member" | "guest" | "member-or-app";

/**
 * One HTTP operation. The HTTP door registers it, OpenAPI describes it, the pages call it: nobody writes a path twice.
 * `:name` in `path` is a parameter; `params` gives its schema. A `binary` answer is a stream, not JSON.
 */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly access: RouteAccess;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `multipart`: a first part `message` (JSON, `body`), then file parts `attachment`, streamed. */
  readonly encoding?: "json" | "multipart";
  /** Largest JSON body; default 1 MiB. */
  readonly bodyBytes?: number;
  readonly answer?: z.ZodType;
  readonly binary?: true;
  /** A member's session that waits for the password may do it too. */
  readonly whileLocked?: true;
  readonly status?: 200 | 201 | 202 | 204;
}

export const defineRoutes = <const T extends Record<string, Route>>(routes: T): T => routes;
