import type { dutch } from "./nl/index.ts";
import type { Sentence } from "./sentence.ts";

/** Only the sentences that Belgians say with other words than the Dutch. */
export const belgianDutch = {
  "mail.phone_missing": "Het gsm-nummer ontbreekt. Vul het in, dan wordt het bericht aan deze ontvanger verstuurd.",
  "mail.phone_not_mobile": "Op dit nummer kan geen sms aankomen. Vul een gsm-nummer in, of kies een andere controle.",
  "notice.waiting_phone":
    "Je beveiligde bericht aan {guest} is nog niet verstuurd: het gsm-nummer voor de code ontbreekt. De andere ontvangers zijn bediend. Open het bericht en vul het nummer in; dan wordt het verstuurd.",
} as const satisfies Partial<Record<keyof typeof dutch, Sentence>>;
