import type { refusals as english } from "../en/refusals.ts";
import type { Sentence } from "../sentence.ts";

/** Was jemand liest, wenn Zegel Nein sagt: was, warum, was nun. */
export const refusals = {
  "blobs.disk_full":
    "Die Festplatte des Servers ist fast voll, darum wurde das nicht gespeichert. Versuchen Sie es später noch einmal, und melden Sie es der Person, die Zegel betreut.",
  "refusal.unknown":
    "Das geht nicht. Gehen Sie zurück und versuchen Sie es noch einmal; bleibt es so, fragen Sie die Person, die Zegel in Ihrer Organisation betreut.",
  "internal.fault":
    "Bei uns ist etwas schiefgegangen. Es ist nichts verloren. Versuchen Sie es gleich noch einmal; bleibt es so, nennen Sie der Person, die Zegel betreut, diese Nummer: {requestId}.",
  "internal.busy": "Gerade ist zu viel los. Versuchen Sie es in {retryAfterSeconds:duration} noch einmal.",

  "config.invalid":
    "{variable} hat einen Wert, der nicht geht. Erwartet wird: {expects}. Ändern Sie ihn und starten Sie neu.",

  "http.absent":
    "Das gibt es hier nicht, oder Sie dürfen es nicht sehen. Prüfen Sie die Adresse, oder gehen Sie zurück.",
  "http.method":
    "Diese Adresse lässt sich so nicht verwenden. Gehen Sie zurück und versuchen Sie es von der Seite aus noch einmal.",
  "http.malformed": "Die Anfrage war nicht zu lesen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "http.invalid": "Eine Angabe lässt sich nicht verwenden ({field}). Prüfen Sie sie und versuchen Sie es noch einmal.",
  "http.content_type": "Diese Art von Daten geht hier nicht. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "http.too_large": "Das ist zu groß: Erlaubt sind höchstens {limitBytes:size}. Senden Sie weniger auf einmal.",
  "http.too_slow":
    "Die Verbindung war zu langsam, darum haben wir abgebrochen. Versuchen Sie es noch einmal, wenn möglich mit einer besseren Verbindung.",
  "http.cross_site":
    "Diese Anfrage kam von einer anderen Website, darum ist nichts geschehen. Gehen Sie zu Zegel selbst und tun Sie es dort.",
  "http.sign_in": "Sie sind nicht oder nicht mehr angemeldet. Melden Sie sich an und versuchen Sie es noch einmal.",
  "http.open_link": "Diese Seite ist geschlossen. Öffnen Sie die Nachricht noch einmal mit dem Link in Ihrer E-Mail.",
  "http.app_password_wrong":
    "Benutzername oder App-Passwort stimmt nicht, oder es wurde widerrufen. Erstellen Sie in Zegel ein neues App-Passwort.",
  "http.plain":
    "Ein App-Passwort geht nur über eine gesicherte Verbindung. Verwenden Sie die Adresse, die mit https beginnt.",
  "http.misdirected":
    "Diese Adresse gehört nicht zu diesem Server. Verwenden Sie die Adresse, die Ihre Organisation Ihnen gegeben hat.",
  "http.too_many":
    "Von Ihrer Verbindung kamen zu viele Anfragen. Warten Sie {retryAfterSeconds:duration} und versuchen Sie es noch einmal.",
  "http.multipart_broken":
    "Die Nachricht kam nicht vollständig an, darum wurde nichts gesendet. Versuchen Sie es noch einmal.",
  "http.multipart_order":
    "Die Nachricht muss vor den Anhängen kommen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "http.part_unknown":
    "In der Nachricht steckt ein Teil, der nicht hineingehört ({part}). Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "http.too_many_attachments":
    "Eine Nachricht kann höchstens {limit} Anhänge haben. Lassen Sie einige weg, oder packen Sie sie in eine einzige ZIP-Datei.",
  "http.attachment_too_large":
    "Ein Anhang darf höchstens {limitBytes:size} groß sein. Verkleinern Sie ihn, oder teilen Sie ihn auf.",
  "http.name_too_long":
    "Der Name eines Anhangs ist länger als {limit} Zeichen. Geben Sie der Datei einen kürzeren Namen.",
  "http.loopback_only": "Diese Seite lässt sich nur auf dem Server selbst öffnen.",

  "vault.header_wrong":
    "Dieser Inhalt ist beschädigt und lässt sich nicht öffnen. Bitten Sie die Person, die Zegel betreut, den Speicher zu prüfen.",
  "vault.context_wrong":
    "Dieser Inhalt liegt nicht dort, wo er hingehört, darum wurde er nicht geöffnet. Bitten Sie die Person, die Zegel betreut, den Speicher zu prüfen.",
  "vault.signature_wrong":
    "Es lässt sich nicht beweisen, wer diesen Inhalt versiegelt hat, darum wurde er nicht geöffnet. Bitten Sie die Person, die Zegel betreut, den Speicher zu prüfen.",
  "vault.key_wrong":
    "Dieser Inhalt lässt sich mit Ihrem Schlüssel nicht öffnen. Bitten Sie darum, ihn Ihnen noch einmal zu schicken.",
  "vault.mac_wrong":
    "Dieser Inhalt wurde nach dem Versiegeln verändert, darum wurde er nicht geöffnet. Bitten Sie darum, ihn Ihnen noch einmal zu schicken.",
  "vault.tree_wrong":
    "Dieser Inhalt wurde nach dem Versiegeln verändert, darum wurde er nicht geöffnet. Bitten Sie darum, ihn Ihnen noch einmal zu schicken.",
  "vault.chunk_wrong":
    "Ein Teil dieses Inhalts wurde nach dem Versiegeln verändert, darum wurde er nicht geöffnet. Bitten Sie darum, ihn Ihnen noch einmal zu schicken.",
  "vault.truncated_wrong":
    "Ein Teil dieses Inhalts fehlt, darum wurde er nicht geöffnet. Bitten Sie darum, ihn Ihnen noch einmal zu schicken.",
  "vault.certificate_wrong":
    "Ein Schlüssel dieser Organisation ließ sich nicht prüfen, darum wurde nichts geöffnet oder gesendet. Melden Sie das sofort der Person, die Zegel betreut.",
} as const satisfies Record<keyof typeof english, Sentence>;
