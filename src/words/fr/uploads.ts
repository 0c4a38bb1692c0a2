import type { uploads as english } from "../en/uploads.ts";
import type { Sentence } from "../sentence.ts";

/** Uploads that go on where they were. */
export const uploads = {
  "uploads.absent": "Cet envoi de fichier n’existe plus. Ajoutez de nouveau le fichier.",
  "uploads.locked":
    "Ce fichier est déjà en cours d’envoi, dans une autre fenêtre ou par un essai précédent. L’envoi reprend dans un instant.",
  "uploads.offset_wrong": "Le serveur a reçu {offsetBytes:size} de ce fichier. L’envoi reprend à cet endroit.",
  "uploads.size_wrong": "La taille de ce fichier était illisible. Ajoutez de nouveau le fichier.",
  "uploads.too_large": "Un fichier ne peut pas dépasser {limitBytes:size}. Réduisez-le ou divisez-le.",
  "uploads.too_long": "Le fichier s’est allongé pendant l’envoi. Enlevez-le et ajoutez-le de nouveau.",
  "uploads.too_many": "Vous avez déjà {limit} fichiers en attente. Envoyez ou supprimez-en d’abord quelques-uns.",
  "uploads.too_much":
    "Ensemble, vos fichiers en attente dépasseraient {limitBytes:size}. Envoyez ou supprimez-en d’abord quelques-uns.",
  "uploads.busy": "Beaucoup de fichiers sont envoyés en ce moment. L’envoi de ce fichier reprend dans un instant.",
  "uploads.held": "Ce fichier appartient à un brouillon. Enlevez-le là.",
  "uploads.unfinished": "Un fichier n’est pas encore arrivé en entier. Attendez qu’il soit là et réessayez.",
  "uploads.interrupted": "La connexion a été coupée. L’envoi reprend là où il s’était arrêté.",
  "uploads.header_wrong": "L’envoi est incompréhensible ({header}). Rechargez la page et réessayez.",
  "uploads.version_wrong": "Les envois utilisent tus {version}. Utilisez un programme qui connaît cette version.",
  "uploads.piece_too_small": "Envoyez au moins {pieceBytes:size} à la fois, ou tout ce qui reste.",
} as const satisfies Record<keyof typeof english, Sentence>;
