import type { Selectable } from "kysely";
import type { Schema } from "#/db/index.ts";

/** A message as its table has it: nothing of what it says. */
export type MessageRow = Selectable<Schema["mail_message"]>;
