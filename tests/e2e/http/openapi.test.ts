import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { z } from "zod";
import { allRoutes, type Route } from "#/contract/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";

interface Operation {
  readonly operationId: string;
  readonly tags: string[];
  readonly summary: string;
  readonly security: Record<string, string[]>[];
  readonly parameters: { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  readonly responses: Record<
    string,
    { description?: string; content?: Record<string, { schema?: object }>; $ref?: string }
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly servers: { url: string }[];
  readonly tags: { name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { securitySchemes: Record<string, object>; responses: Record<string, object> };
}

const all: Record<string, Route> = allRoutes;

describe("the description of the API", () => {
  let door: TestDoor;
  let document: Document;
  const operations = (): [string, string, Operation][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
    );
  before(async () => {
    door = await openTestDoor();
    const answer = await fetch(`${door.base}/api/openapi.json`);
    assert.match(answer.headers.get("content-type")!, /^application\/json/);
    document = (await answer.json()) as Document;
  });
  after(() => door.close());

  it("Is OpenAPI 3.1 of this version at this address", () => {
    assert.equal(document.openapi, "3.1.0");
    assert.match(document.info.version, /^\d+\.\d+\.\d+$/);
    assert.equal(document.info.title, "Zegel");
    assert.deepEqual(document.servers, [{ url: door.app.config.publicUrl }]);
  });

  it("Describes every route of the contract, once, and no other", () => {
    const described = operations().map(([path, method, { operationId }]) => `${operationId} ${method} ${path}`);
    const routes = Object.entries(all).map(
      ([name, route]) => `${name} ${route.method.toLowerCase()} ${route.path.replaceAll(/:(\w+)/g, "{$1}")}`,
    );
    assert.deepEqual(described.toSorted(), routes.toSorted());
  });

  it("Names every parameter of a path, and no other", () => {
    for (const [path, , operation] of operations()) {
      const named = operation.parameters.filter((each) => each.in === "path");
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      assert.deepEqual(named.map(({ name }) => name).toSorted(), inPath.toSorted(), path);
      assert.ok(
        named.every((each) => each.required),
        path,
      );
      const keys = operation.parameters.map((each) => `${each.in} ${each.name}`);
      assert.equal(new Set(keys).size, keys.length, path);
    }
  });

  it("Has a schema that can be read for every parameter, body and answer", () => {
    const readable = (schema: unknown, where: string): void => {
      assert.equal(typeof schema, "object", where);
      assert.doesNotThrow(() => z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema), where);
    };
    for (const [path, method, operation] of operations()) {
      const where = `${method} ${path}`;
      for (const parameter of operation.parameters) readable(parameter.schema, where);
      for (const content of Object.values(operation.requestBody?.content ?? {})) readable(content.schema, where);
      for (const response of Object.values(operation.responses)) {
        for (const [type, content] of Object.entries(response.content ?? {})) {
          if (type.includes("json")) readable(content.schema, where);
        }
      }
    }
  });

  it("Points to nothing that is not there", () => {
    for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const [start, ...steps] = reference!.split("/");
      assert.equal(start, "#");
      const found = steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], document);
      assert.equal(typeof found, "object", reference);
    }
    const schemes = Object.keys(document.components.securitySchemes);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const [, , operation] of operations()) {
      for (const scheme of operation.security.flatMap(Object.keys)) assert.ok(schemes.includes(scheme), scheme);
      for (const tag of operation.tags) assert.ok(tags.has(tag), tag);
    }
  });

  it("Says of every operation what comes back, also when it is refused", () => {
    for (const [path, method, operation] of operations()) {
      const where = `${method} ${path}`;
      const codes = Object.keys(operation.responses);
      assert.ok(
        codes.every((code) => code === "default" || /^[2-5]\d\d$/.test(code)),
        where,
      );
      assert.ok(codes.some((code) => code.startsWith("2")) && codes.includes("default"), where);
      for (const { description, $ref } of Object.values(operation.responses)) assert.ok(description ?? $ref, where);
      assert.ok(operation.summary.length > 5, where);
      if (method === "get") assert.equal(operation.requestBody, undefined, where);
    }
  });

  it("Says of every change by somebody signed in that the page's token or an app password is needed", () => {
    for (const [name, route] of Object.entries(all)) {
      if (route.access === "anyone" || route.method === "GET") continue;
      const [, , operation] = operations().find(([, , each]) => each.operationId === name)!;
      for (const way of operation.security) assert.ok("pageToken" in way || "appPassword" in way, name);
    }
  });

  it("No address holds what somebody looks for or writes", () => {
    const content = new Set(["q", "text", "search", "subject", "email", "name", "phone", "secret", "password", "code"]);
    for (const [path, method, { parameters = [] }] of operations())
      for (const { name, in: place } of parameters)
        if (place === "query" || place === "path") assert.ok(!content.has(name), `${method} ${path}: ${name}`);
  });

  it("The schema that is published refuses what the server refuses", () => {
    const bodyOf = (path: string) => {
      const { schema } = document.paths[path]!["post"]!.requestBody!.content["application/json"]!;
      return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
    };
    const code = bodyOf("/api/login/code");
    assert.ok(code.safeParse({ code: "123456" }).success);
    for (const wrong of [{}, { code: "12345" }, { code: 123456 }]) assert.ok(!code.safeParse(wrong).success);
    const appPassword = bodyOf("/api/app-passwords");
    assert.ok(appPassword.safeParse({ door: "smtp", label: "Mail" }).success);
    assert.ok(!appPassword.safeParse({ door: "ftp", label: "Mail" }).success);
  });
});
