import type { enforcement as english } from "../en/enforcement.ts";
import type { Sentence } from "../sentence.ts";

/** Was die Arbeitsabsprachen beim Senden tun, und Mail in Quarantäne. */
export const enforcement = {
  "mail.agreements_refuse":
    "Nach den Arbeitsabsprachen („{rule}“) darf dies nicht per Mail an {address} gehen, auch nicht gesichert. Nehmen Sie heraus, was nicht hineingehört, oder fragen Sie, wer die Absprachen verwaltet. {why}",
  "mail.agreements_nobody_releases":
    "Nach den Arbeitsabsprachen muss jemand anders diese Nachricht erst freigeben, aber zurzeit kann das niemand. Bitten Sie, wer die Absprachen verwaltet, eine Person zu benennen. Ihr Text ist gespeichert.",
  "mail.hold_absent": "Diese Nachricht ist nicht mehr in Quarantäne. Laden Sie die Liste neu.",
  "mail.hold_own": "Über Ihre eigene Nachricht entscheidet jemand anders. Fragen Sie eine andere Person.",
  "mail.hold_decided": "Darüber hat {by} schon entschieden. Laden Sie die Liste neu.",
  "mail.hold_note_missing": "Schreiben Sie dazu, warum, damit der Absender weiß, was zu tun ist.",
  "mail.hold_note_long": "Diese Erläuterung ist zu lang: höchstens {limit} Zeichen.",
  "mail.hold_waits":
    "Über diese Nachricht wird erst entschieden. Sie können sie zurückholen und ändern, aber nicht selbst senden.",
  "notice.held_sender_subject": "Ihre Nachricht wartet auf Freigabe",
  "notice.held_sender":
    "Eine Nachricht von Ihnen ist in Quarantäne, weil unsere Arbeitsabsprachen es so sagen. {approvers} sieht sie sich an. Sie müssen nichts tun; Sie hören, sobald entschieden ist. Warum sie wartet, steht unter „Geplant“.",
  "notice.held_approver_subject": "Eine Nachricht von {sender} wartet auf Ihre Freigabe",
  "notice.held_approver":
    "{sender} möchte eine Nachricht senden, die nach unseren Arbeitsabsprachen erst freigegeben werden muss. Sehen Sie, warum sie wartet, und entscheiden Sie.",
  "notice.held_overdue_subject": "Eine Nachricht von {sender} wartet schon zu lange",
  "notice.held_overdue":
    "Eine Nachricht von {sender} wartet länger als abgesprochen. Sie sind Vertretung: sehen Sie sie an und entscheiden Sie.",
  "notice.held_overdue_sender_subject": "Ihre Nachricht wartet länger als abgesprochen",
  "notice.held_overdue_sender":
    "Über Ihre Nachricht ist noch nicht entschieden. Jetzt ist auch {approvers} gefragt worden. Eilt es? Dann rufen Sie an.",
  "notice.held_released_subject": "Ihre Nachricht ist freigegeben",
  "notice.held_released": "{approver} hat Ihre Nachricht freigegeben. Sie ist gesendet.",
  "notice.held_returned_subject": "Ihre Nachricht kommt zurück",
  "notice.held_returned":
    "{approver} hat Ihre Nachricht mit einer Erläuterung zurückgegeben. Ändern Sie sie und senden Sie sie erneut.",
  "notice.held_refused_subject": "Ihre Nachricht ist nicht freigegeben",
  "notice.held_refused": "{approver} hat Ihre Nachricht nicht freigegeben. Die Erläuterung steht dabei.",
  "notice.held_expired_subject": "Ihre Nachricht ist nicht freigegeben",
  "notice.held_expired":
    "Niemand hat rechtzeitig entschieden. Ihre Nachricht wurde nicht gesendet. Sie können sie zurückholen und erneut senden.",
  "notice.held_nobody_subject": "Niemand kann eine Nachricht in Quarantäne freigeben",
  "notice.held_nobody":
    "Eine Nachricht von {sender} wartet auf Freigabe, aber keine der freigebenden Personen in den Arbeitsabsprachen kann sich anmelden. Benennen Sie jemanden.",
  "notice.agree_reminder_subject": "Lesen Sie unsere Arbeitsabsprachen zu E-Mails",
  "notice.agree_reminder":
    "Es gelten Arbeitsabsprachen, die Sie noch nicht gelesen haben. Es dauert wenige Minuten: Lesen Sie sie, und stimmen Sie zu.",
} satisfies Record<keyof typeof english, Sentence>;
