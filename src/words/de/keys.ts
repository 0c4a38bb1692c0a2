import type { keys as english } from "../en/keys.ts";
import type { Sentence } from "../sentence.ts";

/** Absagen rund um Schlüssel und was sie versiegeln; die meisten sind für alle, die Zegel betreuen. */
export const keys = {
  "vault.identity_malformed":
    "Dieser Schlüssel ist beschädigt und nicht zu gebrauchen. Bitten Sie die Person, die Zegel betreut, den Speicher zu prüfen.",
  "vault.kit_unreadable":
    "Das ist kein Teil eines Notfallsets, oder es fehlt eine Zeile ({field}). Nehmen Sie den ganzen Text so, wie er gedruckt wurde.",
  "vault.kit_damaged":
    "In einer Zeile des Notfallsets ist ein Tippfehler ({field}). Vergleichen Sie sie Zeichen für Zeichen mit dem Ausdruck.",
  "vault.kit_mixed":
    "Diese Teile gehören zu verschiedenen Notfallsets. Nehmen Sie Teile mit demselben Namen und Datum.",
  "vault.kit_too_few":
    "Es liegen {have} Teile vor, nötig sind {need}. Fügen Sie weitere Teile desselben Notfallsets hinzu.",
  "vault.kit_fingerprint":
    "Diese Teile ergeben nicht den Schlüssel, der darauf steht. Prüfen Sie jeden Teil, oder nehmen Sie andere.",
  "vault.kit_shares": "Ein Notfallset hat 1 bis 16 Teile; nötig sind höchstens alle davon. Wählen Sie andere Zahlen.",
  "vault.password_empty": "Es wurde kein Passwort eingegeben. Geben Sie es ein und versuchen Sie es noch einmal.",
  "vault.busy": "Gerade melden sich viele Personen gleichzeitig an. Warten Sie kurz und versuchen Sie es noch einmal.",
  "spaces.absent": "Das gibt es nicht, oder Sie dürfen es nicht sehen. Gehen Sie zurück und laden Sie die Seite neu.",
  "spaces.object_moved":
    "Das hat gerade jemand anderes geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  "spaces.compliance_absent":
    "Die Organisation hat keinen Ort für die Wiederherstellung, darum lässt sich nichts versiegeln. Melden Sie das der Person, die Zegel betreut.",
  "spaces.holder_without_key":
    "Jemand, mit dem dies geteilt werden soll, hat noch keinen Schlüssel. Warten Sie, bis sich diese Person angemeldet hat, und versuchen Sie es noch einmal.",
  "certificates.root_unknown":
    "Der Ordner mit den Geheimnissen kennt diese Organisation nicht, darum lassen sich ihre Schlüssel nicht prüfen. Stellen Sie den Ordner aus seiner Sicherung wieder her.",
  "certificates.key_revoked":
    "Dieser Schlüssel wurde widerrufen und gilt nicht mehr. Melden Sie sich neu an; bleibt es so, fragen Sie die Zegel-Administration.",
  "secrets.mismatch":
    "Der Ordner mit den Geheimnissen gehört zu einer anderen Installation als die Datenbank. Setzen Sie ZEGEL_SECRETS auf den Ordner, der dazugehört.",
  "secrets.incomplete":
    "Im Ordner mit den Geheimnissen fehlt die Datei {file}. Stellen Sie den ganzen Ordner aus seiner Sicherung wieder her.",
  "secrets.dkim_selector_unknown":
    "Einen DKIM-Schlüssel {selector} gibt es hier nicht. `zegel dkim` zeigt die vorhandenen.",
  "secrets.dkim_too_many":
    "Heute wurden schon so viele DKIM-Schlüssel angelegt, dass kein Name mehr für einen weiteren übrig ist.",
  "secrets.damaged":
    "Im Ordner mit den Geheimnissen ist die Datei {file} beschädigt. Stellen Sie den ganzen Ordner aus seiner Sicherung wieder her.",
  "secrets.root_pinned":
    "Der Ordner mit den Geheimnissen kennt diese Organisation schon mit einem anderen Schlüssel. Es wurde nichts geändert; prüfen Sie, welche Sicherung das ist.",
  "db.schema_newer":
    "Die Datenbank stammt von einer neueren Version von Zegel (Schritt {found}, diese Version kennt {known}). Installieren Sie jene Version.",
  "db.schema_differs":
    "Die Datenbank wurde von Hand oder von einem anderen Programm geändert (bei Schritt {migration}). Spielen Sie eine Sicherung zurück, oder installieren Sie die Version von Zegel, die sie angelegt hat.",
  "db.role_makes_no_roles":
    "Die Datenbankrolle {role} darf keine Rollen anlegen, und Zegel arbeitet als Rolle, der nichts gehört. Geben Sie als Verwalter von PostgreSQL: ALTER ROLE {role} CREATEROLE.",
  "db.version_too_old":
    "Das ist PostgreSQL {found}; Zegel braucht Version {needed} oder neuer. Aktualisieren Sie die Datenbank und starten Sie neu.",
} as const satisfies Record<keyof typeof english, Sentence>;
