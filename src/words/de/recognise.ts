import type { Sentence } from "../sentence.ts";

/** Ablehnungen beim Erkennen personenbezogener Daten in Dateien. */
export const recognise = {
  "recognise.file_unreadable": "{file} ist nicht lesbar ({reason}).",
  "recognise.not_text":
    "{file} ist von einer Art, die nicht gelesen wird. Speichern Sie es als docx, xlsx, pdf oder Text.",
  "recognise.file_encrypted":
    "{file} ist mit einem Passwort verschlüsselt. Entfernen Sie das Passwort und versuchen Sie es erneut.",
  "recognise.file_damaged": "{file} ist beschädigt und nicht lesbar.",
  "recognise.file_needs_ocr":
    "{file} enthält nur Bilder von Seiten, und Text in Bildern kann hier nicht gelesen werden (tesseract-ocr und poppler-utils fehlen).",
  "recognise.file_too_large": "{file} ist zu groß oder enthält zu viel. Teilen Sie es und versuchen Sie die Teile.",
  "recognise.file_too_slow": "Das Lesen von {file} hat zu lange gedauert und wurde beendet.",
  "recognise.extraction_off":
    "Auf diesem Rechner kann Zegel fremde Dateien nicht sicher lesen: unshare und prlimit (Paket util-linux) sind nötig. Nur Text und Mail werden gelesen.",
  "recognise.attachment_too_large":
    "In {file} ist der Anhang {name} größer als das, was durchsucht wird. Speichern Sie ihn als Textdatei und nennen Sie diese.",
} as const satisfies Record<string, Sentence>;
