import type { intake as english } from "../en/intake.ts";
import type { Sentence } from "../sentence.ts";

/** Absagen für das, was als E-Mail hereinkommt. */
export const intake = {
  "intake.mail_too_large":
    "Diese E-Mail ist zu groß: Erlaubt sind höchstens {limitBytes:size}. Senden Sie weniger auf einmal, oder nehmen Sie für große Dateien Zegel im Browser.",
  "intake.too_many_parts": "Diese E-Mail hat mehr als {limit} Teile. Packen Sie die Anhänge in eine einzige ZIP-Datei.",
  "intake.too_deep":
    "In dieser E-Mail stecken E-Mails mehr als {limit} Ebenen tief ineinander. Leiten Sie nur die letzte weiter.",
  "intake.header_too_large":
    "Der Kopf dieser E-Mail ist größer als {limitBytes:size}. Schreiben Sie eine neue E-Mail, statt diese weiterzuleiten.",
  "intake.header_too_long":
    "Der Kopf dieser E-Mail hat mehr als {limit} Zeilen. Schreiben Sie eine neue E-Mail, statt diese weiterzuleiten.",
} as const satisfies Record<keyof typeof english, Sentence>;
