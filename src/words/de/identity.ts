import type { identity as english } from "../en/identity.ts";
import type { Sentence } from "../sentence.ts";

/** Warum sich jemand nicht anmelden, nicht mitmachen oder Personen und Einstellungen nicht ändern kann. */
export const identity = {
  "identity.login_wrong":
    "Die E-Mail-Adresse oder das Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal.",
  "identity.member_locked":
    "Ihr Zugang ist gesperrt. Bitten Sie die Zegel-Administration Ihrer Organisation, die Sperre aufzuheben.",
  "identity.too_many_attempts":
    "Das ging zu oft schief. Warten Sie {retryAfterSeconds:duration} und versuchen Sie es noch einmal; es ist nichts verloren.",
  "identity.code_wrong":
    "Dieser Code stimmt nicht, oder er wurde schon verwendet. Warten Sie auf den nächsten Code und geben Sie diesen ein.",
  "identity.second_factor_set":
    "Der zweite Schritt ist schon eingerichtet. Melden Sie sich neu an und geben Sie den Code aus Ihrer App ein.",
  "identity.session_over": "Sie wurden abgemeldet. Melden Sie sich wieder an.",
  "identity.token_wrong":
    "Diese Seite ist veraltet, darum ist nichts geschehen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",

  "identity.password_short":
    "Dieses Passwort ist zu kurz: Nehmen Sie mindestens {atLeast} Zeichen. Ein paar Wörter hintereinander kann man sich leicht merken.",
  "identity.password_long": "Dieses Passwort ist zu lang: Nehmen Sie höchstens {atMost} Zeichen.",
  "identity.password_guessable":
    "Dieses Passwort ist leicht zu erraten. Nehmen Sie nicht Ihren Namen, ein einzelnes bekanntes Wort oder eine Reihe von Tasten; ein paar Wörter hintereinander sind besser.",
  "identity.email_invalid":
    "Diese E-Mail-Adresse lässt sich nicht verwenden. Prüfen Sie sie und versuchen Sie es noch einmal.",
  "identity.name_invalid": "Dieser Name geht nicht: Er ist leer, zu lang oder enthält Zeilenumbrüche. Ändern Sie ihn.",

  "identity.already_set_up": "Zegel ist schon eingerichtet. Melden Sie sich an.",
  "identity.nothing_set_up":
    "Hier ist noch nichts eingerichtet. Rufen Sie zegel setup auf, oder öffnen Sie Zegel im Browser.",
  "identity.setup_invalid":
    "Eine Angabe lässt sich nicht verwenden ({field}). Prüfen Sie sie und versuchen Sie es noch einmal.",
  "identity.setup_threshold":
    "Von {shares} Teilen können niemals {threshold} nötig sein. Wählen Sie höchstens so viele, wie es Teile gibt.",
  "identity.domain_taken": "Es gibt schon eine Organisation mit dieser Domain. Nehmen Sie eine andere Domain.",
  "identity.domain_unknown": "Es gibt keine Organisation mit der Domain {domain}. Prüfen Sie den Namen.",
  "identity.organisation_needed":
    "Hier gibt es mehr als eine Organisation. Geben Sie an, welche gemeint ist, mit --organisation und der Domain.",
  "identity.email_taken":
    "Diese E-Mail-Adresse hat schon jemand. Nehmen Sie eine andere, oder suchen Sie diese Person.",
  "identity.user_name_taken": "Dieser Benutzername war zufällig schon vergeben. Versuchen Sie es noch einmal.",

  "identity.invitation_absent":
    "Diese Einladung gibt es nicht: Der Link ist unvollständig, oder sie wurde ersetzt oder zurückgezogen. Bitten Sie um eine neue.",
  "identity.invitation_used": "Diese Einladung wurde schon verwendet. Melden Sie sich an.",
  "identity.invitation_expired": "Diese Einladung ist abgelaufen. Bitten Sie um eine neue.",

  "identity.role_missing":
    "Das darf nur jemand mit der passenden Aufgabe ({role}). Fragen Sie die Zegel-Administration.",
  "identity.role_unknown": "Diese Aufgabe gibt es nicht. Wählen Sie member, admin, officer, superuser oder approver.",
  "identity.member_absent": "Diese Person gibt es hier nicht. Gehen Sie zurück zur Liste.",
  "identity.member_removed":
    "Diese Person wurde entfernt und kann nicht zurückkommen. Erstellen Sie eine neue Einladung.",
  "identity.member_not_there_yet":
    "Diese Person hat die Einladung noch nicht angenommen. Ziehen Sie sie zurück, oder erstellen Sie eine neue mit anderen Aufgaben.",
  "identity.last_admin":
    "Das ist die letzte Person in der Zegel-Administration. Geben Sie diese Aufgabe zuerst jemand anderem; sonst kann niemand mehr Zegel verwalten.",
  "identity.issuing_key_missing":
    "Sie können noch niemanden aufnehmen, weil Sie den Schlüssel dafür nicht bekommen haben. Bitten Sie jemand anderen aus der Zegel-Administration, Ihnen die Aufgabe noch einmal zu geben.",

  "identity.app_password_absent": "Dieses App-Passwort gibt es nicht mehr. Laden Sie die Seite neu.",
  "identity.any_from_needs_admin":
    "Ein App-Passwort, das unter jeder Adresse schreibt, darf nur die Zegel-Administration anlegen. Fragen Sie dort nach.",
  "identity.door_not_there": "App-Passwörter für {door} gibt es noch nicht. Für Mailprogramme nehmen Sie smtp.",

  "identity.session_locked":
    "Sie waren eine Weile weg, daher ist der Bildschirm gesperrt. Geben Sie Ihr Passwort ein, um weiterzumachen.",
  "identity.logo_unusable": "Dieses Bild lässt sich nicht als Logo verwenden. Wählen Sie ein Logo als PNG oder JPEG.",
  "identity.logo_absent": "Es gibt kein Logo.",
  "identity.own_text_link":
    "Hier darf kein Link und keine Webadresse stehen. So kann niemand, der Sie nachahmt, einen zweiten Link hinzufügen.",
  "identity.website_invalid": "Das ist keine Adresse einer Website. Sie beginnt mit https://.",
  "identity.cursor_invalid": "Diese Stelle in der Liste gibt es nicht. Beginnen Sie oben.",

  "identity.recovery_wrong":
    "E-Mail-Adresse und Wiederherstellungscode gehören nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.",
  "identity.recovery_mistyped":
    "Im Wiederherstellungscode ist ein Tippfehler, oder es fehlt ein Stück. Vergleichen Sie ihn Zeichen für Zeichen mit Ihrem Blatt.",
  "identity.recovery_part_wrong":
    "Das sind nicht die letzten acht Zeichen des neuen Wiederherstellungscodes. Sehen Sie nach, was Sie gerade aufbewahrt haben, und geben Sie sie ein.",
  "identity.recovery_link_over":
    "Dieser Link gilt nicht mehr: Er ist abgelaufen, wurde schon verwendet oder ersetzt. Fordern Sie per E-Mail einen neuen Link an.",
  "identity.password_needed": "Geben Sie zuerst Ihr Passwort ein; Ihre Anmeldung ist schon eine Weile her.",
  "identity.password_wrong": "Das ist nicht Ihr jetziges Passwort. Versuchen Sie es noch einmal.",
  "identity.session_absent": "Diese Sitzung gibt es nicht mehr. Laden Sie die Seite neu.",
  "identity.own_second_factor":
    "Ihren eigenen zweiten Schritt können Sie hier nicht aufheben. Bitten Sie jemand anderen aus der Zegel-Administration.",
  "identity.own_access":
    "Sie können sich selbst keinen Zugang zurückgeben. Bitten Sie jemand anderen aus der Zegel-Administration.",
  "identity.member_locked_first":
    "Diese Person ist gesperrt. Heben Sie zuerst die Sperre auf und geben Sie danach den Zugang zurück.",
  "identity.mailbox_unreachable":
    "Mit diesem Notfallset lässt sich das Postfach dieser Person nicht öffnen. Es wurde nichts geändert. Prüfen Sie, ob es das Notfallset Ihrer Organisation ist.",

  "recover.directory_not_empty": "In {directory} liegen schon Dateien. Nennen Sie einen Ordner, der neu oder leer ist.",
  "recover.organisation_absent":
    "In dieser Datenbank gibt es die Organisation dieses Notfallsets nicht ({organisationId}). Prüfen Sie Notfallset und Datenbank.",
  "recover.kit_foreign":
    "Dieses Notfallset gehört nicht zur Organisation in dieser Datenbank. Prüfen Sie Notfallset und Datenbank.",
  "recover.data_absent":
    "In {directory} liegen keine Daten von Zegel. Setzen Sie ZEGEL_DATA auf den Datenordner, oder setzen Sie ZEGEL_DATABASE_URL.",
  "recover.no_key": "Hierfür gibt es keinen Schlüssel.",
} as const satisfies Record<keyof typeof english, Sentence>;
