import { mostPersonValues, personKinds } from "#/contract/index.ts";
import { FindingCounter, recognise } from "#/recognise/index.ts";

const mostText = 200_000;
/** Several parts of the page ask about the same text. */
let last: { readonly text: string; readonly values: readonly string[] } | undefined;

/** Numbers in a text that each stand for one person, as `kind:value`. */
export function peopleIn(text: string): readonly string[] {
  if (last?.text === text) return last.values;
  const bounded = text.slice(0, mostText);
  const counter = new FindingCounter();
  counter.add(bounded, recognise(bounded));
  last = { text, values: counter.values(personKinds, mostPersonValues) };
  return last.values;
}
