import { z } from "zod";
import { problemSchema, type Route, type RouteAccess, routeGroups } from "#/contract/index.ts";

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  return rest;
};

const json = (schema: unknown) => ({ "application/json": { schema } });

function parameters(route: Route, place: "path" | "query"): unknown[] {
  const object = place === "path" ? route.params : route.query;
  if (!object) return [];
  const { properties = {}, required = [] } = schemaOf(object, "input") as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema,
  }));
}

function requestBody(route: Route): object {
  if (!route.body) return {};
  const schema = schemaOf(route.body, "input");
  if (route.encoding !== "multipart") return { requestBody: { required: true, content: json(schema) } };
  const files = { type: "array", items: { type: "string", contentMediaType: "application/octet-stream" } };
  const form = { type: "object", properties: { message: schema, attachment: files }, required: ["message"] };
  const encoding = { message: { contentType: "application/json" } };
  return { requestBody: { required: true, content: { "multipart/form-data": { schema: form, encoding } } } };
}

function goodAnswers(route: Route): Record<string, unknown> {
  if (route.binary) {
    const content = { "application/octet-stream": {} };
    return {
      200: { description: "The whole, as a download", content },
      206: { description: "The part that was asked for by Range", content },
    };
  }
  const status = route.status ?? 200;
  if (!route.answer) return { [status]: { description: "Done" } };
  return { [status]: { description: "Done", content: json(schemaOf(route.answer, "output")) } };
}

const browser = (cookie: string, changes: boolean) => ({ [cookie]: [], ...(changes && { pageToken: [] }) });

function security(access: RouteAccess, changes: boolean): object[] {
  if (access === "anyone") return [];
  if (access === "guest") return [browser("guestSession", changes)];
  const member = browser("memberSession", changes);
  return access === "member-or-app" ? [member, { appPassword: [] }] : [member];
}

const operation = (name: string, tag: string, route: Route): object => ({
  operationId: name,
  tags: [tag],
  summary: route.summary,
  security: security(route.access, route.method !== "GET"),
  parameters: [...parameters(route, "path"), ...parameters(route, "query")],
  ...requestBody(route),
  responses: { ...goodAnswers(route), default: { $ref: "#/components/responses/Problem" } },
});

const cookieNote = "plain http on this machine only: without the prefix `__Host-`";

/** OpenAPI 3.1 of every route of the contract. Made from the same schemas that check requests and answers. */
export function openApiDocument(server: { readonly url: string; readonly version: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [tag, routes] of Object.entries<Readonly<Record<string, Route>>>(routeGroups)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
      (paths[path] ??= {})[route.method.toLowerCase()] = operation(name, tag, route);
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Zegel",
      version: server.version,
      license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
      description:
        "Everything that changes state must come from Zegel's own pages (Origin or Sec-Fetch-Site) with the token of the session in `x-zegel-token`, or with an app password.",
    },
    servers: [{ url: server.url }],
    tags: Object.keys(routeGroups).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        memberSession: { type: "apiKey", in: "cookie", name: "__Host-zegel", description: cookieNote },
        guestSession: { type: "apiKey", in: "cookie", name: "__Host-zegel-guest-{linkId}", description: cookieNote },
        pageToken: { type: "apiKey", in: "header", name: "x-zegel-token" },
        appPassword: { type: "http", scheme: "basic", description: "An app password made for the door `api`" },
      },
      responses: {
        Problem: {
          description: "Refused (RFC 9457): `code` is stable, `title` a sentence in the reader's language",
          content: { "application/problem+json": { schema: schemaOf(problemSchema, "output") } },
        },
      },
    },
  };
}
