import type { webhooks as english } from "../en/webhooks.ts";
import type { Sentence } from "../sentence.ts";

/** Webhooks, and sending only once. */
export const webhooks = {
  "webhooks.url_wrong":
    "Cette adresse ne peut pas être appelée. Elle doit commencer par https:// et ne pas contenir de nom d’utilisateur.",
  "webhooks.needs_https":
    "Cette adresse doit commencer par https://. Le http ordinaire n’est possible que dans les réseaux autorisés par l’administrateur du serveur.",
  "webhooks.address_closed":
    "Cette adresse se trouve dans un réseau privé. Demandez à la personne qui gère le serveur d’autoriser ce réseau (ZEGEL_WEBHOOK_NETWORKS).",
  "webhooks.host_unknown": "Cette adresse est introuvable. Vérifiez le nom.",
  "webhooks.too_many": "Il y a déjà {limit} webhooks. Supprimez-en d’abord un.",
  "webhooks.endpoint_absent": "Ce webhook n’existe plus. Rechargez la page.",
  "webhooks.delivery_absent": "Ce signalement n’existe plus. Rechargez la page.",
  "mail.idempotency_mismatch":
    "Autre chose a déjà été envoyé avec cette Idempotency-Key. Prenez une nouvelle clé pour un nouveau message.",
  "mail.idempotency_key_wrong": "Une Idempotency-Key compte de 1 à 200 caractères visibles.",
} as const satisfies Record<keyof typeof english, Sentence>;
