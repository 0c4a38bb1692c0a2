import type { audit as english } from "../en/audit.ts";
import type { Sentence } from "../sentence.ts";

/** Das Protokoll: Absagen, und die E-Mail mit dem Prüfpunkt. */
export const audit = {
  "audit.entry_absent": "Diesen Eintrag gibt es im Protokoll nicht.",
  "audit.not_placed_yet":
    "Dieser Eintrag wurde gerade erst geschrieben und gehört noch zu keinem Prüfpunkt. Versuchen Sie es in einer Minute noch einmal.",
  "audit.no_checkpoint_yet":
    "Das Protokoll hat noch keinen unterschriebenen Prüfpunkt. Er entsteht innerhalb einer Minute, nachdem der Worker des Servers gestartet ist.",
  "audit.size_unknown": "Das Protokoll hat {size} Einträge: Fragen Sie nach einer Anzahl von 1 bis zu dieser Zahl.",
  "audit.verify_failed": {
    count: "count",
    one: "Das Protokoll ist nicht so, wie es geschrieben wurde: Es gibt eine Abweichung.",
    other: "Das Protokoll ist nicht so, wie es geschrieben wurde: Es gibt {count} Abweichungen.",
  },
  "checkpoint.subject": "Bitte aufbewahren: Prüfpunkt des Protokolls, {size} Einträge",
  "checkpoint.text":
    "Dies ist der unterschriebene Prüfpunkt des Protokolls vom {at:date}, mit {size} Einträgen. Bewahren Sie diese E-Mail dort auf, wo die Verwaltung des Servers nicht herankommt. Damit können Sie später zeigen, dass niemand frühere Einträge geändert, gelöscht oder eingefügt hat. Sie müssen jetzt nichts tun.",
  "checkpoint.note": "Prüfpunkt:",
  "checkpoint.key": "Zu prüfen mit diesem öffentlichen Schlüssel:",
  "checkpoint.look": "Das Protokoll, und wie Sie es prüfen:",
} satisfies Record<keyof typeof english, Sentence>;
