import { contextBit, type ContextKind } from "../context-kinds.ts";
import { Dictionary } from "../dictionary.ts";
import { contextWords, numberEndings } from "./context-words.ts";

let built: Dictionary | undefined;

/** Single plain words, to which `nummer` may be glued. */
const singles = (list: string): string[] =>
  list.split(/[,\n]/).flatMap((entry) => (/^[^\s*=]+$/.test(entry.trim()) ? [entry.trim()] : []));

/** Every word that means something to a rule; built when first asked for, which takes a few milliseconds. */
export function vocabulary(): Dictionary {
  if (built) return built;
  const dictionary = new Dictionary();
  for (const [kind, list] of Object.entries(contextWords) as [ContextKind, string][]) {
    dictionary.add(list, { context: contextBit[kind] });
    if (kind === "thing" || kind === "customer")
      for (const word of singles(list))
        dictionary.add(numberEndings.map((ending) => `${word}${ending}`).join(), { context: contextBit[kind] });
  }
  built = dictionary.build();
  return built;
}
