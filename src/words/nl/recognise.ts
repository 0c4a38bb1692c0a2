import type { Sentence } from "../sentence.ts";

/** Weigeringen bij het herkennen van persoonsgegevens in bestanden. */
export const recognise = {
  "recognise.file_unreadable": "{file} is niet te lezen ({reason}).",
  "recognise.not_text": "{file} is van een soort die niet wordt gelezen. Bewaar het als docx, xlsx, pdf of tekst.",
  "recognise.file_encrypted":
    "{file} is met een wachtwoord versleuteld. Haal het wachtwoord eraf en probeer het opnieuw.",
  "recognise.file_damaged": "{file} is beschadigd en niet te lezen.",
  "recognise.file_needs_ocr":
    "{file} bevat alleen plaatjes van bladzijden, en tekst in plaatjes kan hier niet worden gelezen (tesseract-ocr en poppler-utils ontbreken).",
  "recognise.file_too_large": "{file} is te groot, of bevat te veel. Splits het en probeer de delen.",
  "recognise.file_too_slow": "{file} lezen duurde te lang en is gestopt.",
  "recognise.extraction_off":
    "Op deze machine kan Zegel bestanden van anderen niet veilig lezen: unshare en prlimit (pakket util-linux) zijn nodig. Alleen tekst en mail worden gelezen.",
  "recognise.attachment_too_large":
    "In {file} is de bijlage {name} groter dan wat wordt doorzocht. Bewaar haar als tekstbestand, en noem dat.",
} as const satisfies Record<string, Sentence>;
