import type { support as english } from "../en/support.ts";
import type { Sentence } from "../sentence.ts";

/** Questions to colleagues who help. */
export const support = {
  "support.nobody":
    "Er is niemand anders die kan helpen. Noem bij Medewerkers een vraagbaak, of bel wie in de werkafspraken staat.",
  "support.question_absent": "Deze vraag is er niet meer. Laad de lijst opnieuw.",
  "support.subject": "Vraag: {text}",
  "support.context": "Gevraagd op: {screen} · Zegel {version}",
} satisfies Record<keyof typeof english, Sentence>;
