import type { intake as english } from "../en/intake.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of what comes in as mail. */
export const intake = {
  "intake.mail_too_large":
    "Deze mail is te groot: er past hooguit {limitBytes:size}. Verstuur minder tegelijk, of gebruik de webapp voor grote bestanden.",
  "intake.too_many_parts": "Deze mail heeft meer dan {limit} onderdelen. Maak van de bijlagen één zipbestand.",
  "intake.too_deep": "In deze mail zitten mails meer dan {limit} lagen diep in elkaar. Stuur alleen de laatste door.",
  "intake.header_too_large":
    "De kop van deze mail is groter dan {limitBytes:size}. Schrijf een nieuwe mail in plaats van deze door te sturen.",
  "intake.header_too_long":
    "De kop van deze mail heeft meer dan {limit} regels. Schrijf een nieuwe mail in plaats van deze door te sturen.",
} as const satisfies Record<keyof typeof english, Sentence>;
