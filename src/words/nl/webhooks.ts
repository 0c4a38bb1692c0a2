import type { webhooks as english } from "../en/webhooks.ts";
import type { Sentence } from "../sentence.ts";

/** Webhooks, en maar één keer versturen. */
export const webhooks = {
  "webhooks.url_wrong":
    "Dit is geen adres dat aangeroepen kan worden. Het begint met https:// en er staat geen gebruikersnaam in.",
  "webhooks.needs_https":
    "Dit adres moet met https:// beginnen. Gewoon http kan alleen in netwerken die de beheerder van de server toelaat.",
  "webhooks.address_closed":
    "Dit adres ligt in een besloten netwerk. Vraag wie de server beheert om dat netwerk toe te laten (ZEGEL_WEBHOOK_NETWORKS).",
  "webhooks.host_unknown": "Dit adres is niet te vinden. Controleer de naam.",
  "webhooks.too_many": "Er zijn al {limit} webhooks. Verwijder er eerst een.",
  "webhooks.endpoint_absent": "Deze webhook is er niet meer. Laad de pagina opnieuw.",
  "webhooks.delivery_absent": "Deze melding is er niet meer. Laad de pagina opnieuw.",
  "mail.idempotency_mismatch":
    "Onder deze Idempotency-Key is al iets anders verstuurd. Neem een nieuwe sleutel voor een nieuw bericht.",
  "mail.idempotency_key_wrong": "Een Idempotency-Key heeft 1 tot 200 zichtbare tekens.",
} as const satisfies Record<keyof typeof english, Sentence>;
