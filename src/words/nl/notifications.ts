import type { notifications as english } from "../en/notifications.ts";
import type { Sentence } from "../sentence.ts";

/** Mails and texts that leave the house. They never say what a message is about. */
export const notifications = {
  "notification.via": "{sender} via {organisation}",
  "notification.subject": "Beveiligd bericht van {sender} ({organisation})",
  "notification.who": "{sender} van {organisation} heeft u een beveiligd bericht gestuurd.",
  "notification.open": "Bericht openen",
  "notification.open_with": "Open het bericht met deze link:",
  "notification.check_sms":
    "Daarna vragen we u om een code. Die krijgt u als sms op uw telefoon, op het nummer dat eindigt op {phoneHint}.",
  "notification.check_password": "Daarna vragen we u om het wachtwoord dat u met {organisation} hebt afgesproken.",
  "notification.type": "Werkt de link niet? Ga naar {address} en typ deze code:",
  "notification.until":
    "U kunt het bericht openen tot {until:date}. U kunt daar ook antwoorden en een kopie bewaren. U hebt geen account nodig.",
  "notification.doubt":
    "Twijfelt u of dit bericht echt is? Bel {organisation} op het nummer dat u al had{contact}. Stuur deze mail niet door: wie de link heeft, kan beginnen met openen.",
  "notification.check":
    "U kunt het ook aan onze server vragen. Ga naar {address} en typ deze controlecode: {code}. De code zegt wie deze mail stuurde, en opent niets.",
  "notification.contact": ", of gebruik {contact}",
  "notification.sms":
    "{organisation}: uw code is {code}. De code is {minutes} minuten geldig. Geef hem aan niemand anders.",

  "notice.reply_subject": "Antwoord van {guest} op je beveiligde bericht",
  "notice.reply": "{guest} heeft geantwoord op je beveiligde bericht. Log in bij Zegel om het antwoord te lezen.",
  "notice.colleague_subject": "Beveiligd bericht van {sender}",
  "notice.colleague": "{sender} heeft je een beveiligd bericht gestuurd. Log in bij Zegel om het te lezen.",
  "notice.bounce_subject": "Niet afgeleverd bij {guest}",
  "notice.bounce":
    "De kennisgeving van je beveiligde bericht aan {guest} kon niet worden afgeleverd. De mailserver zei: {answer}. Controleer het adres. Stuur daarna de kennisgeving opnieuw, of stuur een nieuw bericht naar het juiste adres.",
  "notice.bounce_relay":
    "Je mail aan {guest} kon niet worden afgeleverd. De mailserver zei: {answer}. Controleer het adres en verstuur de mail opnieuw.",
  "notice.waiting_subject": "Je bericht aan {guest} wacht op jou",
  "notice.waiting_phone":
    "Je beveiligde bericht aan {guest} is nog niet verstuurd: het mobiele nummer voor de code ontbreekt. De andere ontvangers zijn bediend. Open het bericht en vul het nummer in; dan wordt het verstuurd.",
  "notice.waiting_password":
    "Je beveiligde bericht aan {guest} is nog niet verstuurd: met deze ontvanger is geen wachtwoord afgesproken. De andere ontvangers zijn bediend. Open het bericht en vul een wachtwoord in; dan wordt het verstuurd.",
  "notice.delayed_subject": "Nog niet afgeleverd bij {guest}",
  "notice.delayed":
    "De kennisgeving van je beveiligde bericht aan {guest} is nog niet afgeleverd. De mailserver zei: {answer}. We proberen het nog, twee dagen lang. Je hoeft niets te doen; lukt het niet, dan hoor je het.",
  "notice.delayed_relay":
    "Je mail aan {guest} is nog niet afgeleverd. De mailserver zei: {answer}. We proberen het nog, twee dagen lang. Je hoeft niets te doen; lukt het niet, dan hoor je het.",
  "notice.uncertain_subject": "Onzeker of {guest} de kennisgeving heeft",
  "notice.uncertain":
    "De kennisgeving van je beveiligde bericht aan {guest} is verstuurd, maar de mailserver heeft niet bevestigd dat die is aangekomen. Vraag {guest} of de kennisgeving er is, of stuur die opnieuw.",
  "notice.expiry_subject": "{guest} heeft je bericht nog niet geopend",
  "notice.expiry":
    "{guest} heeft je beveiligde bericht nog niet geopend. De link werkt tot {until:date}. We hebben {guest} daaraan herinnerd. Je kunt de termijn verlengen bij het bericht.",
  "notice.more_subject": "{guest} vraagt om meer tijd",
  "notice.more_time":
    "{guest} wil je beveiligde bericht openen, maar de link is verlopen. Geef bij het bericht meer tijd; dan gaat er een nieuwe link naar hetzelfde adres.",
  "notice.other_subject": "{guest} vraagt om een andere controle",
  "notice.other_way":
    "{guest} krijgt geen code voor je beveiligde bericht en vraagt om een andere controle. Controleer het nummer, of kies een andere controle en stuur het bericht opnieuw.",
  "notice.sms_subject": "Code voor {guest} niet verstuurd",
  "notice.sms":
    "{guest} vroeg de code voor je beveiligde bericht, maar de sms kon niet worden verstuurd. De dienst zei: {answer}. Controleer het nummer, en stuur het bericht opnieuw met het juiste nummer of een andere controle.",
  "notice.look": "Bekijk het hier:",
  "notice.why":
    "Je krijgt deze mail omdat je Zegel gebruikt bij {organisation}. De inhoud van berichten staat er nooit in.",

  "follow_up.reminder_subject": "Herinnering: beveiligd bericht van {sender} ({organisation})",
  "follow_up.reminder":
    "{sender} van {organisation} heeft u op {sent:date} een beveiligd bericht gestuurd. U hebt het nog niet geopend. Dat kan tot {until:date}.",
  "follow_up.expiry_subject": "Nog te openen tot {until:date}: bericht van {sender} ({organisation})",
  "follow_up.expiry":
    "Het beveiligde bericht dat {sender} van {organisation} u op {sent:date} stuurde, is nog te openen tot {until:date}. U hebt het nog niet geopend.",
  "follow_up.find":
    "Zoek in uw mailbox de eerdere mail van {sender} via {organisation}, van {sent:date}. Daarin staat de link om het bericht te openen. Kijk ook in de map met ongewenste mail. In deze mail staat met opzet geen link.",
  "follow_up.doubt":
    "Vindt u de eerdere mail niet, of twijfelt u? Beantwoord deze mail, of bel {organisation} op het nummer dat u al had{contact}.",

  "account.new_login_subject": "Nieuwe log-in bij Zegel van {organisation}",
  "account.new_login":
    "Er is met jouw account ingelogd in een browser die we nog niet kenden: {browser}, {at:date}. Was jij dat? Dan hoef je niets te doen. Was jij het niet? Log in, kies Mijn account, beëindig alle andere sessies en verander je wachtwoord.",
  "account.backup_used_subject": "Reservecode gebruikt bij Zegel van {organisation}",
  "account.backup_used":
    "Er is met jouw account ingelogd met een reservecode. Je hebt er nog {left}. Was jij dat niet? Log in, kies Mijn account, beëindig alle andere sessies en verander je wachtwoord.",
  "account.password_changed_subject": "Je wachtwoord van Zegel is veranderd",
  "account.password_changed":
    "Het wachtwoord van je account is veranderd en alle andere sessies zijn beëindigd. Was jij dat niet? Bel meteen een beheerder van {organisation}.",
  "account.password_recovered_subject": "Je wachtwoord van Zegel is vervangen met je herstelcode",
  "account.password_recovered":
    "Met je herstelcode is een nieuw wachtwoord gekozen, en alle sessies zijn beëindigd. Maak in Mijn account een nieuwe herstelcode. Was jij dit niet? Bel meteen een beheerder van {organisation}.",
  "account.recovery_link_subject": "Link om weer bij Zegel van {organisation} te komen",
  "account.recovery_link":
    "Met deze link en je herstelcode kies je een nieuw wachtwoord en stel je de tweede stap opnieuw in. De link werkt een uur. Heb je dit niet gevraagd? Dan kent iemand je herstelcode: log in en maak in Mijn account een nieuwe.",
  "account.second_factor_reset_subject": "Je tweede stap bij Zegel is opgeheven",
  "account.second_factor_reset":
    "{admin} heeft de tweede stap van je account opgeheven. Bij de volgende log-in stel je hem opnieuw in. Heb je hier niet om gevraagd? Bel {admin}, op een nummer dat je al kent.",
  "account.given_back_subject": "Je krijgt weer toegang tot Zegel van {organisation}",
  "account.given_back":
    "{admin} geeft je met de herstelset weer toegang tot je mailbox. Je krijgt daarvoor een link van {admin}. Heb je hier niet om gevraagd? Bel {admin}, op een nummer dat je al kent.",
  "account.given_back_admin_subject": "{member} krijgt weer toegang, met de herstelset",
  "account.given_back_admin":
    "Met de herstelset van {organisation} is de mailbox van {member} opengemaakt voor nieuwe sleutels, door {admin}. Weet je hier niet van? Vraag het {admin} meteen, en kijk in Wie deed wat.",
  "account.look": "Naar Mijn account:",
  "account.open_link": "Open deze link:",

  "invitation.subject": "{inviter} nodigt je uit voor Zegel van {organisation}",
  "invitation.text":
    "{inviter} heeft voor jou een account gemaakt in Zegel, waarmee {organisation} beveiligde mail verstuurt. Open deze link om een wachtwoord te kiezen:",
  "invitation.until":
    "De link werkt één keer, tot {until:date}. Had je dit niet verwacht? Vraag het dan eerst aan {inviter}.",
} as const satisfies Record<keyof typeof english, Sentence>;
