import type { Sentence } from "../sentence.ts";

/** Erreurs dans les accords de travail : ligne, quoi, ce qui est attendu. */
export const agreements = {
  "agreements.document_wrong":
    "Ces accords ne sont pas corrects (à commencer par la ligne {line}) et ne s’appliquent pas ; les anciens restent en vigueur. Faites-les d’abord vérifier : chaque erreur indique alors ce qui est attendu.",
  "agreements.changed_meanwhile":
    "Quelqu’un d’autre a entre-temps mis de nouveaux accords en vigueur. Lisez-les, puis recommencez.",
  "agreements.version_absent": "Cette version des accords n’existe pas. Choisissez-en une dans la liste.",
  "agreements.document_unreadable":
    "La version {version} des accords n’est pas lisible par cette version de Zegel. Demandez à la personne qui gère Zegel de le mettre à jour.",
  "agreements.problem_too_large": "Le fichier dépasse {limit} Ko. Réduisez-le.",
  "agreements.problem_too_many_lines": "Le fichier a plus de {limit} lignes. Raccourcissez-le.",
  "agreements.problem_line_too_long":
    "La ligne {line} dépasse {limit} caractères. Répartissez le texte sur plusieurs lignes.",
  "agreements.problem_too_deep":
    "La ligne {line} est trop en retrait, ou contient trop de crochets imbriqués. Les accords ne vont pas aussi loin.",
  "agreements.problem_no_yaml":
    "La ligne {line} n’est pas du YAML valide. Vérifiez, là et à la ligne précédente, le retrait, les guillemets et les deux-points.",
  "agreements.problem_key_twice": "Ligne {line} : cette clé existe déjà. Chaque clé est attendue une seule fois.",
  "agreements.problem_one_document":
    "Ligne {line} : un deuxième document commence ici. Un fichier doit contenir un seul document.",
  "agreements.problem_no_anchors":
    "Ligne {line} : les renvois (& et *) et les types (!) ne sont pas admis. Écrivez en entier ce qui doit y figurer.",
  "agreements.problem_key_missing": "Ligne {line} : {path} manque. Il faut y mettre {expected}.",
  "agreements.problem_key_unknown":
    "Ligne {line} : la clé « {found} » n’existe pas à cet endroit ({path}). Vérifiez l’orthographe et le retrait.",
  "agreements.problem_not_one_of":
    "Ligne {line} : {path} vaut « {found} ». Une de ces valeurs est attendue : {choices}.",
  "agreements.problem_wrong_kind": "Ligne {line} : {path} vaut « {found} ». Il faut y mettre {expected}.",
  "agreements.problem_out_of_bounds": "Ligne {line} : {path} vaut « {found} ». {bounds}",
  "agreements.problem_wrong_length": "Ligne {line} : {path} est trop court ou trop long. {bounds}",
  "agreements.problem_wrong_form": "Ligne {line} : « {found} » à {path} est mal écrit. Il faut y mettre {expected}.",
  "agreements.problem_name_twice":
    "Ligne {line} : le nom « {found} » est déjà pris, ou réservé à Zegel. Chaque règle et chaque exception doit avoir son propre nom.",
  "agreements.problem_name_unknown":
    "Ligne {line} : « {found} » n’est décrit nulle part dans ces accords. Sont connus : {choices}.",
  "agreements.problem_condition_missing":
    "Ligne {line} : {path} ne dit pas ce qu’il faut repérer. Indiquez au moins un critère.",
  "agreements.problem_check_out_of_place":
    "Ligne {line} : une vérification du destinataire ne va qu’avec « secure » ou « hold ».",
  "agreements.problem_approver_missing":
    "Ligne {line} : des messages sont mis en quarantaine, mais il n’y a pas d’approbateur. Indiquez sous approval.approvers qui les libère.",
  "agreements.problem_standin_is_approver":
    "Ligne {line} : {found} est déjà approbateur. Désignez quelqu’un d’autre comme remplaçant.",
  "agreements.problem_at_least": "Au moins {least} est attendu.",
  "agreements.problem_at_most": "Au plus {most} est attendu.",
  "agreements.expected_text": "du texte (mettez entre guillemets un nombre qui est un texte)",
  "agreements.expected_number": "un nombre",
  "agreements.expected_whole_number": "un nombre entier",
  "agreements.expected_yes_no": "true ou false",
  "agreements.expected_list": "une liste, avec un tiret devant chaque ligne",
  "agreements.expected_mapping": "des clés suivies de deux-points",
  "agreements.expected_day": "un jour comme 2027-01-31",
  "agreements.expected_address": "une adresse e-mail",
  "agreements.expected_domain": "un domaine comme cabinet.be, ou *.cabinet.be pour tout ce qui en dépend",
  "agreements.expected_short_name": "un nom court en minuscules, chiffres et tirets",
  "agreements.expected_plain_text": "du texte simple sur une ligne, sans caractères de contrôle",
} satisfies Record<string, Sentence>;
