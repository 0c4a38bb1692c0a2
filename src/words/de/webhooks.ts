import type { webhooks as english } from "../en/webhooks.ts";
import type { Sentence } from "../sentence.ts";

/** Webhooks, und genau einmal senden. */
export const webhooks = {
  "webhooks.url_wrong":
    "Diese Adresse lässt sich nicht aufrufen. Sie muss mit https:// beginnen und darf keinen Benutzernamen enthalten.",
  "webhooks.needs_https":
    "Diese Adresse muss mit https:// beginnen. Einfaches http geht nur in Netzen, die die Person erlaubt, die den Server verwaltet.",
  "webhooks.address_closed":
    "Diese Adresse liegt in einem privaten Netz. Bitten Sie die Person, die den Server verwaltet, dieses Netz zu erlauben (ZEGEL_WEBHOOK_NETWORKS).",
  "webhooks.host_unknown": "Diese Adresse ist nicht zu finden. Prüfen Sie den Namen.",
  "webhooks.too_many": "Es gibt schon {limit} Webhooks. Entfernen Sie zuerst einen.",
  "webhooks.endpoint_absent": "Diesen Webhook gibt es nicht mehr. Laden Sie die Seite neu.",
  "webhooks.delivery_absent": "Diese Meldung gibt es nicht mehr. Laden Sie die Seite neu.",
  "mail.idempotency_mismatch":
    "Unter diesem Idempotency-Key wurde schon etwas anderes gesendet. Nehmen Sie für eine neue Nachricht einen neuen Schlüssel.",
  "mail.idempotency_key_wrong": "Ein Idempotency-Key hat 1 bis 200 sichtbare Zeichen.",
} as const satisfies Record<keyof typeof english, Sentence>;
