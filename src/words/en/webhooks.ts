/** Webhooks, and sending once. */
export const webhooks = {
  "webhooks.url_wrong": "This is no address that can be called. It starts with https:// and has no user name in it.",
  "webhooks.needs_https":
    "This address has to start with https://. Plain http works only inside networks that the operator allows.",
  "webhooks.address_closed":
    "This address is inside a private network. Ask whoever runs the server to allow that network (ZEGEL_WEBHOOK_NETWORKS).",
  "webhooks.host_unknown": "This address can't be found. Check the name.",
  "webhooks.too_many": "There are {limit} webhooks already. Remove one first.",
  "webhooks.endpoint_absent": "This webhook does not exist any more. Reload the page.",
  "webhooks.delivery_absent": "This delivery does not exist any more. Reload the page.",
  "mail.idempotency_mismatch":
    "Something else was sent under this Idempotency-Key before. Use a new key for a new message.",
  "mail.idempotency_key_wrong": "An Idempotency-Key has 1 to 200 visible characters.",
} as const;
