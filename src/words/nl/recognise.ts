import type { Sentence } from "../sentence.ts";

/** Weigeringen bij het herkennen van persoonsgegevens in bestanden. */
export const recognise = {
  "recognise.file_unreadable": "{file} is niet te lezen ({reason}).",
  "recognise.not_text":
    "{file} is geen tekst. Voorlopig worden alleen tekstbestanden en mails (.eml) gelezen; bewaar het eerst als tekst.",
  "recognise.attachment_too_large":
    "In {file} is de bijlage {name} groter dan wat wordt doorzocht. Bewaar haar als tekstbestand, en noem dat.",
} as const satisfies Record<string, Sentence>;
