import type { enforcement as english } from "../en/enforcement.ts";
import type { Sentence } from "../sentence.ts";

/** Ce que font les accords de travail à l’envoi, et le mail en quarantaine. */
export const enforcement = {
  "mail.agreements_refuse":
    "Selon les accords de travail (« {rule} »), ceci ne peut pas partir par mail vers {address}, même sécurisé. Retirez ce qui n’y a pas sa place, ou demandez à la personne qui gère les accords. {why}",
  "mail.agreements_nobody_releases":
    "Selon les accords de travail, quelqu’un d’autre doit d’abord libérer ce message, mais personne ne peut le faire pour l’instant. Demandez à la personne qui gère les accords de désigner un approbateur. Votre texte est conservé.",
  "mail.hold_absent": "Ce message n’est plus en quarantaine. Rechargez la liste.",
  "mail.hold_own": "Une autre personne décide de votre propre message. Demandez à un autre approbateur.",
  "mail.hold_decided": "{by} a déjà décidé. Rechargez la liste.",
  "mail.hold_note_missing": "Écrivez pourquoi, pour que l’expéditeur sache quoi faire.",
  "mail.hold_note_long": "Cette explication est trop longue : {limit} caractères au maximum.",
  "mail.hold_waits":
    "Un approbateur décide de ce message. Vous pouvez le reprendre et le modifier, mais pas l’envoyer vous-même.",
  "notice.held_sender_subject": "Votre message attend d’être libéré",
  "notice.held_sender":
    "Un de vos messages est en quarantaine, comme le prévoient nos accords de travail. {approvers} va l’examiner. Vous n’avez rien à faire ; vous serez prévenu dès que la décision est prise. La raison se trouve sous Planifié.",
  "notice.held_approver_subject": "Un message de {sender} attend votre accord",
  "notice.held_approver":
    "{sender} veut envoyer un message que nos accords de travail retiennent jusqu’à ce qu’il soit libéré. Regardez pourquoi il attend, et décidez.",
  "notice.held_overdue_subject": "Un message de {sender} attend depuis trop longtemps",
  "notice.held_overdue":
    "Un message de {sender} attend plus longtemps que convenu. Vous êtes remplaçant : regardez-le et décidez.",
  "notice.held_overdue_sender_subject": "Votre message attend plus longtemps que convenu",
  "notice.held_overdue_sender":
    "Rien n’est encore décidé pour votre message. {approvers} a maintenant aussi été sollicité. C’est urgent ? Téléphonez.",
  "notice.held_released_subject": "Votre message est libéré",
  "notice.held_released": "{approver} a libéré votre message. Il est parti.",
  "notice.held_returned_subject": "Votre message vous est rendu",
  "notice.held_returned":
    "{approver} vous a rendu votre message, avec une explication. Modifiez-le et envoyez-le de nouveau.",
  "notice.held_refused_subject": "Votre message n’est pas libéré",
  "notice.held_refused": "{approver} n’a pas libéré votre message. L’explication est jointe.",
  "notice.held_expired_subject": "Votre message n’est pas libéré",
  "notice.held_expired":
    "Personne n’a décidé à temps. Votre message n’est pas parti. Vous pouvez le reprendre et l’envoyer de nouveau.",
  "notice.held_nobody_subject": "Personne ne peut libérer un message en quarantaine",
  "notice.held_nobody":
    "Un message de {sender} attend d’être libéré, mais aucun des approbateurs des accords de travail ne peut se connecter. Désignez un nouvel approbateur.",
  "notice.agree_reminder_subject": "Lisez nos accords de travail sur le courrier",
  "notice.agree_reminder":
    "Des accords de travail sont en vigueur que vous n’avez pas encore lus. Cela prend quelques minutes : lisez-les et donnez votre accord.",
} satisfies Record<keyof typeof english, Sentence>;
