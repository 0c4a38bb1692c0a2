import type { refusals as english } from "../en/refusals.ts";
import type { Sentence } from "../sentence.ts";

/** What a person reads when Zegel says no: what, why, what now. The key is the refusal's code. */
export const refusals = {
  "blobs.disk_full":
    "Le disque du serveur est presque plein, c’est pourquoi ceci n’a pas été enregistré. Réessayez plus tard et signalez-le à la personne qui gère Zegel.",
  "refusal.unknown":
    "Ce n’est pas possible. Revenez en arrière et réessayez ; si le problème reste, demandez à la personne qui gère Zegel dans votre organisation.",
  "internal.fault":
    "Un problème est survenu chez nous. Rien n’est perdu. Réessayez dans un instant ; si le problème reste, donnez ce numéro à la personne qui gère Zegel : {requestId}.",
  "internal.busy": "Il y a trop d’activité en ce moment. Réessayez dans {retryAfterSeconds:duration}.",

  "config.invalid":
    "{variable} a une valeur qui n’est pas possible. Valeur attendue : {expects}. Corrigez-la et redémarrez.",

  "http.absent": "Ceci n’existe pas, ou vous ne pouvez pas le voir. Vérifiez l’adresse, ou revenez en arrière.",
  "http.method":
    "Cette adresse ne peut pas être utilisée de cette façon. Revenez en arrière et réessayez depuis la page.",
  "http.malformed": "La demande était illisible. Rechargez la page et réessayez.",
  "http.invalid": "Une valeur n’est pas possible ({field}). Vérifiez-la et réessayez.",
  "http.content_type": "Ce type de données n’est pas possible ici. Rechargez la page et réessayez.",
  "http.too_large": "C’est trop grand : {limitBytes:size} au maximum. Envoyez moins à la fois.",
  "http.too_slow":
    "La connexion était trop lente, c’est pourquoi nous avons arrêté. Réessayez, si possible avec une meilleure connexion.",
  "http.cross_site":
    "Cette demande venait d’un autre site web, c’est pourquoi rien n’a été fait. Allez sur Zegel même et faites-le là.",
  "http.sign_in": "Vous n’êtes pas connecté, ou vous ne l’êtes plus. Connectez-vous et réessayez.",
  "http.open_link": "Cette page est fermée. Ouvrez de nouveau le message avec le lien de votre e-mail.",
  "http.app_password_wrong":
    "Le nom d’utilisateur ou le mot de passe d’application n’est pas correct, ou il a été révoqué. Créez un nouveau mot de passe d’application dans Zegel.",
  "http.plain":
    "Un mot de passe d’application ne fonctionne que sur une connexion sécurisée. Utilisez l’adresse qui commence par https.",
  "http.misdirected":
    "Cette adresse n’appartient pas à ce serveur. Utilisez l’adresse que votre organisation vous a donnée.",
  "http.too_many": "Votre connexion a envoyé trop de demandes. Attendez {retryAfterSeconds:duration} et réessayez.",
  "http.multipart_broken": "Le message n’est pas arrivé en entier, c’est pourquoi rien n’a été envoyé. Réessayez.",
  "http.multipart_order": "Le message doit précéder les pièces jointes. Rechargez la page et réessayez.",
  "http.part_unknown":
    "Le message contient une partie qui n’y a pas sa place ({part}). Rechargez la page et réessayez.",
  "http.too_many_attachments":
    "Un message peut avoir {limit} pièces jointes au maximum. Enlevez-en quelques-unes, ou réunissez-les dans un fichier zip.",
  "http.attachment_too_large": "Une pièce jointe ne peut pas dépasser {limitBytes:size}. Réduisez-la ou divisez-la.",
  "http.name_too_long": "Le nom d’une pièce jointe dépasse {limit} caractères. Donnez un nom plus court au fichier.",
  "http.loopback_only": "Cette page ne s’ouvre que sur le serveur même.",

  "vault.header_wrong":
    "Ce contenu est endommagé et ne peut pas s’ouvrir. Demandez à la personne qui gère Zegel de contrôler le stockage.",
  "vault.context_wrong":
    "Ce contenu n’est pas à sa place, c’est pourquoi il n’a pas été ouvert. Demandez à la personne qui gère Zegel de contrôler le stockage.",
  "vault.signature_wrong":
    "On ne peut pas prouver qui a scellé ce contenu, c’est pourquoi il n’a pas été ouvert. Demandez à la personne qui gère Zegel de contrôler le stockage.",
  "vault.key_wrong": "Ce contenu ne s’ouvre pas avec votre clé. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "vault.mac_wrong":
    "Ce contenu a été modifié après avoir été scellé, c’est pourquoi il n’a pas été ouvert. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "vault.tree_wrong":
    "Ce contenu a été modifié après avoir été scellé, c’est pourquoi il n’a pas été ouvert. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "vault.chunk_wrong":
    "Une partie de ce contenu a été modifiée après avoir été scellée, c’est pourquoi il n’a pas été ouvert. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "vault.truncated_wrong":
    "Une partie de ce contenu manque, c’est pourquoi il n’a pas été ouvert. Demandez à l’expéditeur de l’envoyer de nouveau.",
  "vault.certificate_wrong":
    "Une clé de cette organisation n’a pas pu être vérifiée, c’est pourquoi rien n’a été ouvert ni envoyé. Signalez-le tout de suite à la personne qui gère Zegel.",
} as const satisfies Record<keyof typeof english, Sentence>;
