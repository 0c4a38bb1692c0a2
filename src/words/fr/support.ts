import type { support as english } from "../en/support.ts";
import type { Sentence } from "../sentence.ts";

/** Questions to colleagues who help. */
export const support = {
  "support.nobody":
    "Personne d’autre ne peut aider. Nommez une personne-ressource sous Collaborateurs, ou appelez la personne citée dans les accords de travail.",
  "support.question_absent": "Cette question n’existe plus. Rechargez la liste.",
  "support.subject": "Question : {text}",
  "support.context": "Posée sur : {screen} · Zegel {version}",
} satisfies Record<keyof typeof english, Sentence>;
