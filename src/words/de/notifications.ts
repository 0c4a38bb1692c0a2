import type { notifications as english } from "../en/notifications.ts";
import type { Sentence } from "../sentence.ts";

/** E-Mails und SMS, die das Haus verlassen. Sie sagen nie, worum es in einer Nachricht geht. */
export const notifications = {
  "notification.via": "{sender} via {organisation}",
  "notification.subject": "Geschützte Nachricht von {sender} ({organisation})",
  "notification.who": "{sender} von {organisation} hat Ihnen eine geschützte Nachricht geschickt.",
  "notification.open": "Nachricht öffnen",
  "notification.open_with": "Öffnen Sie die Nachricht mit diesem Link:",
  "notification.check_sms":
    "Beim Öffnen fragen wir Sie nach einem Code. Er kommt per SMS an Ihre Nummer, die auf {phoneHint} endet.",
  "notification.check_password":
    "Beim Öffnen fragen wir Sie nach dem Passwort, das Sie mit {organisation} vereinbart haben.",
  "notification.type": "Der Link funktioniert nicht? Gehen Sie zu {address} und geben Sie diesen Code ein:",
  "notification.until":
    "Sie können die Nachricht bis zum {until:date} öffnen. Sie können dort auch antworten und eine Kopie speichern. Ein Konto brauchen Sie nicht.",
  "notification.doubt":
    "Sind Sie nicht sicher, ob diese Nachricht echt ist? Rufen Sie {organisation} unter der Nummer an, die Sie schon hatten{contact}. Leiten Sie diese E-Mail nicht weiter: Wer den Link hat, kann mit dem Öffnen beginnen.",
  "notification.check":
    "Sie können auch auf unserem Server nachsehen. Gehen Sie zu {address} und geben Sie diesen Kontrollcode ein: {code}. Er zeigt, wer diese E-Mail geschickt hat, und öffnet nichts.",
  "notification.contact": ", oder nutzen Sie {contact}",
  "notification.sms":
    "{organisation}: Ihr Code lautet {code}. Er gilt {minutes} Minuten. Geben Sie ihn an niemanden weiter.",

  "notice.reply_subject": "Antwort von {guest} auf Ihre geschützte Nachricht",
  "notice.reply":
    "{guest} hat auf Ihre geschützte Nachricht geantwortet. Melden Sie sich bei Zegel an, um die Antwort zu lesen.",
  "notice.colleague_subject": "Geschützte Nachricht von {sender}",
  "notice.colleague":
    "{sender} hat Ihnen eine geschützte Nachricht geschickt. Melden Sie sich bei Zegel an, um sie zu lesen.",
  "notice.bounce_subject": "Nicht zugestellt an {guest}",
  "notice.bounce":
    "Die Benachrichtigung zu Ihrer geschützten Nachricht an {guest} konnte nicht zugestellt werden. Der Mailserver meldete: {answer}. Prüfen Sie die Adresse. Senden Sie danach die Benachrichtigung noch einmal, oder senden Sie eine neue Nachricht an die richtige Adresse.",
  "notice.bounce_relay":
    "Ihre E-Mail an {guest} konnte nicht zugestellt werden. Der Mailserver meldete: {answer}. Prüfen Sie die Adresse und senden Sie die E-Mail noch einmal.",
  "notice.waiting_subject": "Ihre Nachricht an {guest} wartet auf Sie",
  "notice.waiting_phone":
    "Ihre geschützte Nachricht an {guest} wurde noch nicht gesendet: Die Mobilnummer für den Code fehlt. Alle anderen Empfänger sind versorgt. Öffnen Sie die Nachricht und tragen Sie die Nummer ein; dann wird sie gesendet.",
  "notice.waiting_password":
    "Ihre geschützte Nachricht an {guest} wurde noch nicht gesendet: Mit diesem Empfänger ist kein Passwort vereinbart. Alle anderen Empfänger sind versorgt. Öffnen Sie die Nachricht und tragen Sie ein Passwort ein; dann wird sie gesendet.",
  "notice.delayed_subject": "Noch nicht zugestellt an {guest}",
  "notice.delayed":
    "Die Benachrichtigung zu Ihrer geschützten Nachricht an {guest} ist noch nicht zugestellt. Der Mailserver meldete: {answer}. Wir versuchen es zwei Tage lang weiter. Sie müssen nichts tun; klappt es nicht, geben wir Ihnen Bescheid.",
  "notice.delayed_relay":
    "Ihre E-Mail an {guest} ist noch nicht zugestellt. Der Mailserver meldete: {answer}. Wir versuchen es zwei Tage lang weiter. Sie müssen nichts tun; klappt es nicht, geben wir Ihnen Bescheid.",
  "notice.uncertain_subject": "Unsicher, ob {guest} die Benachrichtigung hat",
  "notice.uncertain":
    "Die Benachrichtigung zu Ihrer geschützten Nachricht an {guest} wurde gesendet, aber der Mailserver hat nicht bestätigt, dass sie angekommen ist. Fragen Sie bei {guest} nach, oder senden Sie sie noch einmal.",
  "notice.expiry_subject": "{guest} hat Ihre Nachricht noch nicht geöffnet",
  "notice.expiry":
    "{guest} hat Ihre geschützte Nachricht noch nicht geöffnet. Der Link gilt bis zum {until:date}. Wir haben {guest} daran erinnert. Bei der Nachricht können Sie die Frist verlängern.",
  "notice.more_subject": "{guest} bittet um mehr Zeit",
  "notice.more_time":
    "{guest} möchte Ihre geschützte Nachricht öffnen, aber der Link ist abgelaufen. Geben Sie bei der Nachricht mehr Zeit; dann geht ein neuer Link an dieselbe Adresse.",
  "notice.other_subject": "{guest} bittet um eine andere Prüfung",
  "notice.other_way":
    "{guest} bekommt keinen Code für Ihre geschützte Nachricht und bittet um eine andere Prüfung. Prüfen Sie die Nummer, oder wählen Sie eine andere Prüfung und senden Sie die Nachricht noch einmal.",
  "notice.sms_subject": "Code für {guest} nicht gesendet",
  "notice.sms":
    "{guest} hat den Code für Ihre geschützte Nachricht angefordert, aber die SMS konnte nicht gesendet werden. Der Dienst meldete: {answer}. Prüfen Sie die Nummer, und senden Sie die Nachricht noch einmal mit der richtigen Nummer oder mit einer anderen Prüfung.",
  "notice.look": "Sehen Sie hier nach:",
  "notice.why":
    "Sie erhalten diese E-Mail, weil Sie bei {organisation} mit Zegel arbeiten. Der Inhalt von Nachrichten steht nie darin.",

  "follow_up.reminder_subject": "Erinnerung: geschützte Nachricht von {sender} ({organisation})",
  "follow_up.reminder":
    "{sender} von {organisation} hat Ihnen am {sent:date} eine geschützte Nachricht geschickt. Sie haben sie noch nicht geöffnet. Das geht bis zum {until:date}.",
  "follow_up.expiry_subject": "Noch bis zum {until:date} zu öffnen: Nachricht von {sender} ({organisation})",
  "follow_up.expiry":
    "Die geschützte Nachricht, die {sender} von {organisation} Ihnen am {sent:date} geschickt hat, lässt sich noch bis zum {until:date} öffnen. Sie haben sie noch nicht geöffnet.",
  "follow_up.find":
    "Suchen Sie in Ihrem Postfach die frühere E-Mail von {sender} via {organisation} vom {sent:date}. Darin steht der Link, mit dem Sie die Nachricht öffnen. Sehen Sie auch im Spam-Ordner nach. In dieser E-Mail steht absichtlich kein Link.",
  "follow_up.doubt":
    "Sie finden die frühere E-Mail nicht oder sind nicht sicher? Antworten Sie auf diese E-Mail, oder rufen Sie {organisation} unter der Nummer an, die Sie schon hatten{contact}.",

  "account.new_login_subject": "Neue Anmeldung bei Zegel von {organisation}",
  "account.new_login":
    "Mit Ihrem Konto hat sich jemand in einem Browser angemeldet, den wir noch nicht kannten: {browser}, {at:date}. Waren Sie das? Dann müssen Sie nichts tun. Waren Sie es nicht? Melden Sie sich an, wählen Sie „Mein Konto“, beenden Sie alle anderen Sitzungen und ändern Sie Ihr Passwort.",
  "account.backup_used_subject": "Reservecode verwendet bei Zegel von {organisation}",
  "account.backup_used":
    "Mit Ihrem Konto hat sich jemand mit einem Reservecode angemeldet. Übrige Reservecodes: {left}. Waren Sie das nicht? Melden Sie sich an, wählen Sie „Mein Konto“, beenden Sie alle anderen Sitzungen und ändern Sie Ihr Passwort.",
  "account.password_changed_subject": "Ihr Passwort für Zegel wurde geändert",
  "account.password_changed":
    "Das Passwort Ihres Kontos wurde geändert, und alle anderen Sitzungen wurden beendet. Waren Sie das nicht? Rufen Sie sofort die Zegel-Administration von {organisation} an.",
  "account.password_recovered_subject": "Ihr Passwort für Zegel wurde mit Ihrem Wiederherstellungscode ersetzt",
  "account.password_recovered":
    "Mit Ihrem Wiederherstellungscode wurde ein neues Passwort gewählt, und alle Sitzungen wurden beendet. Erstellen Sie unter „Mein Konto“ einen neuen Wiederherstellungscode. Waren Sie das nicht? Rufen Sie sofort die Zegel-Administration von {organisation} an.",
  "account.recovery_link_subject": "Ihr Link, um wieder Zugang zu Zegel von {organisation} zu bekommen",
  "account.recovery_link":
    "Mit diesem Link und Ihrem Wiederherstellungscode wählen Sie ein neues Passwort und richten den zweiten Schritt neu ein. Der Link gilt eine Stunde. Haben Sie das nicht angefordert? Dann kennt jemand Ihren Wiederherstellungscode: Melden Sie sich an und erstellen Sie unter „Mein Konto“ einen neuen.",
  "account.second_factor_reset_subject": "Ihr zweiter Schritt bei Zegel wurde aufgehoben",
  "account.second_factor_reset":
    "{admin} hat den zweiten Schritt Ihres Kontos aufgehoben. Bei der nächsten Anmeldung richten Sie ihn neu ein. Haben Sie nicht darum gebeten? Rufen Sie {admin} an, unter einer Nummer, die Sie schon kennen.",
  "account.given_back_subject": "Sie bekommen wieder Zugang zu Zegel von {organisation}",
  "account.given_back":
    "{admin} gibt Ihnen mit dem Notfallset wieder Zugang zu Ihrem Postfach. Dafür bekommen Sie einen Link von {admin}. Haben Sie nicht darum gebeten? Rufen Sie {admin} an, unter einer Nummer, die Sie schon kennen.",
  "account.given_back_admin_subject": "{member} bekommt wieder Zugang, mit dem Notfallset",
  "account.given_back_admin":
    "Mit dem Notfallset von {organisation} hat {admin} das Postfach von {member} für neue Schlüssel geöffnet. Wissen Sie nichts davon? Fragen Sie {admin} sofort, und sehen Sie im Protokoll nach.",
  "account.look": "Zu „Mein Konto“:",
  "account.open_link": "Öffnen Sie diesen Link:",

  "invitation.subject": "{inviter} lädt Sie zu Zegel von {organisation} ein",
  "invitation.text":
    "{inviter} hat für Sie ein Konto in Zegel angelegt. Damit verschickt {organisation} geschützte Nachrichten. Öffnen Sie diesen Link, um ein Passwort zu wählen:",
  "invitation.until":
    "Der Link gilt nur einmal, bis zum {until:date}. Haben Sie das nicht erwartet? Dann fragen Sie zuerst bei {inviter} nach.",
} as const satisfies Record<keyof typeof english, Sentence>;
