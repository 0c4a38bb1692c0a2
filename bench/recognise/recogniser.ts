import type { Finding } from "./score.ts";

export type Recogniser = (text: string) => readonly Finding[] | Promise<readonly Finding[]>;

/** Ours: `recognise(text)` of `#/recognise/index.ts`. Undefined, with the reason, while there is none. */
export async function openOwn(): Promise<{ recognise: Recogniser } | { missing: string }> {
  const face = "#/recognise/index.ts";
  try {
    const room = (await import(face)) as { recognise?: Recogniser };
    return room.recognise ? { recognise: room.recognise } : { missing: `${face} exports no recognise(text)` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Only that the room itself is not there; an import of its own that fails is a fault.
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes("src/recognise/index.ts' imported"))
      return { missing: "there is no src/recognise/index.ts" };
    throw error;
  }
}
