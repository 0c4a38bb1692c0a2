import type { Sentence } from "../sentence.ts";

/** Ablehnungen beim Erkennen personenbezogener Daten in Dateien. */
export const recognise = {
  "recognise.file_unreadable": "{file} ist nicht lesbar ({reason}).",
  "recognise.not_text":
    "{file} ist kein Text. Vorerst werden nur Textdateien und Mails (.eml) gelesen; speichern Sie es zuerst als Text.",
  "recognise.attachment_too_large":
    "In {file} ist der Anhang {name} größer als das, was durchsucht wird. Speichern Sie ihn als Textdatei und nennen Sie diese.",
} as const satisfies Record<string, Sentence>;
