import type { z } from "zod";
import { Refusal } from "#/kernel/index.ts";

/** The first thing that is wrong, by the name of its field; never with the value. */
export function invalidInput(error: z.ZodError): Refusal {
  const { path, code } = error.issues[0]!;
  return new Refusal("invalid", "http.invalid", { field: path.join(".") || "body", rule: code });
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
