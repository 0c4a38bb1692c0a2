import type { Sentence } from "../sentence.ts";

/** Refus lors de la recherche de données personnelles dans des fichiers. */
export const recognise = {
  "recognise.file_unreadable": "{file} est illisible ({reason}).",
  "recognise.not_text":
    "{file} n’est pas du texte. Pour l’instant, seuls les fichiers texte et les mails (.eml) sont lus ; enregistrez-le d’abord en texte.",
  "recognise.attachment_too_large":
    "Dans {file}, la pièce jointe {name} est trop grande pour être examinée. Enregistrez-la comme fichier texte et indiquez celui-ci.",
} as const satisfies Record<string, Sentence>;
