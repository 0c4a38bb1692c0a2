import type { audit as english } from "../en/audit.ts";
import type { Sentence } from "../sentence.ts";

/** The audit log: refusals, and the mail with the checkpoint. */
export const audit = {
  "audit.entry_absent": "Cette ligne ne figure pas dans le journal d’audit.",
  "audit.not_placed_yet":
    "Cette ligne vient d’être écrite et n’est pas encore couverte par un point de contrôle. Réessayez dans une minute.",
  "audit.no_checkpoint_yet":
    "Le journal d’audit n’a pas encore de point de contrôle signé. Il arrive dans la minute qui suit le démarrage du worker du serveur.",
  "audit.size_unknown": "Le journal d’audit compte {size} lignes : demandez un nombre de 1 à {size}.",
  "audit.verify_failed": {
    count: "count",
    one: "Le journal d’audit n’est plus tel qu’il a été écrit : une anomalie a été trouvée.",
    other: "Le journal d’audit n’est plus tel qu’il a été écrit : {count} anomalies ont été trouvées.",
  },
  "checkpoint.subject": "À conserver : point de contrôle du journal d’audit, {size} lignes",
  "checkpoint.text":
    "Voici le point de contrôle signé du journal d’audit au {at:date}, avec {size} lignes. Conservez ce mail à un endroit auquel les administrateurs du serveur n’ont pas accès. Vous pourrez ainsi prouver plus tard que personne n’a modifié, supprimé ou inséré de lignes antérieures à ce moment. Vous n’avez rien à faire maintenant.",
  "checkpoint.note": "Point de contrôle :",
  "checkpoint.key": "À vérifier avec cette clé publique :",
  "checkpoint.look": "Le journal d’audit, et comment le vérifier :",
} as const satisfies Record<keyof typeof english, Sentence>;
