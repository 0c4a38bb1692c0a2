import type { z } from "zod";
import { Refusal } from "#/kernel/index.ts";

/** The first thing that is wrong, by the name of its field; never with the value. */
export function invalidInput(error: z.ZodError): Refusal {
  const issue = error.issues[0]!;
  const limit = issue.code === "too_big" ? { limit: Number(issue.maximum) } : {};
  return new Refusal("invalid", "http.invalid", { field: issue.path.join(".") || "body", rule: issue.code, ...limit });
}

/** @throws Refusal `http.invalid` with the name of the field. */
export function validated<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw invalidInput(result.error);
  return result.data;
}

/** Ids in a path. One that is malformed is not there: the same answer as for one that is nobody's. */
export function validatedParams<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal("absent", "http.absent");
  return result.data;
}
