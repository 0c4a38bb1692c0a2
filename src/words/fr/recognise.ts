import type { Sentence } from "../sentence.ts";

/** Refus lors de la recherche de données personnelles dans des fichiers. */
export const recognise = {
  "recognise.file_unreadable": "{file} est illisible ({reason}).",
  "recognise.not_text": "{file} est d’un type qui n’est pas lu. Enregistrez-le en docx, xlsx, pdf ou texte.",
  "recognise.file_encrypted": "{file} est chiffré par un mot de passe. Retirez le mot de passe et réessayez.",
  "recognise.file_damaged": "{file} est endommagé et illisible.",
  "recognise.file_needs_ocr":
    "{file} ne contient que des images de pages, et le texte des images ne peut pas être lu ici (tesseract-ocr et poppler-utils manquent).",
  "recognise.file_too_large": "{file} est trop grand ou contient trop d’éléments. Divisez-le et essayez les parties.",
  "recognise.file_too_slow": "La lecture de {file} a pris trop de temps et a été arrêtée.",
  "recognise.extraction_off":
    "Sur cette machine, Zegel ne peut pas lire en sécurité les fichiers d’autrui : unshare et prlimit (paquet util-linux) sont nécessaires. Seuls le texte et le mail sont lus.",
  "recognise.attachment_too_large":
    "Dans {file}, la pièce jointe {name} est trop grande pour être examinée. Enregistrez-la comme fichier texte et indiquez celui-ci.",
} as const satisfies Record<string, Sentence>;
