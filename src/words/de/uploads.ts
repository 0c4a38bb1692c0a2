import type { uploads as english } from "../en/uploads.ts";
import type { Sentence } from "../sentence.ts";

/** Dateien hochladen, auch nach einer Unterbrechung weiter. */
export const uploads = {
  "uploads.absent": "Diese hochgeladene Datei gibt es nicht mehr. Fügen Sie die Datei noch einmal hinzu.",
  "uploads.locked":
    "Diese Datei wird schon gesendet, in einem anderen Fenster oder von einem früheren Versuch. Es geht gleich weiter.",
  "uploads.offset_wrong":
    "Der Server hat {offsetBytes:size} von dieser Datei. Das Hochladen geht an dieser Stelle weiter.",
  "uploads.size_wrong": "Die Größe dieser Datei war nicht zu lesen. Fügen Sie die Datei noch einmal hinzu.",
  "uploads.too_large":
    "Eine Datei darf höchstens {limitBytes:size} groß sein. Verkleinern Sie sie, oder teilen Sie sie auf.",
  "uploads.too_long":
    "Die Datei ist während des Sendens länger geworden. Entfernen Sie sie und fügen Sie sie noch einmal hinzu.",
  "uploads.too_many": "Es warten schon {limit} Dateien von Ihnen. Senden oder entfernen Sie zuerst einige.",
  "uploads.too_much":
    "Zusammen wären Ihre wartenden Dateien größer als {limitBytes:size}. Senden oder entfernen Sie zuerst einige.",
  "uploads.busy": "Gerade werden viele Dateien gesendet. Mit dieser Datei geht es gleich weiter.",
  "uploads.held": "Diese Datei gehört zu einem Entwurf. Entfernen Sie sie dort.",
  "uploads.unfinished":
    "Eine Datei ist noch nicht ganz angekommen. Warten Sie, bis sie da ist, und versuchen Sie es noch einmal.",
  "uploads.interrupted": "Die Verbindung ging verloren. Das Hochladen geht dort weiter, wo es war.",
  "uploads.header_wrong":
    "Die Anfrage zum Hochladen war nicht zu verstehen ({header}). Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "uploads.version_wrong":
    "Hochladen geht mit tus {version}. Verwenden Sie ein Programm, das diese Version beherrscht.",
  "uploads.piece_too_small": "Senden Sie mindestens {pieceBytes:size} auf einmal, oder alles, was noch übrig ist.",
} as const satisfies Record<keyof typeof english, Sentence>;
