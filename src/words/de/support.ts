import type { support as english } from "../en/support.ts";
import type { Sentence } from "../sentence.ts";

/** Questions to colleagues who help. */
export const support = {
  "support.nobody":
    "Es ist niemand sonst da, der helfen kann. Nennen Sie unter Mitarbeiter eine Ansprechperson, oder rufen Sie an, wer in den Arbeitsabsprachen steht.",
  "support.question_absent": "Diese Frage gibt es nicht mehr. Laden Sie die Liste neu.",
  "support.subject": "Frage: {text}",
  "support.context": "Gefragt auf: {screen} · Zegel {version}",
} satisfies Record<keyof typeof english, Sentence>;
