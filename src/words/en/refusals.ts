import type { Sentence } from "../sentence.ts";

/** What a person reads when Zegel says no: what, why, what now. The key is the refusal's code. */
export const refusals = {
  "blobs.disk_full":
    "The disk of the server is almost full, so this was not kept. Try again later, and tell whoever looks after Zegel.",
  "refusal.unknown":
    "This is not possible. Go back and try again; if it stays so, ask whoever looks after Zegel in your organisation.",
  "internal.fault":
    "Something went wrong on our side. Nothing was lost. Try again in a moment; if it stays so, give this number to whoever looks after Zegel: {requestId}.",
  "internal.busy": "It is too busy right now. Try again in {retryAfterSeconds:duration}.",

  "config.invalid": "{variable} has a value that cannot be used. It expects {expects}. Change it and start again.",

  "http.absent": "This is not here, or not for you to see. Check the address, or go back.",
  "http.method": "This address cannot be used in this way. Go back and try again from the page.",
  "http.malformed": "The request could not be read. Load the page again and try once more.",
  "http.invalid": "Something was filled in that cannot be used ({field}). Check it and try again.",
  "http.content_type": "This kind of data is not accepted here. Load the page again and try once more.",
  "http.too_large": "This is too large: at most {limitBytes:size} fits. Send less at a time.",
  "http.too_slow": "The connection was too slow, so we stopped. Try again, if you can on a better connection.",
  "http.cross_site": "This request came from another website, so nothing was done. Go to Zegel itself and do it there.",
  "http.sign_in": "You are not signed in, or you were signed out. Sign in and try again.",
  "http.open_link": "This page is closed. Open the message again with the link in your e-mail.",
  "http.app_password_wrong": "User name or app password is wrong, or it was revoked. Make a new app password in Zegel.",
  "http.plain": "An app password is only accepted over a secure connection. Use the address that begins with https.",
  "http.misdirected": "This address does not belong to this server. Use the address that your organisation gave you.",
  "http.too_many":
    "There were too many requests from your connection. Wait {retryAfterSeconds:duration} and try again.",
  "http.multipart_broken": "The message did not arrive completely, so nothing was sent. Try again.",
  "http.multipart_order": "The message must come before its attachments. Load the page again and try once more.",
  "http.part_unknown":
    "The message contains a part that does not belong there ({part}). Load the page again and try once more.",
  "http.too_many_attachments":
    "A message takes at most {limit} attachments. Leave some out, or put them together in one zip file.",
  "http.attachment_too_large": "An attachment may be {limitBytes:size} at most. Make it smaller or split it.",
  "http.name_too_long": "The name of an attachment is longer than {limit} characters. Give the file a shorter name.",
  "http.loopback_only": "This page can only be opened on the server itself.",

  "vault.header_wrong":
    "This content is damaged and cannot be opened. Ask whoever looks after Zegel to check the storage.",
  "vault.context_wrong":
    "This content is not where it belongs, so it was not opened. Ask whoever looks after Zegel to check the storage.",
  "vault.signature_wrong":
    "It cannot be proved who sealed this content, so it was not opened. Ask whoever looks after Zegel to check the storage.",
  "vault.key_wrong": "This content cannot be opened with your key. Ask the sender to send it again.",
  "vault.mac_wrong":
    "This content was altered after it was sealed, so it was not opened. Ask the sender to send it again.",
  "vault.tree_wrong":
    "This content was altered after it was sealed, so it was not opened. Ask the sender to send it again.",
  "vault.chunk_wrong":
    "Part of this content was altered after it was sealed, so it was not opened. Ask the sender to send it again.",
  "vault.truncated_wrong": "Part of this content is missing, so it was not opened. Ask the sender to send it again.",
  "vault.certificate_wrong":
    "A key of this organisation could not be verified, so nothing was opened or sent. Tell whoever looks after Zegel at once.",
} as const satisfies Record<string, Sentence>;
