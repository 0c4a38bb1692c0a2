import type { Sentence } from "../sentence.ts";

/** Why somebody can't log in, join, or change people and settings. */
export const identity = {
  "identity.login_wrong": "The e-mail address or the password is not right. Check both and try again.",
  "identity.member_locked":
    "Your access has been locked. Ask an administrator of your organisation to let you in again.",
  "identity.too_many_attempts":
    "That went wrong too often. Wait {retryAfterSeconds:duration} and try again; nothing is lost.",
  "identity.code_wrong": "That code is not right, or it was used already. Wait for the next code and type that one.",
  "identity.second_factor_set":
    "The second factor has been set up already. Log in again and type the code of your app.",
  "identity.session_over": "You were signed out. Log in again.",
  "identity.token_wrong": "This page is out of date, so nothing was done. Load the page again and try once more.",

  "identity.password_short":
    "This password is too short: take at least {atLeast} characters. A few words in a row are easy to remember.",
  "identity.password_long": "This password is too long: take at most {atMost} characters.",
  "identity.password_guessable":
    "This password is guessed quickly. Do not take your name, one well-known word or a row of keys; a few words in a row are better.",
  "identity.email_invalid": "This is not an e-mail address that can be used. Check it and try again.",
  "identity.name_invalid": "This name cannot be used: it is empty, too long, or holds line breaks. Change it.",

  "identity.already_set_up": "Zegel has been set up already. Log in instead.",
  "identity.nothing_set_up": "Nothing has been set up here yet. Run zegel setup, or open Zegel in the browser.",
  "identity.setup_invalid": "Something was filled in that cannot be used ({field}). Check it and try again.",
  "identity.setup_threshold":
    "Of {shares} shares, {threshold} can never be needed. Take a number that is at most the number of shares.",
  "identity.domain_taken": "There is an organisation with this domain already. Take another domain.",
  "identity.domain_unknown": "There is no organisation with the domain {domain}. Check the name.",
  "identity.organisation_needed":
    "There is more than one organisation here. Say which one is meant, with --organisation and its domain.",
  "identity.email_taken": "Somebody has this e-mail address already. Take another one, or look that person up.",
  "identity.user_name_taken": "By chance that user name was taken. Try again.",

  "identity.invitation_absent":
    "This invitation is not here: the link is incomplete, or it was replaced or withdrawn. Ask for a new one.",
  "identity.invitation_used": "This invitation has been used already. Log in instead.",
  "identity.invitation_expired": "This invitation has run out. Ask for a new one.",

  "identity.role_missing": "Only somebody with the right role ({role}) may do this. Ask an administrator.",
  "identity.role_unknown": "That role does not exist. Take member, admin, officer, superuser or approver.",
  "identity.member_absent": "This person is not here. Go back to the list.",
  "identity.member_removed": "This person has been removed and cannot come back. Make a new invitation.",
  "identity.member_not_there_yet":
    "This person has not accepted the invitation yet. Withdraw it, or make a new one with other roles.",
  "identity.last_admin":
    "This is the last administrator. Make somebody else an administrator first; otherwise nobody can manage Zegel any more.",
  "identity.issuing_key_missing":
    "You cannot let in others yet, since the key for that was not handed to you. Ask another administrator to give you the role again.",

  "identity.app_password_absent": "This app password is not here any more. Load the page again.",
  "identity.any_from_needs_admin":
    "Only an administrator may make an app password that writes under any address. Ask one.",
  "identity.door_not_there": "App passwords for {door} do not exist yet. For mail programs, take smtp.",

  "identity.session_locked": "You were away for a while, so the screen is locked. Enter your password to go on.",
  "identity.logo_unusable": "This picture can't be used as a logo. Choose a PNG or JPEG of a logo.",
  "identity.logo_absent": "There is no logo.",
  "identity.own_text_link":
    "This may not hold a link or web address. So nobody who imitates you can add a second link.",
  "identity.website_invalid": "This is not the address of a website. It begins with https://.",
  "identity.cursor_invalid": "This place in the list does not exist. Start at the top.",

  "identity.recovery_wrong": "E-mail address and recovery code don't belong together. Check both and try again.",
  "identity.recovery_mistyped":
    "The recovery code has a typing error, or a part is missing. Compare it with your paper sign by sign.",
  "identity.recovery_part_wrong":
    "These are not the last eight signs of the new recovery code. Look at what you have just kept, and type them.",
  "identity.recovery_link_over":
    "This link does not work any more: it has expired, was used or was replaced. Ask for a new link by mail.",
  "identity.password_needed": "Type your password first; you logged in some time ago.",
  "identity.password_wrong": "That is not your present password. Try again.",
  "identity.session_absent": "That session is gone. Reload the page.",
  "identity.own_second_factor": "You can't reset your own second step here. Ask another admin.",
  "identity.own_access": "You can't give yourself access back. Ask another admin.",
  "identity.member_locked_first": "This person is locked. Unlock them first, and give access back then.",
  "identity.mailbox_unreachable":
    "This recovery kit does not open this person's mailbox. Nothing was changed. Check that it is your organisation's kit.",

  "recover.directory_not_empty": "{directory} holds files already. Name a directory that is new or empty.",
  "recover.organisation_absent":
    "This database does not hold the organisation of this recovery kit ({organisationId}). Check kit and database.",
  "recover.kit_foreign":
    "This recovery kit does not belong to the organisation in this database. Check kit and database.",
  "recover.data_absent":
    "There is no data of Zegel in {directory}. Set ZEGEL_DATA to the data directory, or ZEGEL_DATABASE_URL.",
  "recover.no_key": "There is no key to this.",
} as const satisfies Record<string, Sentence>;
