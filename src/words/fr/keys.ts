import type { keys as english } from "../en/keys.ts";
import type { Sentence } from "../sentence.ts";

/** Refusals of the rooms that keep keys and what they seal, most of which are for whoever looks after Zegel. */
export const keys = {
  "vault.identity_malformed":
    "Cette clé est endommagée et inutilisable. Demandez à la personne qui gère Zegel de contrôler le stockage.",
  "vault.kit_unreadable":
    "Ceci n’est pas une part d’un kit de récupération, ou il manque une ligne ({field}). Prenez tout le texte, comme il est imprimé.",
  "vault.kit_damaged":
    "Une ligne du kit de récupération contient une faute de frappe ({field}). Comparez-la caractère par caractère avec la version imprimée.",
  "vault.kit_mixed":
    "Ces parts viennent de kits de récupération différents. Prenez des parts qui ont le même nom et la même date.",
  "vault.kit_too_few": "Il y a {have} parts et il en faut {need}. Ajoutez d’autres parts du même kit de récupération.",
  "vault.kit_fingerprint":
    "Ces parts ne donnent pas la clé qui y est indiquée. Vérifiez chaque part, ou prenez-en d’autres.",
  "vault.kit_shares":
    "Un kit de récupération compte de 1 à 16 parts ; le nombre de parts nécessaires ne peut pas dépasser le total. Choisissez d’autres nombres.",
  "vault.password_empty": "Aucun mot de passe n’est rempli. Remplissez-le et réessayez.",
  "vault.busy": "Beaucoup de personnes se connectent en ce moment. Attendez un instant et réessayez.",
  "spaces.absent": "Ceci n’existe pas, ou vous ne pouvez pas le voir. Revenez en arrière et rechargez la page.",
  "spaces.object_moved": "Quelqu’un d’autre vient de modifier ceci. Rechargez la page et réessayez.",
  "spaces.compliance_absent":
    "L’organisation n’a pas d’emplacement de récupération, donc rien ne peut être scellé. Signalez-le à la personne qui gère Zegel.",
  "spaces.holder_without_key":
    "Une des personnes qui doivent y avoir accès n’a pas encore de clé. Attendez qu’elle se soit connectée et réessayez.",
  "certificates.root_unknown":
    "Le dossier des secrets ne connaît pas cette organisation, donc ses clés ne peuvent pas être vérifiées. Restaurez le dossier depuis sa sauvegarde.",
  "certificates.key_revoked":
    "Cette clé a été révoquée et ne compte plus. Connectez-vous de nouveau ; si le problème reste, demandez à votre administrateur.",
  "secrets.mismatch":
    "Le dossier des secrets vient d’une autre installation que la base de données. Donnez à ZEGEL_SECRETS le dossier qui va avec.",
  "secrets.incomplete":
    "Le fichier {file} manque dans le dossier des secrets. Restaurez tout le dossier depuis sa sauvegarde.",
  "secrets.dkim_selector_unknown": "Il n’y a pas de clé DKIM {selector} ici. `zegel dkim` montre celles qui existent.",
  "secrets.dkim_too_many": "Tant de clés DKIM ont été créées aujourd’hui qu’il ne reste plus de nom.",
  "secrets.damaged":
    "Le fichier {file} du dossier des secrets est endommagé. Restaurez tout le dossier depuis sa sauvegarde.",
  "secrets.root_pinned":
    "Le dossier des secrets connaît déjà cette organisation avec une autre clé. Rien n’a changé ; vérifiez quelle sauvegarde c’est.",
  "db.schema_newer":
    "La base de données vient d’une version plus récente de Zegel (étape {found}, celle-ci connaît {known}). Installez cette version.",
  "db.schema_differs":
    "La base de données a été modifiée à la main ou par un autre programme (à l’étape {migration}). Restaurez une sauvegarde, ou installez la version de Zegel qui l’a créée.",
  "db.role_makes_no_roles":
    "Le rôle de base de données {role} ne peut pas créer de rôles, et Zegel travaille avec un rôle qui ne possède rien. Donnez, comme administrateur de PostgreSQL : ALTER ROLE {role} CREATEROLE.",
  "db.version_too_old":
    "C’est PostgreSQL {found} ; Zegel a besoin de la version {needed} ou plus récente. Mettez la base de données à jour et redémarrez.",
} as const satisfies Record<keyof typeof english, Sentence>;
