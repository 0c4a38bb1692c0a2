import type { Sentence } from "../sentence.ts";

/** Het auditlog: weigeringen, en de mail met het controlepunt. */
export const audit = {
  "audit.entry_absent": "Deze regel staat niet in het auditlog.",
  "audit.not_placed_yet":
    "Deze regel is net geschreven en valt nog onder geen controlepunt. Probeer het over een minuut opnieuw.",
  "audit.no_checkpoint_yet":
    "Het auditlog heeft nog geen ondertekend controlepunt. Dat komt binnen een minuut nadat de worker van de server is gestart.",
  "audit.size_unknown": "Het auditlog heeft {size} regels: vraag om een aantal van 1 tot en met dat.",
  "audit.verify_failed": {
    count: "count",
    one: "Het auditlog is niet zoals het geschreven is: er is één ding gevonden.",
    other: "Het auditlog is niet zoals het geschreven is: er zijn {count} dingen gevonden.",
  },
  "checkpoint.subject": "Bewaren: controlepunt van het auditlog, {size} regels",
  "checkpoint.text":
    "Dit is het ondertekende controlepunt van het auditlog op {at:date}, met {size} regels. Bewaar deze mail op een plek waar de beheerders van de server niet bij kunnen. Daarmee kun je later aantonen dat niemand regels van voor dit moment heeft gewijzigd, verwijderd of ingevoegd. Je hoeft nu niets te doen.",
  "checkpoint.note": "Controlepunt:",
  "checkpoint.key": "Te controleren met deze openbare sleutel:",
  "checkpoint.look": "Het auditlog, en hoe je het controleert:",
} satisfies Record<string, Sentence>;
